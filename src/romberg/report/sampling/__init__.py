"""What a random sample tells of all: how it is drawn, how large it has to be, and what it proves.

The room is pure arithmetic on cents and counts; files and papers are made in `formats/sampling/`.
"""

from romberg.report.sampling.drawing import draw
from romberg.report.sampling.estimates import Estimate, Stratum, estimate
from romberg.report.sampling.universe import Unsound

__all__ = ["Estimate", "Stratum", "Unsound", "draw", "estimate"]
