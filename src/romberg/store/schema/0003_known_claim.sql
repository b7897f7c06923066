-- Claims as they are kept until their payers answer: what each line should bring, what was foretold; no names.
-- A claim that is told anew in another way is a new row; the latest of a number is in force.
CREATE TABLE known_claim (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  claim_id TEXT NOT NULL,
  told TEXT NOT NULL,
  known_at TEXT NOT NULL
);
CREATE INDEX known_claim_by_id ON known_claim (claim_id);

CREATE TRIGGER known_claim_stays BEFORE UPDATE ON known_claim BEGIN SELECT raise(ABORT, 'what was known of a claim is not changed'); END;
CREATE TRIGGER known_claim_is_kept BEFORE DELETE ON known_claim BEGIN SELECT raise(ABORT, 'what was known of a claim is not deleted'); END;
