-- Version 2: results can be taken back (`purkinje db void`).
CREATE TABLE voided (                    -- results that were taken back; the job trains again
  attempt INTEGER PRIMARY KEY REFERENCES attempt(id) ON DELETE CASCADE,
  reason TEXT NOT NULL,
  voided_s REAL NOT NULL
) STRICT;
