"""Fuzzing of the readers: bytes in, and whatever they are, words or a sentence out."""
