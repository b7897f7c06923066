"""Checks: one rule a file, filed by what is wrong, run over the facts."""

from romberg.checks.audit import audit, explain
from romberg.checks.loading import rule, rules

__all__ = ["audit", "explain", "rule", "rules"]
