"""Denials: what payers refused, what to do about each and until when, worked through with the keyboard."""
