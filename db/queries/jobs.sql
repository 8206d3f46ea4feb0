-- Every job with its state, attempts, host, device and training time
SELECT job, kind, procedure, seed, fold, state, attempts, host, device, train_seconds, finished, reason, waits_for
FROM v_job
ORDER BY job_id
