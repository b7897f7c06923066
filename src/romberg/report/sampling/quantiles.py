"""The few figures of distributions that estimates need, from SciPy (the extra `romberg[sampling]`)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from statistics import NormalDist
from typing import Any

from romberg.report.sampling.universe import Unsound


@cache
def _stats() -> Any:
    """SciPy's distributions: heavy, and an extra."""
    try:
        return import_module("scipy.stats")
    except ImportError:
        says = "Estimates need the library SciPy; install it with pip install 'romberg[sampling]'."
        raise Unsound(says) from None


def normal(confidence: float) -> float:
    """The normal deviate of a two-sided interval: 1.6449 at 0.90."""
    return NormalDist().inv_cdf((1 + confidence) / 2)


def student(confidence: float, degrees: int) -> float:
    """Student's t of a two-sided interval with so many degrees of freedom: 1.6604 at 0.90 with 99."""
    return float(_stats().t.ppf((1 + confidence) / 2, degrees))


def at_most(found: int, universe: int, wrong: int, drawn: int) -> float:
    """The chance to draw at most `found` wrong units, where `wrong` of the universe are (hypergeometric)."""
    return float(_stats().hypergeom.cdf(found, universe, wrong, drawn))


def at_least(found: int, universe: int, wrong: int, drawn: int) -> float:
    """The chance to draw at least `found` wrong units."""
    return float(_stats().hypergeom.sf(found - 1, universe, wrong, drawn))
