"""Checking a visit: the note, its charges and what Romberg says of them, side by side."""
