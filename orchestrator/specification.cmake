# What is to run: experiments, grids, identities, plans. Pure but for reading the YAML file.
purkinje_room(purkinje_specification
  SOURCES profile.cpp grid.cpp grid_values.cpp grid_conditions.cpp settings.cpp artefacts.cpp ensembles.cpp experiment.cpp
          resolved_text.cpp result_options.cpp places.cpp identity.cpp split_check.cpp augmentation_notes.cpp training_check.cpp report_check.cpp plan_check.cpp plan.cpp
          default_tables.cpp job_filter.cpp
  LINK purkinje_preparation purkinje_prepared purkinje_models purkinje_worker_messages purkinje_report purkinje_metrics purkinje_base)

# `purkinje plan`.
purkinje_room(purkinje_plan_command
  SOURCES commands/plan.cpp commands/plan_cost.cpp commands/plan_json.cpp commands/plan_overview.cpp commands/plan_text.cpp
  LINK purkinje_specification purkinje_coordination purkinje_preparation purkinje_catalogue purkinje_db CLI11::CLI11)
