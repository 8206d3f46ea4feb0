-- key 6
SELECT j.name AS job, e.stage, e.part, k.kind, k.class, p.position, p.x, p.y, p.threshold
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN curve k ON k.evaluation = e.id
CROSS JOIN curve_point p ON p.curve = k.id
ORDER BY 1, 2, 3, 4, 5, 6
