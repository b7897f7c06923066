"""The report: everything that the rooms before found of a visit, judged and put in order."""

from romberg.report.assemble import assemble
from romberg.report.report import Report
from romberg.report.values import Header

__all__ = ["Header", "Report", "assemble"]
