purkinje_test(scheduler_tests
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/scheduler_test.cpp ${CMAKE_CURRENT_LIST_DIR}/scheduler_properties_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/scheduler_graph_test.cpp ${CMAKE_CURRENT_LIST_DIR}/core_shares_test.cpp
  LINK purkinje_scheduler rapidcheck)
