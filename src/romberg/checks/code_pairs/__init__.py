"""Codes that are not paid beside one another."""
