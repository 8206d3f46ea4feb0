-- Training time by variant, host and device
SELECT experiment, profile, variant, host, device, count(*) AS jobs, sum(train_seconds) AS seconds,
       avg(train_seconds) AS mean_seconds
FROM v_cell
WHERE newest AND kind = 'training' AND state = 'done'
GROUP BY experiment, profile, variant_position, variant, host, device
ORDER BY experiment, profile, variant_position
