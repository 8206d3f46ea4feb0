-- key 2
SELECT j.name AS job, n.position, m.name AS need
FROM job_need n JOIN job j ON j.id = n.job JOIN job m ON m.id = n.need ORDER BY 1, 2
