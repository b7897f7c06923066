"""The audit report of a clinic: what was checked in some days, what stood, and a sample with its proof, as a paper."""

from romberg.store.reporting.audit import Audit, Overridden, Rule, Scope, Stood, audit
from romberg.store.reporting.paper import Head, paper
from romberg.store.reporting.sample import MOST_DRAWN, Shown, drawn, shown

__all__ = [
    "MOST_DRAWN",
    "Audit",
    "Head",
    "Overridden",
    "Rule",
    "Scope",
    "Shown",
    "Stood",
    "audit",
    "drawn",
    "paper",
    "shown",
]
