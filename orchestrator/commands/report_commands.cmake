# `purkinje report` and `purkinje data`, and the progress bar that long commands share.
purkinje_room(purkinje_progress
  SOURCES ${CMAKE_SOURCE_DIR}/orchestrator/progress_bar.cpp
  LINK fmt::fmt Threads::Threads)

purkinje_room(purkinje_report_commands
  SOURCES ${CMAKE_SOURCE_DIR}/orchestrator/commands/report.cpp
  LINK purkinje_progress purkinje_report CLI11::CLI11)
