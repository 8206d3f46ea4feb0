// A table as GitHub-flavoured Markdown.
#include "report/markdown.h"

#include <map>

#include "report/escape.h"
#include "report/text_grid.h"

namespace purkinje::report {
namespace {

// Characters that would be read as marks. Pipes would end a cell, angle brackets start a tag.
const std::map<char, std::string> kMarks{
    {'|', "\\|"}, {'*', "\\*"}, {'_', "\\_"},  {'`', "\\`"},  {'\\', "\\\\"}, {'[', "\\["}, {']', "\\]"},
    {'#', "\\#"}, {'~', "\\~"}, {'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'\n', " "},  {'\r', " "}};

}  // namespace

std::string markdown_escaped(const std::string& text) {
  return escaped(text, kMarks);
}

std::string to_markdown(const Table& table) {
  const TextGrid grid = lay_out(table);
  std::string text = "## " + markdown_escaped(table.title) + "\n\n";
  if (!table.stand_in.empty()) text += "**Stand-in data:** " + markdown_escaped(table.stand_in) + "\n\n";
  text += "|";
  for (const auto& heading : grid.headings)
    text += " " + markdown_escaped(heading.first) +
            (heading.second.empty() ? "" : " (" + markdown_escaped(heading.second) + ")") + " |";
  text += "\n|";
  for (const auto& heading : grid.headings) text += heading.number ? " ---: |" : " --- |";
  text += "\n";
  for (const auto& line : grid.lines) {
    text += "|";
    for (const std::string& cell : line.cells) text += " " + markdown_escaped(cell) + " |";
    text += "\n";
  }
  text += "\n" + markdown_escaped(table.spread) + "\n";
  if (!table.notes.empty()) text += "\n";
  for (const std::string& note : table.notes) text += "- " + markdown_escaped(note) + "\n";
  return text;
}

}  // namespace purkinje::report
