-- What was sent. Control numbers are never used twice; a file is written here first and on the disk after, so that a
-- process that is killed in between neither loses it nor sends it twice.

-- One row for each file of claims; its control number is the row's own. `text` is kept until the file is on the disk.
CREATE TABLE sent_file (
  control INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL,
  made_at TEXT NOT NULL,
  sha256 TEXT,
  text TEXT,
  written_at TEXT
);

-- One row for each claim in a file. `key` is what makes two claims the same; `override` why a blocked one went out,
-- `again` why the same services are claimed once more.
CREATE TABLE sent_claim (
  control INTEGER NOT NULL REFERENCES sent_file,
  at INTEGER NOT NULL,
  key TEXT NOT NULL,
  claim_id TEXT NOT NULL,
  frequency TEXT NOT NULL,
  source TEXT NOT NULL,
  override TEXT,
  again TEXT,
  PRIMARY KEY (control, at)
);
CREATE INDEX sent_claim_by_key ON sent_claim (key);
CREATE INDEX sent_claim_by_id ON sent_claim (claim_id);

CREATE TRIGGER sent_claim_stays BEFORE UPDATE ON sent_claim BEGIN SELECT raise(ABORT, 'what was sent is not changed'); END;
CREATE TRIGGER sent_claim_is_kept BEFORE DELETE ON sent_claim BEGIN SELECT raise(ABORT, 'what was sent is not deleted'); END;
CREATE TRIGGER sent_file_is_kept BEFORE DELETE ON sent_file BEGIN SELECT raise(ABORT, 'what was sent is not deleted'); END;
