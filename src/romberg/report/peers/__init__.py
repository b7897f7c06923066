"""A clinician beside those of the same kind: units a patient's day, and the share of one code."""

from romberg.report.peers.areas import AreaFigure, Areas, area_figures, areas
from romberg.report.peers.compare import Compared, compared
from romberg.report.peers.own import own_services

__all__ = ["AreaFigure", "Areas", "Compared", "area_figures", "areas", "compared", "own_services"]
