-- key 3
SELECT d.fingerprint, s.position AS sample, k.name AS class, s.record, s.patient, s.start, l.label
FROM data_set d CROSS JOIN sample s ON s.data_set = d.id CROSS JOIN sample_label l ON l.sample = s.id
CROSS JOIN class k ON k.id = l.class
ORDER BY 1, 2, 3
