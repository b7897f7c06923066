"""Codes that are not what was done."""
