-- Answers that tell of one claim of a payment and not of the payment as a whole (ExplanationOfBenefit): parts. A part
-- counts until a payment as a whole (an 835) tells of its claim, whichever came first.
ALTER TABLE payment ADD COLUMN is_part INTEGER NOT NULL DEFAULT 0;

DROP VIEW counted;
CREATE VIEW counted AS
SELECT payment.* FROM payment
LEFT JOIN choice ON choice.position = (SELECT max(position) FROM choice AS latest WHERE latest.number = payment.number)
WHERE CASE
  WHEN payment.is_part AND EXISTS (
    SELECT 1 FROM statement AS own
    JOIN statement AS told ON told.claim_id = own.claim_id
    JOIN payment AS whole ON whole.fingerprint = told.fingerprint AND NOT whole.is_part
    WHERE own.fingerprint = payment.fingerprint AND (whole.payer = payment.payer OR whole.trace = payment.trace)
  ) THEN 0
  WHEN choice.fingerprint IS NOT NULL THEN choice.fingerprint = payment.fingerprint
  ELSE (SELECT count(*) FROM payment AS told WHERE told.number = payment.number) = 1
END;
