"""A clinician beside those of the same kind: units a patient's day, and the share of one code."""

from romberg.report.peers.compare import Compared, compared
from romberg.report.peers.own import own_services

__all__ = ["Compared", "compared", "own_services"]
