purkinje_test(test_data_signals
  SOURCES synthetic_test.cpp prepare_records_test.cpp
  LINK purkinje_signals rapidcheck Threads::Threads)
