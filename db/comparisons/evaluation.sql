-- key 3
SELECT j.name AS job, e.stage, e.part, e.samples FROM job j JOIN evaluation e ON e.job = j.id ORDER BY 1, 2, 3
