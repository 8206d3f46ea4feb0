-- key 2
SELECT d.fingerprint, x.name, x.source, x.title, x.regions, x.first, x.samples
FROM external_part x JOIN data_set d ON d.id = x.data_set ORDER BY 1, 2
