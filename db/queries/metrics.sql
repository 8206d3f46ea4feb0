-- Test metrics of every variant and stage, the folds of a seed pooled: mean and number of seeds
SELECT experiment, profile, variant, stage, metric, class, rule, chosen_on, avg(value) AS mean, min(value) AS lowest,
       max(value) AS highest, count(value) AS seeds
FROM v_metric m
WHERE part = 'test' AND (fold IS NULL OR NOT EXISTS  -- a single split has nothing to pool
        (SELECT 1 FROM v_cell p WHERE p.revision = m.revision AND p.variant = m.variant AND p.seed = m.seed AND p.fold IS NULL))
GROUP BY experiment, profile, variant_position, variant, stage, metric, class, rule, chosen_on
ORDER BY experiment, profile, variant_position, stage, metric, class, rule, chosen_on
