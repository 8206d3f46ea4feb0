-- key 5
SELECT j.name AS job, s.stage, s.part, x.position AS sample, p.output, s.link, p.raw
FROM job j CROSS JOIN prediction_set s ON s.job = j.id CROSS JOIN prediction p ON p.prediction_set = s.id
CROSS JOIN sample x ON x.id = p.sample ORDER BY 1, 2, 3, 4, 5
