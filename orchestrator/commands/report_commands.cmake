# `purkinje report` and `purkinje data`, and the progress bar that long commands share.
purkinje_room(purkinje_progress
  SOURCES ${CMAKE_SOURCE_DIR}/orchestrator/progress_bar.cpp
  LINK fmt::fmt Threads::Threads)

set(commands ${CMAKE_SOURCE_DIR}/orchestrator/commands)
purkinje_room(purkinje_report_commands
  SOURCES ${commands}/report.cpp ${commands}/data.cpp ${commands}/data_list.cpp ${commands}/data_prepare.cpp
          ${commands}/data_inspect.cpp ${commands}/data_synth.cpp ${commands}/data_delineate.cpp
          ${commands}/synthetic_files.cpp
  LINK purkinje_progress purkinje_report purkinje_specification purkinje_coordination
       purkinje_formats purkinje_synthetic purkinje_catalogue purkinje_delineation CLI11::CLI11)
