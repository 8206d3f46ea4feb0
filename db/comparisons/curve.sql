-- key 5
SELECT j.name AS job, e.stage, e.part, k.kind, k.class, k.area, k.full_points
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN curve k ON k.evaluation = e.id ORDER BY 1, 2, 3, 4, 5
