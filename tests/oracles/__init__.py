"""Slow, obvious versions of what Romberg computes fast; property tests hold the two together."""
