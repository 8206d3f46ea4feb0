// A table as LaTeX with booktabs rules.
#include "report/latex.h"

#include "report/text_grid.h"

namespace purkinje::report {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\xC2\xB1") == 0) {  // the sign ±, which needs no input encoding this way
      result += "$\\pm$";
      ++i;
      continue;
    }
    const char c = text[i];
    switch (c) {
      case '\\':
        result += "\\textbackslash{}";
        break;
      case '~':
        result += "\\textasciitilde{}";
        break;
      case '^':
        result += "\\textasciicircum{}";
        break;
      case '<':
        result += "\\textless{}";
        break;
      case '>':
        result += "\\textgreater{}";
        break;
      case '|':
        result += "\\textbar{}";
        break;
      case '"':
        result += "\\textquotedbl{}";
        break;
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
      case '{':
      case '}':
        result += '\\';
        result += c;
        break;
      case '[':
      case ']':  // a bracket after \\ would be taken for its optional argument
        result += '{';
        result += c;
        result += '}';
        break;
      case '\n':
      case '\r':
        result += ' ';
        break;
      default:
        result += c;
    }
  }
  return result;
}

}  // namespace

std::string to_latex(const Table& table) {
  const TextGrid grid = lay_out(table);
  std::string text =
      "% Needs \\usepackage{booktabs} and, for a direct quotation mark, \\usepackage[T1]{fontenc}.\n";
  text += "\\begin{table}\n\\centering\n\\caption{" + escaped(table.title);
  if (!table.stand_in.empty()) text += ". \\textbf{Stand-in data:} " + escaped(table.stand_in);
  text += "}\n\\label{tab:";
  for (const char c : table.name) text += (std::isalnum(static_cast<unsigned char>(c)) != 0) ? c : '-';
  text += "}\n\\begin{tabular}{";
  for (const auto& heading : grid.headings) text += heading.number ? 'r' : 'l';
  text += "}\n\\toprule\n";
  for (int level = 0; level < 2; ++level) {
    bool any = level == 0;
    std::string line;
    for (size_t i = 0; i < grid.headings.size(); ++i) {
      const std::string& part = level == 0 ? grid.headings[i].first : grid.headings[i].second;
      any = any || !part.empty();
      line += (i == 0 ? "" : " & ") + escaped(part);
    }
    if (any) text += line + " \\\\\n";
  }
  text += "\\midrule\n";
  for (size_t l = 0; l < grid.lines.size(); ++l) {
    if (l > 0 && table.has_paper && grid.lines[l].starts_row) text += "\\addlinespace\n";
    for (size_t i = 0; i < grid.lines[l].cells.size(); ++i)
      text += (i == 0 ? "" : " & ") + escaped(grid.lines[l].cells[i]);
    text += " \\\\\n";
  }
  text += "\\bottomrule\n\\end{tabular}\n\\par\\medskip\n\\begin{minipage}{\\linewidth}\\footnotesize\n";
  text += escaped(table.spread) + "\n";
  for (const std::string& note : table.notes) text += "\\par " + escaped(note) + "\n";
  return text + "\\end{minipage}\n\\end{table}\n";
}

}  // namespace purkinje::report
