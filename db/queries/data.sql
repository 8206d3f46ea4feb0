-- Data sets with class counts, patients, and what they stand in for
SELECT data_set, class, positives, negatives, unknown, samples, patients, sample_rate_hz, length, stand_in
FROM v_data_set
