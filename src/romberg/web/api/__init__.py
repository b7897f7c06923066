"""The interface for programs: the same answers as objects."""
