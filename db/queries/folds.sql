-- Test ROC-AUC and AUPRC of every single fold
SELECT experiment, profile, variant, seed, fold, metric, class, value, reason
FROM v_metric
WHERE part = 'test' AND fold IS NOT NULL AND metric IN ('roc_auc', 'auprc')
ORDER BY experiment, profile, variant_position, seed, fold, metric, class
