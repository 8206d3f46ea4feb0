-- key 5
SELECT j.name AS job, e.stage, e.part, x.truth, x.decided, x.count
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN confusion x ON x.evaluation = e.id
ORDER BY 1, 2, 3, 4, 5
