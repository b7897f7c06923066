"""Patients, and the episode of each on one line of time."""
