-- What people query. A view named v_x has one row for what its first columns name; jobs are called by their id (text).
-- The views of results show the newest revision of each experiment and profile; v_revision and v_cell show all.
-- No view aggregates over another: SQLite pushes no filters into aggregates.

CREATE VIEW v_revision AS
SELECT r.experiment, r.profile, r.digest AS revision, r.planned,
       NOT EXISTS (SELECT 1 FROM revision newer WHERE newer.experiment = r.experiment AND newer.profile = r.profile
                   AND newer.planned > r.planned) AS newest,
       d.name AS data_set, d.title AS data_title, d.stand_in,
       (SELECT count(*) FROM variant v WHERE v.revision = r.id) AS variants,
       (SELECT count(*) FROM variant v JOIN cell c ON c.variant = v.id WHERE v.revision = r.id) AS cells,
       r.id AS revision_id
FROM revision r LEFT JOIN data_set d ON d.id = r.data_set;

CREATE VIEW v_cell AS
SELECT r.experiment, r.profile, r.digest AS revision,
       NOT EXISTS (SELECT 1 FROM revision newer WHERE newer.experiment = r.experiment AND newer.profile = r.profile
                   AND newer.planned > r.planned) AS newest,
       v.name AS variant, v.title, v.position AS variant_position, c.seed, c.fold, j.name AS job, j.kind, j.procedure,
       CASE WHEN j.state = 'pending' AND EXISTS (SELECT 1 FROM attempt a WHERE a.job = j.id AND a.outcome = 'running')
            THEN 'running' ELSE j.state END AS state,
       j.reason, a.host, a.device, a.train_seconds, j.id AS job_id, r.id AS revision_id, v.id AS variant_id
FROM cell c
JOIN variant v ON v.id = c.variant
JOIN revision r ON r.id = v.revision
JOIN job j ON j.id = c.job
LEFT JOIN attempt a ON a.id = j.attempt;

-- What a job builds on.
CREATE VIEW v_need AS
SELECT j.name AS job, n.position, m.name AS need, m.kind, m.procedure, m.seed, m.fold,
       CASE WHEN m.state = 'pending' AND EXISTS (SELECT 1 FROM attempt a WHERE a.job = m.id AND a.outcome = 'running')
            THEN 'running' ELSE m.state END AS state,
       m.reason, j.id AS job_id, m.id AS need_id
FROM job_need n JOIN job j ON j.id = n.job JOIN job m ON m.id = n.need;

CREATE VIEW v_job AS
SELECT j.name AS job, j.kind, j.procedure, j.task, j.seed, j.fold,
       CASE WHEN j.state = 'pending' AND EXISTS (SELECT 1 FROM attempt a WHERE a.job = j.id AND a.outcome = 'running')
            THEN 'running' ELSE j.state END AS state,
       j.reason, d.name AS data_set, j.parameters,
       (SELECT count(*) FROM attempt t WHERE t.job = j.id) AS attempts,
       a.host, a.device, a.train_seconds, datetime(a.ended_s, 'unixepoch') AS finished,
       w.file AS weights_file,
       CASE WHEN j.state = 'pending' THEN
         (SELECT n.kind || ' ' || substr(n.need, 1, 8) || ' (' || n.state || ')' FROM v_need n
          WHERE n.job_id = j.id AND n.state <> 'done' ORDER BY n.position LIMIT 1)
         || (SELECT CASE WHEN count(*) > 1 THEN ' and ' || (count(*) - 1) || ' more' ELSE '' END
             FROM job_need n JOIN job m ON m.id = n.need WHERE n.job = j.id AND m.state <> 'done')
       END AS waits_for,
       j.identity, j.id AS job_id
FROM job j
LEFT JOIN data_set d ON d.id = j.data_set
LEFT JOIN attempt a ON a.id = j.attempt
LEFT JOIN weights_file w ON w.job = j.id;

CREATE VIEW v_attempt AS
SELECT j.name AS job, a.id AS attempt, a.generation,
       CASE WHEN x.attempt IS NULL THEN a.outcome ELSE 'voided' END AS outcome, a.failure,
       CASE WHEN x.attempt IS NULL THEN a.message ELSE x.reason END AS message, a.host, a.device, a.run,
       datetime(a.started_s, 'unixepoch') AS started, datetime(a.ended_s, 'unixepoch') AS ended, a.train_seconds,
       a.placement, a.environment, a.id IS j.attempt AS counts, j.id AS job_id
FROM attempt a JOIN job j ON j.id = a.job LEFT JOIN voided x ON x.attempt = a.id;

CREATE VIEW v_failure AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, j.name AS job, j.kind, a.id AS attempt, a.generation, a.outcome,
       a.failure, a.message, j.state AS job_state, a.host, a.device, datetime(a.ended_s, 'unixepoch') AS ended
FROM attempt a JOIN job j ON j.id = a.job LEFT JOIN v_cell c ON c.job_id = j.id AND c.newest
WHERE a.outcome NOT IN ('running', 'done');

CREATE VIEW v_metric AS
SELECT c.experiment, c.profile, c.variant, c.title, c.variant_position, c.seed, c.fold, e.part, e.stage,
       m.name AS metric, m.class, m.rule, m.chosen_on, m.value, m.reason, m.version, e.samples, c.job, c.revision
FROM v_cell c JOIN evaluation e ON e.job = c.job_id JOIN metric m ON m.evaluation = e.id
WHERE c.newest;

CREATE VIEW v_threshold AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, e.part, e.stage, t.class, t.rule, t.chosen_on, t.value,
       t.reason, c.job, c.revision
FROM v_cell c JOIN evaluation e ON e.job = c.job_id JOIN threshold t ON t.evaluation = e.id
WHERE c.newest;

CREATE VIEW v_class_count AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, e.part, e.stage, n.class, n.positives, n.negatives,
       n.unknown, c.job, c.revision
FROM v_cell c JOIN evaluation e ON e.job = c.job_id JOIN class_count n ON n.evaluation = e.id
WHERE c.newest;

CREATE VIEW v_confusion AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, e.part, e.stage, x.truth, x.decided, x.count, c.job,
       c.revision
FROM v_cell c JOIN evaluation e ON e.job = c.job_id JOIN confusion x ON x.evaluation = e.id
WHERE c.newest;

CREATE VIEW v_curve AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, e.part, e.stage, k.kind, k.class, k.area, k.full_points,
       p.position, p.x, p.y, p.threshold, c.job, c.revision
FROM v_cell c JOIN evaluation e ON e.job = c.job_id JOIN curve k ON k.evaluation = e.id
JOIN curve_point p ON p.curve = k.id
WHERE c.newest;

-- Of the attempt that counts, and of attempts in flight.
CREATE VIEW v_epoch AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, s.stage, v.epoch, s.part, s.measure, v.value, c.job,
       a.id AS attempt, a.outcome, c.revision
FROM v_cell c
JOIN job j ON j.id = c.job_id
JOIN attempt a ON a.job = j.id AND (a.id = j.attempt OR a.outcome = 'running')
JOIN epoch_series s ON s.attempt = a.id
JOIN epoch_value v ON v.series = s.id
WHERE c.newest;

-- A pooled evaluation has no predictions of its own: they are those of the single folds.
CREATE VIEW v_prediction AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, s.stage, s.part, x.record, x.patient, x.start,
       x.position AS sample, p.output, k.name AS class, l.label, s.link, p.raw, c.job, c.revision
FROM v_cell c
JOIN prediction_set s ON s.job = c.job_id
JOIN prediction p ON p.prediction_set = s.id
JOIN sample x ON x.id = p.sample
LEFT JOIN class k ON k.data_set = x.data_set AND k.position = p.output
LEFT JOIN sample_label l ON l.sample = x.id AND l.class = k.id
WHERE c.newest;

-- Where the samples of a set lie that can train: all before those of other data sets, which it was prepared with.
CREATE VIEW v_own_samples AS
SELECT d.id AS data_set_id, ifnull((SELECT min(x.first) FROM external_part x WHERE x.data_set = d.id),
                                   (SELECT count(*) FROM sample s WHERE s.data_set = d.id)) AS samples
FROM data_set d;

CREATE VIEW v_data_set AS
SELECT d.name AS data_set, k.name AS class,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample
        WHERE l.class = k.id AND l.label = 1 AND s.position < o.samples) AS positives,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample
        WHERE l.class = k.id AND l.label = 0 AND s.position < o.samples) AS negatives,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample
        WHERE l.class = k.id AND l.label IS NULL AND s.position < o.samples) AS unknown,
       o.samples,
       (SELECT count(DISTINCT s.patient) FROM sample s WHERE s.data_set = d.id AND s.position < o.samples) AS patients,
       d.sample_rate_hz, d.length, d.leads, d.title, d.stand_in, d.sources, d.fingerprint
FROM data_set d JOIN v_own_samples o ON o.data_set_id = d.id LEFT JOIN class k ON k.data_set = d.id;

-- Other data sets on which what was trained on this one is evaluated.
CREATE VIEW v_external AS
SELECT d.name AS data_set, x.name AS part, k.name AS class,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample WHERE l.class = k.id AND l.label = 1
        AND s.position BETWEEN x.first AND x.first + x.samples - 1) AS positives,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample WHERE l.class = k.id AND l.label = 0
        AND s.position BETWEEN x.first AND x.first + x.samples - 1) AS negatives,
       (SELECT count(*) FROM sample_label l JOIN sample s ON s.id = l.sample WHERE l.class = k.id AND l.label IS NULL
        AND s.position BETWEEN x.first AND x.first + x.samples - 1) AS unknown,
       x.samples, x.source, x.title, x.regions, d.fingerprint
FROM external_part x JOIN data_set d ON d.id = x.data_set LEFT JOIN class k ON k.data_set = d.id;

-- `external` is the part of a sample of another data set.
CREATE VIEW v_sample AS
SELECT d.name AS data_set, s.position AS sample, s.record, s.patient, s.start, k.name AS class, l.label, d.fingerprint,
       (SELECT x.name FROM external_part x
        WHERE x.data_set = d.id AND s.position BETWEEN x.first AND x.first + x.samples - 1) AS external
FROM data_set d JOIN sample s ON s.data_set = d.id
LEFT JOIN sample_label l ON l.sample = s.id LEFT JOIN class k ON k.id = l.class;

CREATE VIEW v_trace AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, t.stage, t.kind, t.class, x.record, x.patient, x.start,
       x.position AS sample, d.sample_rate_hz, d.leads, length(t.weights) / 4 AS steps, t.weights, t.signal_mv,
       t.columns, t.column_samples, t.regions, c.job, c.revision
FROM v_cell c JOIN trace t ON t.job = c.job_id JOIN sample x ON x.id = t.sample JOIN data_set d ON d.id = x.data_set
WHERE c.newest;

-- Weights inside the regions of an ECG; the means over a part are metrics (v_metric).
CREATE VIEW v_region AS
SELECT c.experiment, c.profile, c.variant, c.seed, c.fold, w.part, w.stage, w.kind, x.record, x.patient,
       x.position AS sample, CASE w.region WHEN 0 THEN 'baseline' WHEN 1 THEN 'p' WHEN 2 THEN 'qrs' ELSE 't' END AS region,
       w.sum, w.steps, c.job, c.revision
FROM v_cell c JOIN region_weight w ON w.job = c.job_id JOIN sample x ON x.id = w.sample
WHERE c.newest;

-- Products that other jobs build on: their files lie in the run folder beside the database.
CREATE VIEW v_artefact AS
SELECT j.job, j.procedure, j.seed, j.fold, j.state, j.reason, a.file, a.sha256, a.description,
       (SELECT count(*) FROM job_need n WHERE n.need = j.job_id) AS users,
       (SELECT count(*) FROM job_need n JOIN job u ON u.id = n.job WHERE n.need = j.job_id AND u.state = 'done')
         AS users_done,
       j.job_id
FROM v_job j LEFT JOIN artefact a ON a.job = j.job_id
WHERE j.kind = 'artefact';
