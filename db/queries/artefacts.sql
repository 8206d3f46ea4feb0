-- Products that other jobs build on: their state, file, and how many of their users are done
SELECT job, procedure, seed, fold, state, users, users_done, file, description
FROM v_artefact
ORDER BY job_id
