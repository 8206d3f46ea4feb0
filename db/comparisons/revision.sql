-- key 1
SELECT r.digest, r.experiment, r.profile, r.resolved, d.fingerprint AS data_set
FROM revision r LEFT JOIN data_set d ON d.id = r.data_set ORDER BY 1
