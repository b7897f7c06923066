-- Payments as payers told of them. Nothing here is ever changed or taken out: what was wrong is answered by a new row.

-- One row for each payment that was told; two files that say the same are one row. `number` tells which payment it
-- claims to be: where two rows share one and say different things, neither counts until a person has settled it.
CREATE TABLE payment (
  fingerprint TEXT PRIMARY KEY,
  number TEXT NOT NULL,
  payer TEXT NOT NULL,
  payer_name TEXT,
  payee TEXT,
  trace TEXT,
  method TEXT,
  paid_date TEXT,
  received_cents INTEGER NOT NULL CHECK (typeof(received_cents) = 'integer'),
  posted_at TEXT NOT NULL
);
CREATE INDEX payment_by_number ON payment (number);

-- One row for each claim in a payment, whole as it was told (without names of patients).
CREATE TABLE statement (
  fingerprint TEXT NOT NULL REFERENCES payment,
  at INTEGER NOT NULL,
  claim_id TEXT NOT NULL,
  payer_claim_id TEXT,
  status TEXT NOT NULL,
  told TEXT NOT NULL,
  PRIMARY KEY (fingerprint, at)
);
CREATE INDEX statement_by_claim ON statement (claim_id);

-- The books: the entries of a payment sum to zero.
CREATE TABLE entry (
  fingerprint TEXT NOT NULL REFERENCES payment,
  position INTEGER NOT NULL,
  claim INTEGER,
  line INTEGER,
  account TEXT NOT NULL CHECK (account IN ('charged', 'paid', 'adjusted', 'bank', 'moved', 'settled')),
  reason TEXT NOT NULL,
  cents INTEGER NOT NULL CHECK (typeof(cents) = 'integer'),
  PRIMARY KEY (fingerprint, position)
);

-- Which of several tellings of one payment a person has chosen, and why. The latest of a number is in force.
CREATE TABLE choice (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL,
  fingerprint TEXT NOT NULL REFERENCES payment,
  reason TEXT NOT NULL,
  chosen_at TEXT NOT NULL
);

-- The payments that count: told in one way only, or chosen.
CREATE VIEW counted AS
SELECT payment.* FROM payment
LEFT JOIN choice ON choice.position = (SELECT max(position) FROM choice AS latest WHERE latest.number = payment.number)
WHERE CASE
  WHEN choice.fingerprint IS NOT NULL THEN choice.fingerprint = payment.fingerprint
  ELSE (SELECT count(*) FROM payment AS told WHERE told.number = payment.number) = 1
END;

CREATE TRIGGER payment_stays BEFORE UPDATE ON payment BEGIN SELECT raise(ABORT, 'nothing in the books is changed'); END;
CREATE TRIGGER payment_is_kept BEFORE DELETE ON payment BEGIN SELECT raise(ABORT, 'nothing in the books is deleted'); END;
CREATE TRIGGER statement_stays BEFORE UPDATE ON statement BEGIN SELECT raise(ABORT, 'nothing in the books is changed'); END;
CREATE TRIGGER statement_is_kept BEFORE DELETE ON statement BEGIN SELECT raise(ABORT, 'nothing in the books is deleted'); END;
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT raise(ABORT, 'nothing in the books is changed'); END;
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT raise(ABORT, 'nothing in the books is deleted'); END;
CREATE TRIGGER choice_stays BEFORE UPDATE ON choice BEGIN SELECT raise(ABORT, 'nothing in the books is changed'); END;
CREATE TRIGGER choice_is_kept BEFORE DELETE ON choice BEGIN SELECT raise(ABORT, 'nothing in the books is deleted'); END;
