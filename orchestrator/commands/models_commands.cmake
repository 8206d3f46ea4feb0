# `purkinje models`.
purkinje_room(purkinje_models_commands
  SOURCES ${CMAKE_CURRENT_LIST_DIR}/models.cpp
  LINK purkinje_models purkinje_worker CLI11::CLI11)
