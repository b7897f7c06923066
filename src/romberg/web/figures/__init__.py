"""The clinic's figures, and a clinician's own, which nobody else opens."""
