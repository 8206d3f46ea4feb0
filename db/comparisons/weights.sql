-- key 1: where the file lies is no result
SELECT j.name AS job, w.sha256 FROM job j JOIN weights_file w ON w.job = j.id ORDER BY 1
