-- How many transactions (ST) a file holds, so that the next file's are numbered on; and claims by their number, which is
-- never used twice.
ALTER TABLE sent_file ADD COLUMN transactions INTEGER NOT NULL DEFAULT 1;
