"""Facts of cover: modifiers, pairs, providers, diagnoses, authorisation, plan of care, and the head of a claim."""

from romberg.facts.cover.line import line_facts
from romberg.facts.cover.visit import visit_facts

__all__ = ["line_facts", "visit_facts"]
