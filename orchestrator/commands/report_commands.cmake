# `purkinje report` and `purkinje data`, and the progress bar that long commands share.
purkinje_room(purkinje_progress
  SOURCES ${CMAKE_SOURCE_DIR}/orchestrator/progress_bar.cpp
  LINK fmt::fmt Threads::Threads)
