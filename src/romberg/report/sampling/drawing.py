"""Which units are drawn: a random number for each unit that anybody can compute again from the seed and its name.

Every unit has a permanent random number, SHA-256 of the seed and the unit's name; of each stratum the units with the
smallest numbers are drawn. Neither the order of a file nor a version of a library changes the sample; an auditor can
repeat it with any tool. Method: permanent random numbers (Ohlsson, Coordination of samples using permanent random
numbers, 1995).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from romberg.report.sampling.universe import Layer, Unit


@dataclass(frozen=True, slots=True)
class Drawn:
    """A unit of the sample: its stratum, its place in the order of drawing (from 1), its random number."""

    stratum: str
    order: int
    number: str
    unit: Unit


def new_seed() -> str:
    """A seed of the system's own randomness; kept in the plan, or nothing can be repeated."""
    return secrets.token_hex(8)


def number(seed: str, unit: str) -> str:
    """A unit's random number, 64 hexadecimal digits: SHA-256 of the seed, a line break, and the unit's name."""
    return hashlib.sha256(f"{seed}\n{unit}".encode()).hexdigest()


def draw(planned: Sequence[Layer], seed: str) -> tuple[Drawn, ...]:
    """The sample: of each stratum its planned count of units, in the order of their random numbers."""
    return tuple(one for layer in planned for one in _of(layer, seed))


def _of(layer: Layer, seed: str) -> list[Drawn]:
    ranked = sorted((number(seed, unit.name), unit.name, unit) for unit in layer.units)
    return [Drawn(layer.name, at, own, unit) for at, (own, _, unit) in enumerate(ranked[: layer.drawn], 1)]
