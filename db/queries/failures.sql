-- Attempts that did not finish, newest first, with what is known
SELECT experiment, profile, variant, seed, fold, outcome, failure, message, job_state, host, device, ended, job
FROM v_failure
ORDER BY attempt DESC
