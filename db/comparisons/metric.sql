-- key 7
SELECT j.name AS job, e.stage, e.part, m.name AS metric, m.class, m.rule, m.chosen_on, m.value, m.reason, m.version
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN metric m ON m.evaluation = e.id
ORDER BY 1, 2, 3, 4, 5, 6, 7
