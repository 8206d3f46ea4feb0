-- Confusion matrices of pooled test predictions: truth, decided, how often
SELECT experiment, profile, variant, seed, stage, truth, decided, count
FROM v_confusion
WHERE part = 'test' AND fold IS NULL
ORDER BY experiment, profile, variant, seed, stage, truth, decided
