-- key 4
SELECT r.digest, v.name AS variant, c.seed, c.fold, j.name AS job
FROM revision r JOIN variant v ON v.revision = r.id JOIN cell c ON c.variant = v.id JOIN job j ON j.id = c.job
ORDER BY 1, 2, 3, 4
