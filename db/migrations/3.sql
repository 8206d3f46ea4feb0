-- Version 3: products of artefact jobs, stages and classes of traces, weights inside regions, confusion matrices.
CREATE TABLE trace_of_version_2 AS SELECT * FROM trace;
DROP TABLE trace;
CREATE TABLE trace (                     -- weights over time of an example, with the signal the network saw
  id INTEGER PRIMARY KEY,
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- attention, track, grad_cam
  sample INTEGER NOT NULL REFERENCES sample(id),
  class TEXT NOT NULL,                   -- grad_cam: whose score is explained; else empty
  weights BLOB NOT NULL,                 -- float32, little-endian, one a time step
  signal_mv BLOB NOT NULL,               -- float32, little-endian, [leads, length]
  columns BLOB NOT NULL,                 -- float32: grad_cam's map before it was resized, one a column
  column_samples BLOB NOT NULL,          -- float32: the sample that each column is centred on
  regions BLOB NOT NULL,                 -- a byte a time step: 0 baseline, 1 P, 2 QRS, 3 T; empty: not known
  UNIQUE (job, stage, kind, sample, class)
) STRICT;
CREATE INDEX trace_sample ON trace (sample);
INSERT INTO trace (id, job, stage, kind, sample, class, weights, signal_mv, columns, column_samples, regions)
SELECT id, job, 'train', kind, sample, '', weights, signal_mv, x'', x'', x'' FROM trace_of_version_2;
DROP TABLE trace_of_version_2;

CREATE TABLE region_weight (             -- weights summed inside the regions of an ECG, of every sample of a part
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  part TEXT NOT NULL,
  kind TEXT NOT NULL,                    -- attention, track, grad_cam
  sample INTEGER NOT NULL REFERENCES sample(id),
  region INTEGER NOT NULL CHECK (region BETWEEN 0 AND 3),  -- 0 baseline, 1 P, 2 QRS, 3 T
  sum REAL,                              -- a float32; NULL: not a number
  steps INTEGER NOT NULL,                -- time steps in the region
  PRIMARY KEY (job, stage, part, kind, sample, region)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_weight_sample ON region_weight (sample);

CREATE TABLE artefact (                  -- the product of an artefact job: a file in the run folder
  job INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE,
  file TEXT NOT NULL,                    -- name inside the run folder
  sha256 TEXT NOT NULL,
  description TEXT NOT NULL              -- JSON, for people: counts, quality
) STRICT;

CREATE TABLE confusion (                 -- multi_class: decisions by the largest score
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  truth TEXT NOT NULL,
  decided TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (evaluation, truth, decided)
) STRICT, WITHOUT ROWID;
