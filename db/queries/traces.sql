-- Example traces that were kept: of which records, how many steps of weights and samples of signal a lead
SELECT experiment, profile, variant, seed, fold, kind, record, patient, steps,
       length(signal_mv) / 4 / (1 + length(leads) - length(replace(leads, ' ', ''))) AS samples, leads, sample_rate_hz
FROM v_trace
ORDER BY experiment, profile, variant, seed, fold, kind, record
