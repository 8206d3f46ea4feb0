-- Pooled test metrics of every variant: mean and number of seeds
SELECT experiment, profile, variant, metric, class, rule, chosen_on, avg(value) AS mean, min(value) AS lowest,
       max(value) AS highest, count(value) AS seeds
FROM v_metric
WHERE part = 'test' AND fold IS NULL
GROUP BY experiment, profile, variant_position, variant, metric, class, rule, chosen_on
ORDER BY experiment, profile, variant_position, metric, class, rule, chosen_on
