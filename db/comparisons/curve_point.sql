-- key 6
SELECT j.name AS job, e.stage, e.part, k.kind, k.class, p.position, p.x, p.y, p.threshold
FROM job j JOIN evaluation e ON e.job = j.id JOIN curve k ON k.evaluation = e.id JOIN curve_point p ON p.curve = k.id
ORDER BY 1, 2, 3, 4, 5, 6
