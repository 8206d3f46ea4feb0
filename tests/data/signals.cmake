purkinje_test(test_data_signals
  SOURCES synthetic_test.cpp resample_test.cpp filter_test.cpp preprocess_test.cpp selection_test.cpp
          prepare_records_test.cpp external_test.cpp splits_test.cpp scaling_test.cpp delineation_test.cpp turn_choice_test.cpp
          limit_rule_test.cpp
  LINK purkinje_signals rapidcheck rapidcheck_gtest Threads::Threads)
