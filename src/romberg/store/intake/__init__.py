"""Checked visits on their way into the books of a clinic: whose they are, what was asked, what is there already."""

from romberg.store.intake.again import fresh_report, kept_report
from romberg.store.intake.asked import Asked, asked_of, read_asked
from romberg.store.intake.keep import keep_report

__all__ = ["Asked", "asked_of", "fresh_report", "keep_report", "kept_report", "read_asked"]
