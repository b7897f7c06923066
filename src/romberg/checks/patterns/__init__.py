"""Patterns across visits and patients: what one note alone cannot show. They speak where notes are checked together."""
