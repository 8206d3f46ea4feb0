purkinje_test(command_tests
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/progress_bar_test.cpp ${CMAKE_CURRENT_LIST_DIR}/synthetic_files_test.cpp
          ${CMAKE_SOURCE_DIR}/tests/db/fixture.cpp
  LINK purkinje_report_commands)
