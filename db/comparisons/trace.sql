-- key 5
SELECT j.name AS job, t.stage, t.kind, x.position AS sample, t.class, hex(t.weights) AS weights,
       hex(t.signal_mv) AS signal_mv, hex(t.columns) AS columns, hex(t.column_samples) AS column_samples,
       hex(t.regions) AS regions
FROM job j CROSS JOIN trace t ON t.job = j.id CROSS JOIN sample x ON x.id = t.sample ORDER BY 1, 2, 3, 4, 5
