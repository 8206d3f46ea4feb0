# One training step of each network, to be compared with the same step in Python (training_step/compare).
purkinje_bench(bench_training_step SOURCES training_step/step.cpp LINK purkinje_trainer_core)
purkinje_with_torch(bench_training_step)
add_test(NAME bench.training_step_runs
         COMMAND sh -c "printf 's2_cnn 1\\ns3_cnn_te 1\\n' | $<TARGET_FILE:bench_training_step> cases.json"
         WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/training_step)
