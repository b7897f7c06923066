"""Signing in and out, one's own account, and the gate that lets nobody else in."""
