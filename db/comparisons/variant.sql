-- key 2
SELECT r.digest, v.name AS variant, v.position, v.title, v.settings
FROM revision r JOIN variant v ON v.revision = r.id ORDER BY 1, 2
