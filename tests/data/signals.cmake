purkinje_test(test_data_signals
  SOURCES synthetic_test.cpp
  LINK purkinje_signals rapidcheck)
