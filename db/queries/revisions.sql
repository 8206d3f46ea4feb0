-- Experiments as they were planned, oldest first
SELECT experiment, profile, substr(revision, 1, 12) AS revision, newest, data_set, variants, cells, stand_in
FROM v_revision
ORDER BY planned
