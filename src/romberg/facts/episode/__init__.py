"""What the other notes of a patient, and of a clinician's day, tell of a visit."""
