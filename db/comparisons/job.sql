-- key 1
SELECT j.name AS job, j.kind, j.procedure, j.identity, d.fingerprint AS data_set, j.seed, j.fold, j.task, j.state,
       j.parameters
FROM job j LEFT JOIN data_set d ON d.id = j.data_set ORDER BY 1
