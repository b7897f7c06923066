"""Modifiers that are missing or wrong."""
