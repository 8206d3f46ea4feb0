// A table as LaTeX with booktabs rules.
#include "report/latex.h"

#include <map>

#include "report/escape.h"
#include "report/text_grid.h"

namespace purkinje::report {
namespace {

const std::map<char, std::string> kMarks{{'\\', "\\textbackslash{}"},
                                         {'~', "\\textasciitilde{}"},
                                         {'^', "\\textasciicircum{}"},
                                         {'<', "\\textless{}"},
                                         {'>', "\\textgreater{}"},
                                         {'|', "\\textbar{}"},
                                         {'"', "\\textquotedbl{}"},
                                         {'&', "\\&"},
                                         {'%', "\\%"},
                                         {'$', "\\$"},
                                         {'#', "\\#"},
                                         {'_', "\\_"},
                                         {'{', "\\{"},
                                         {'}', "\\}"},
                                         {'[', "{[}"},  // after \\ it would begin an optional argument
                                         {']', "{]}"},
                                         {'\n', " "},
                                         {'\r', " "}};

std::string escaped(const std::string& text) {
  static const std::string kPlusMinus = "\xC2\xB1";  // needs no input encoding as a command
  std::string result = report::escaped(text, kMarks);
  for (size_t at = result.find(kPlusMinus); at != std::string::npos; at = result.find(kPlusMinus, at))
    result.replace(at, kPlusMinus.size(), "$\\pm$");
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
