"""Coding: what was done, and what for, to procedure codes, with the deciding words and the runners-up."""

from romberg.coding.code import code
from romberg.coding.procedure import Candidate, CodedVisit, Procedure

__all__ = ["Candidate", "CodedVisit", "Procedure", "code"]
