"""Payments as they were posted, and the claims that they answer."""
