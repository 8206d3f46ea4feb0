// Builds the prepared set of an experiment's `data:` block, once, under a lock; finds it again afterwards.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "data/prepared/prepared.h"

namespace purkinje::data {

struct PrepareRequest {
  Json data;  // resolved data block, its "preprocessing" resolved as well
  std::filesystem::path data_root;
  std::filesystem::path cache_root;  // folder of prepared sets
};

// The folder this request's set lies in (it may not exist yet): named by a digest of the request and the
// descriptor.
std::filesystem::path prepared_folder(const PrepareRequest& request);

// The set's manifest where it is complete and its sources have not changed, else nothing. Quick: no signal is
// read.
std::optional<Manifest> find_prepared(const PrepareRequest& request);

// In check_records.cpp. Looks at headers and labels, no signals: throws InputError for a selection that the
// set cannot give, and one for all selected records that cannot be used, as prepare() would: unreadable
// headers, missing leads, records that are too short. External sets likewise. Sets whose databases are absent
// are not looked at. Returns a sentence for each optional external one that prepare() would leave out.
std::vector<std::string> check_records(const PrepareRequest& request);

// Builds it where find_prepared() has nothing. `progress(done, total)` is called between records. All wrong
// records are reported in one InputError (file, channel, reason); nothing half-written stays behind.
Manifest prepare(const PrepareRequest& request, const std::function<void(size_t, size_t)>& progress = {});

}  // namespace purkinje::data
