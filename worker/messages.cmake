# What travels between coordinator, worker and trainer. No MPI, no LibTorch: every program links it.
purkinje_room(purkinje_worker_messages
  SOURCES channel.cpp trainer_protocol.cpp job.cpp evaluation_json.cpp derived_request.cpp training_options.cpp training_rules.cpp
  LINK purkinje_base purkinje_metrics)
