// Pieces of JSON that jobs, results and requests have in common: packed arrays, optional numbers, lists.
#pragma once

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

#include "base/error.h"
#include "base/json.h"

namespace purkinje::worker {

static_assert(std::endian::native == std::endian::little, "arrays travel in the byte order of this machine");

// Numbers as a byte string (little-endian): for CBOR, not for JSON text.
template <typename T>
Json bytes_of(const std::vector<T>& values) {
  std::vector<uint8_t> bytes(values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
  return Json::binary(std::move(bytes));
}

template <typename T>
std::vector<T> array_of(const Json& json) {
  const auto& bytes = json.get_binary();
  if (bytes.size() % sizeof(T) != 0)
    throw InputError(
        fmt::format("an array of {} bytes does not hold {}-byte numbers", bytes.size(), sizeof(T)));
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), bytes.size());
  return values;
}

// An array that files of an earlier version do not have.
template <typename T>
std::vector<T> array_or_empty(const Json& json, const char* key) {
  return json.contains(key) ? array_of<T>(json.at(key)) : std::vector<T>{};
}

inline Json optional_number(const std::optional<double>& value) {
  return value ? Json(*value) : Json();
}
inline std::optional<double> optional_number(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

template <typename T>
Json list_of(const std::vector<T>& items, Json (*one)(const T&)) {
  Json list = Json::array();
  for (const auto& item : items) list.push_back(one(item));
  return list;
}

template <typename Reader>
auto items_of(const Json& list, Reader one) {
  std::vector<std::invoke_result_t<Reader, const Json&>> items;
  for (const auto& item : list) items.push_back(one(item));
  return items;
}

// Turns the library's complaint about a missing or wrong field into ours.
template <typename Body>
auto reading(const char* what, Body body) {
  try {
    return body();
  } catch (const Json::exception& problem) {
    throw InputError(fmt::format("{} cannot be read: {}", what, problem.what()));
  } catch (const std::invalid_argument& problem) {
    throw InputError(fmt::format("{} cannot be read: {}", what, problem.what()));
  }
}

}  // namespace purkinje::worker
