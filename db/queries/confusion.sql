-- Confusion matrices of test predictions, the folds of a seed pooled: truth, decided, how often
SELECT experiment, profile, variant, seed, stage, truth, decided, count
FROM v_confusion m
WHERE part = 'test' AND (fold IS NULL OR NOT EXISTS  -- a single split has nothing to pool
        (SELECT 1 FROM v_cell p WHERE p.revision = m.revision AND p.variant = m.variant AND p.seed = m.seed AND p.fold IS NULL))
ORDER BY experiment, profile, variant, seed, stage, truth, decided
