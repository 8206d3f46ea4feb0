-- Version 4: samples of other data sets, which are only ever evaluated.
CREATE TABLE external_part (             -- samples of another data set, only ever evaluated: a part under its name
  data_set INTEGER NOT NULL REFERENCES data_set(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  source TEXT NOT NULL,                  -- the other set's name, and what it is
  title TEXT NOT NULL,
  regions TEXT NOT NULL,                 -- where its regions of the ECG come from; empty: it has none
  first INTEGER NOT NULL,                -- position of its first sample; the others follow
  samples INTEGER NOT NULL,
  PRIMARY KEY (data_set, name)
) STRICT, WITHOUT ROWID;
