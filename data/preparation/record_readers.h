// How a record is read, as functions, so that a prepared set can be made of anything.
#pragma once

#include <functional>
#include <vector>

#include "data/catalogue/catalogue.h"
#include "data/preparation/example_regions.h"

namespace purkinje::data {

using RecordReader = std::function<Recording(const DataSet&, const CatalogueRecord&)>;
// The labelled beats of a record in time order (data/catalogue/catalogue.h).
using BeatReader = std::function<std::vector<LabelledEvent>(const DataSet&, const CatalogueRecord&)>;
// What is read of a record beside its signal, for the experiments that ask for it.
struct AnnotationReaders {
  BeatReader beats;  // examples: beat, or window of annotated records
  WaveReader waves;  // regions: annotated
};

}  // namespace purkinje::data
