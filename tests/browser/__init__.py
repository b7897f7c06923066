"""Stories told in a true browser before a running workplace."""
