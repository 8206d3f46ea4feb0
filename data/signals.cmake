# Recordings to fixed-length arrays. purkinje_prepared is what a trainer needs: open a prepared set, split it, scale it.
purkinje_room(purkinje_prepared
  SOURCES prepared.cpp splits.cpp stratify.cpp scaling.cpp
  LINK purkinje_base)
purkinje_room(purkinje_signals
  SOURCES synthetic.cpp synthetic_heart.cpp synthetic_rhythm.cpp
  LINK purkinje_prepared)
