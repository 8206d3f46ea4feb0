purkinje_test(coordination_tests
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/coordinator_test.cpp ${CMAKE_CURRENT_LIST_DIR}/gather_derived_request_test.cpp
          ${CMAKE_CURRENT_LIST_DIR}/job_filter_test.cpp ${CMAKE_CURRENT_LIST_DIR}/plan_cost_test.cpp
          ${CMAKE_SOURCE_DIR}/tests/db/fixture.cpp
          ${CMAKE_SOURCE_DIR}/tests/worker/small_set.cpp ${CMAKE_SOURCE_DIR}/tests/worker/temporary_folder.cpp
  LINK purkinje_coordination purkinje_plan_command)
add_dependencies(coordination_tests fake-trainer)
