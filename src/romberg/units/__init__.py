"""Minutes to units: the pooled 8-minute rule, the midpoint, 15 full minutes, and the units that carry CQ or CO."""

from romberg.units.arguments import UnitsInputError, parse
from romberg.units.counting import count
from romberg.units.report import report

__all__ = ["UnitsInputError", "count", "parse", "report"]
