-- Schema version 3 with a few rows, as a file of that version holds them: what migrations are tested on.
-- The store of all experiments, version 3. Natural keys are kept beside the row ids, so that two databases compare.
-- No JSON functions here: with trusted_schema=OFF a file whose tables or views use them is refused.
-- Times are seconds since 1970 (UTC). A value that is not defined is NULL.

-- What ran ------------------------------------------------------------------------------------------------------------

CREATE TABLE run (                       -- one execution of `purkinje run`
  id INTEGER PRIMARY KEY,
  started_s REAL NOT NULL,
  ended_s REAL,
  outcome TEXT,                          -- NULL while it runs, and after a death
  description TEXT NOT NULL              -- JSON: host, ranks, command line
) STRICT;

-- Data ----------------------------------------------------------------------------------------------------------------

CREATE TABLE data_set (                  -- a prepared set, as it was used
  id INTEGER PRIMARY KEY,
  fingerprint TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  stand_in TEXT NOT NULL,                -- what it stands in for; empty: the study's own data
  sources TEXT NOT NULL,                 -- citation and licence, a line each
  leads TEXT NOT NULL,                   -- names, separated by blanks
  sample_rate_hz REAL NOT NULL,
  length INTEGER NOT NULL,               -- samples a lead
  preprocessing TEXT NOT NULL            -- JSON
) STRICT;

CREATE TABLE class (
  id INTEGER PRIMARY KEY,
  data_set INTEGER NOT NULL REFERENCES data_set(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,             -- column of the labels, from 0
  name TEXT NOT NULL,
  UNIQUE (data_set, position),
  UNIQUE (data_set, name)
) STRICT;

CREATE TABLE sample (
  id INTEGER PRIMARY KEY,
  data_set INTEGER NOT NULL REFERENCES data_set(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,             -- in the prepared set, from 0
  record TEXT NOT NULL,
  patient TEXT NOT NULL,
  start INTEGER NOT NULL,                -- first sample of the window in the record, at the record's own rate
  UNIQUE (data_set, position)
) STRICT;
CREATE INDEX sample_record ON sample (record);

CREATE TABLE sample_label (
  sample INTEGER NOT NULL REFERENCES sample(id) ON DELETE CASCADE,
  class INTEGER NOT NULL REFERENCES class(id) ON DELETE CASCADE,
  label INTEGER CHECK (label IN (0, 1)), -- NULL: unknown
  PRIMARY KEY (sample, class)
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_label_class ON sample_label (class, label);

-- Experiments ---------------------------------------------------------------------------------------------------------

CREATE TABLE revision (                  -- an experiment as it was once planned
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL UNIQUE,           -- SHA-256 of `resolved`
  experiment TEXT NOT NULL,
  profile TEXT NOT NULL,
  resolved TEXT NOT NULL,                -- JSON: everything, defaults included
  source TEXT NOT NULL,                  -- the YAML as it was written
  data_set INTEGER REFERENCES data_set(id),
  planned INTEGER NOT NULL UNIQUE        -- the newest is the largest
) STRICT;
CREATE INDEX revision_experiment ON revision (experiment, profile, planned);

CREATE TABLE variant (                   -- a row of a table
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revision(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,             -- in the order of the grid
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  settings TEXT NOT NULL,                -- JSON: what distinguishes it
  UNIQUE (revision, name)
) STRICT;

CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,             -- the identity's hash: what everybody calls the job's id
  kind TEXT NOT NULL CHECK (kind IN ('training', 'artefact', 'derived')),
  procedure TEXT NOT NULL,
  identity TEXT NOT NULL,                -- JSON: the text that was hashed
  data_set INTEGER REFERENCES data_set(id),
  seed INTEGER NOT NULL,
  fold INTEGER,                          -- NULL: over all folds
  task TEXT NOT NULL CHECK (task IN ('binary', 'multi_label', 'multi_class')),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
  reason TEXT,                           -- why it failed for good
  attempt INTEGER REFERENCES attempt(id) DEFERRABLE INITIALLY DEFERRED,  -- the one that counts
  parameters INTEGER,                    -- trainable numbers of its network
  CHECK ((state = 'done') = (attempt IS NOT NULL)),
  CHECK ((state = 'failed') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX job_state ON job (state);
CREATE INDEX job_attempt ON job (attempt);

CREATE TABLE job_need (                  -- `job` waits for `need`; a pool's predictions are those of its needs
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  need INTEGER NOT NULL REFERENCES job(id),
  PRIMARY KEY (job, position),
  UNIQUE (job, need)
) STRICT, WITHOUT ROWID;
CREATE INDEX job_need_need ON job_need (need);

CREATE TABLE cell (                      -- the place of a job in an experiment
  id INTEGER PRIMARY KEY,
  variant INTEGER NOT NULL REFERENCES variant(id) ON DELETE CASCADE,
  seed INTEGER NOT NULL,
  fold INTEGER,
  job INTEGER NOT NULL REFERENCES job(id)
) STRICT;
CREATE UNIQUE INDEX cell_place ON cell (variant, seed, ifnull(fold, -1));
CREATE INDEX cell_job ON cell (job);

-- Attempts ------------------------------------------------------------------------------------------------------------

CREATE TABLE attempt (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  run INTEGER REFERENCES run(id) ON DELETE SET NULL,
  generation INTEGER NOT NULL,           -- 1 for the job's first attempt
  outcome TEXT NOT NULL DEFAULT 'running' CHECK (outcome IN
    ('running', 'done', 'failed', 'preempted', 'lost', 'cancelled', 'pruned')),
  failure TEXT CHECK (failure IN ('configuration', 'diverged', 'host_memory', 'device_memory', 'hang', 'time_limit',
    'signal', 'communication', 'disk')),
  message TEXT,
  host TEXT,
  device TEXT,
  placement TEXT NOT NULL,               -- JSON
  environment TEXT,                      -- JSON: versions, device model, threads, memory
  started_s REAL NOT NULL,
  ended_s REAL,
  train_seconds REAL,
  UNIQUE (job, generation)
) STRICT;
CREATE INDEX attempt_outcome ON attempt (outcome, job);
CREATE INDEX attempt_run ON attempt (run);

CREATE TABLE voided (                    -- results that were taken back; the job trains again
  attempt INTEGER PRIMARY KEY REFERENCES attempt(id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  voided_s REAL NOT NULL
) STRICT;

CREATE TABLE epoch_series (              -- one curve of learning
  id INTEGER PRIMARY KEY,
  attempt INTEGER NOT NULL REFERENCES attempt(id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  part TEXT NOT NULL,
  measure TEXT NOT NULL,
  UNIQUE (attempt, stage, part, measure)
) STRICT;

CREATE TABLE epoch_value (
  series INTEGER NOT NULL REFERENCES epoch_series(id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,                -- from 1
  value REAL,
  PRIMARY KEY (series, epoch)
) STRICT, WITHOUT ROWID;

-- Results -------------------------------------------------------------------------------------------------------------

CREATE TABLE prediction_set (
  id INTEGER PRIMARY KEY,
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  part TEXT NOT NULL,
  link TEXT NOT NULL CHECK (link IN ('identity', 'sigmoid', 'softmax')),
  outputs INTEGER NOT NULL,
  UNIQUE (job, stage, part)
) STRICT;

CREATE TABLE prediction (
  prediction_set INTEGER NOT NULL REFERENCES prediction_set(id) ON DELETE CASCADE,
  sample INTEGER NOT NULL REFERENCES sample(id),
  output INTEGER NOT NULL,               -- from 0
  raw REAL,                              -- a float32 as the network gave it; NULL: not a number
  PRIMARY KEY (prediction_set, sample, output)
) STRICT, WITHOUT ROWID;
CREATE INDEX prediction_sample ON prediction (sample);

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

CREATE TABLE weights_file (
  job INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE,
  file TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE artefact (                  -- the product of an artefact job: a file in the run folder
  job INTEGER PRIMARY KEY REFERENCES job(id) ON DELETE CASCADE,
  file TEXT NOT NULL,                    -- name inside the run folder
  sha256 TEXT NOT NULL,
  description TEXT NOT NULL              -- JSON, for people: counts, quality
) STRICT;

CREATE TABLE evaluation (
  id INTEGER PRIMARY KEY,
  job INTEGER NOT NULL REFERENCES job(id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  part TEXT NOT NULL,
  samples INTEGER NOT NULL,
  UNIQUE (job, stage, part)
) STRICT;

CREATE TABLE class_count (
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  class TEXT NOT NULL,
  positives INTEGER NOT NULL,
  negatives INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  PRIMARY KEY (evaluation, class)
) STRICT, WITHOUT ROWID;

-- Empty text for class, rule and chosen_on means none: the binary task or the macro average, no threshold.
CREATE TABLE metric (
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  class TEXT NOT NULL,
  rule TEXT NOT NULL,
  chosen_on TEXT NOT NULL CHECK (chosen_on IN ('', 'fixed', 'validation', 'test', 'cross_fitted')),
  value REAL,
  reason TEXT,                           -- why there is no value
  version INTEGER NOT NULL,              -- of the definition it was computed by (metrics/registry.h); 0: unknown
  PRIMARY KEY (evaluation, name, class, rule, chosen_on),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX metric_name ON metric (name, rule, chosen_on, class);

CREATE TABLE threshold (
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  class TEXT NOT NULL,
  rule TEXT NOT NULL,
  chosen_on TEXT NOT NULL CHECK (chosen_on IN ('fixed', 'validation', 'test', 'cross_fitted')),
  value REAL,                            -- a score: positive where score >= value
  reason TEXT,
  PRIMARY KEY (evaluation, class, rule, chosen_on),
  CHECK ((value IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE curve (
  id INTEGER PRIMARY KEY,
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,                    -- roc: false positive rate, true positive rate; pr: recall, precision
  class TEXT NOT NULL,
  area REAL,                             -- from all points; NULL: undefined
  full_points INTEGER NOT NULL,          -- vertices before thinning
  UNIQUE (evaluation, kind, class)
) STRICT;

CREATE TABLE curve_point (
  curve INTEGER NOT NULL REFERENCES curve(id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  x REAL NOT NULL,
  y REAL NOT NULL,
  threshold REAL,                        -- NULL at the end that no score reaches
  PRIMARY KEY (curve, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE confusion (                 -- multi_class: decisions by the largest score
  evaluation INTEGER NOT NULL REFERENCES evaluation(id) ON DELETE CASCADE,
  truth TEXT NOT NULL,
  decided TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (evaluation, truth, decided)
) STRICT, WITHOUT ROWID;

CREATE VIEW v_job AS SELECT name AS job, state FROM job;
CREATE VIEW v_trace AS
SELECT t.kind, x.record, length(t.weights) / 4 AS steps FROM trace t JOIN sample x ON x.id = t.sample;

INSERT INTO data_set VALUES (1, 'f00d', 'tiny', 'A tiny set', '', '', 'I', 100.0, 4, '{}');
INSERT INTO class VALUES (1, 1, 0, 'MI');
INSERT INTO sample VALUES (1, 1, 0, 'tiny/00', 'p0', 0), (2, 1, 1, 'tiny/01', 'p0', 0);
INSERT INTO sample_label VALUES (1, 1, 0), (2, 1, 1);
INSERT INTO revision VALUES (1, 'digest-1', 'ablation', 'full', '{}', '', 1, 1);
INSERT INTO variant VALUES (1, 1, 0, 'full', 'All parts', '{}');
INSERT INTO job VALUES (1, 'job-a', 'training', 'supervised', '{}', 1, 1, 0, 'binary', 'done', NULL, 2, 42);
INSERT INTO attempt (id, job, generation, outcome, placement, started_s) VALUES (1, 1, 1, 'done', '{}', 1.0);
INSERT INTO voided VALUES (1, 'wrong labels', 2.0);
INSERT INTO attempt (id, job, generation, outcome, placement, started_s) VALUES (2, 1, 2, 'done', '{}', 3.0);
INSERT INTO cell VALUES (1, 1, 1, 0, 1);
INSERT INTO prediction_set VALUES (1, 1, 'train', 'test', 'sigmoid', 1);
INSERT INTO prediction VALUES (1, 1, 0, 0.25), (1, 2, 0, 0.5);
INSERT INTO trace VALUES (1, 1, 'train', 'attention', 2, '', x'0000803f0000003f', x'00000040', x'', x'', x'');
INSERT INTO evaluation VALUES (1, 1, 'train', 'test', 2);
INSERT INTO metric VALUES (1, 'roc_auc', '', '', '', 0.75, NULL, 1);
PRAGMA application_id=1349874283;
PRAGMA user_version=3;
