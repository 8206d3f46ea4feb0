-- key 6
SELECT j.name AS job, e.stage, e.part, t.class, t.rule, t.chosen_on, t.value, t.reason
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN threshold t ON t.evaluation = e.id
ORDER BY 1, 2, 3, 4, 5, 6
