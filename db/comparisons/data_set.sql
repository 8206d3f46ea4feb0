-- key 1
SELECT fingerprint, name, title, stand_in, sources, leads, sample_rate_hz, length, preprocessing
FROM data_set ORDER BY 1
