"""What the law and the payers say: dated, cited data, read when a rule names it."""
