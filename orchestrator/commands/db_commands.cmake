# The commands that look at databases: query, status, show, db.
purkinje_room(purkinje_db_commands
  SOURCES commands/query.cpp commands/status.cpp commands/show.cpp commands/db.cpp commands/progress.cpp
          commands/run_state.cpp commands/table_format.cpp
  LINK purkinje_report purkinje_db fmt::fmt CLI11::CLI11 nlohmann_json::nlohmann_json)
