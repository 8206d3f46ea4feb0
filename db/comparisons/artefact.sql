-- key 1: of which file it is, not where it lies
SELECT j.name AS job, a.sha256, a.description FROM job j JOIN artefact a ON a.job = j.id ORDER BY 1
