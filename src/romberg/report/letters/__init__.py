"""Answers to denials and requests, built from the words of the record and from nothing else."""

from romberg.report.letters.appeal import Advice, Appeal, Demand, Gap, appeal
from romberg.report.letters.asked import Asked
from romberg.report.letters.evidence import Place, Proof

__all__ = ["Advice", "Appeal", "Asked", "Demand", "Gap", "Place", "Proof", "appeal"]
