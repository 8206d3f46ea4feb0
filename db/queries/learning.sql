-- The last epoch of every finished attempt: losses and metrics
SELECT experiment, profile, variant, seed, fold, stage, part, measure, epoch, value
FROM v_epoch e
WHERE outcome = 'done' AND epoch = (SELECT max(v.epoch) FROM epoch_series s JOIN epoch_value v ON v.series = s.id
                                    WHERE s.attempt = e.attempt AND s.stage = e.stage)
ORDER BY experiment, profile, variant, seed, fold, stage, part, measure
