"""A kept visit: its newest version or an earlier one, the work on it, and how it is corrected."""
