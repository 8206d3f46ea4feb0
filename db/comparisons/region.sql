-- key 6
SELECT j.name AS job, w.stage, w.part, w.kind, x.position AS sample, w.region, w.sum, w.steps
FROM job j CROSS JOIN region_weight w ON w.job = j.id CROSS JOIN sample x ON x.id = w.sample
ORDER BY 1, 2, 3, 4, 5, 6
