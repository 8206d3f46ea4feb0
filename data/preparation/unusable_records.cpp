#include "data/preparation/unusable_records.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"

namespace purkinje::data {
namespace {

constexpr size_t kNamedRecords = 20;

}  // namespace

std::string sentence_about(const CatalogueRecord& record, const std::string& reason) {
  return reason.find(record.id) == std::string::npos ? fmt::format("record '{}': {}", record.id, reason)
                                                     : reason;
}

void UnusableRecords::add(const CatalogueRecord& record, std::string sentence) {
  records_.push_back(record.id);
  if (records_.size() <= kNamedRecords) sentences_.push_back(std::move(sentence));
}

void UnusableRecords::throw_if_any() const {
  if (records_.empty()) return;
  auto text = fmt::format("data set '{}': {} of {} records cannot be used\n{}\n", source_.set.name,
                          records_.size(), source_.selection.records.size(), fmt::join(sentences_, "\n"));
  if (records_.size() > kNamedRecords)
    text += fmt::format("and {} more\n{}.exclude leaves records out", records_.size() - kNamedRecords,
                        source_.block);
  else
    text += fmt::format("{}.exclude: [{}] leaves {} out", source_.block, fmt::join(records_, ", "),
                        records_.size() == 1 ? "it" : "them");
  throw InputError(text);
}

}  // namespace purkinje::data
