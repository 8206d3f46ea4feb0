# Recordings to fixed-length arrays. purkinje_prepared is what a trainer needs: open a prepared set, split it, scale it.
purkinje_room(purkinje_prepared
  SOURCES prepared.cpp option_of.cpp splits.cpp stratify.cpp scaling.cpp
  LINK purkinje_base)
purkinje_room(purkinje_signals
  SOURCES synthetic.cpp synthetic_heart.cpp synthetic_rhythm.cpp resample.cpp filter.cpp data_problems.cpp preprocess.cpp
          selection.cpp external.cpp
          examples.cpp example_regions.cpp example_source.cpp external_sources.cpp
          unusable_records.cpp array_file.cpp prepared_builder.cpp prepare_records.cpp sources.cpp current_manifest.cpp
          prepare_once.cpp derivative.cpp pacing_pulses.cpp
          turn_choice.cpp qrs_detection.cpp limit_rule.cpp qrs_limits.cpp
          wave_limits.cpp delineation.cpp delineation_errors.cpp
  LINK purkinje_prepared)
# Reads the catalogue; everything above does without.
purkinje_room(purkinje_prepare
  SOURCES prepare.cpp check_records.cpp data_check.cpp load_external.cpp
  LINK purkinje_signals purkinje_records)
