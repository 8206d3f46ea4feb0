-- key 3
SELECT j.name AS job, t.kind, x.position AS sample, hex(t.weights) AS weights, hex(t.signal_mv) AS signal_mv
FROM job j CROSS JOIN trace t ON t.job = j.id CROSS JOIN sample x ON x.id = t.sample ORDER BY 1, 2, 3
