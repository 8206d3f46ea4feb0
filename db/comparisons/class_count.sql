-- key 4
SELECT j.name AS job, e.stage, e.part, n.class, n.positives, n.negatives, n.unknown
FROM job j CROSS JOIN evaluation e ON e.job = j.id CROSS JOIN class_count n ON n.evaluation = e.id ORDER BY 1, 2, 3, 4
