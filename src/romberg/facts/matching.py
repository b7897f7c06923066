"""Which services of the note stand behind which charge."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from romberg.coding.procedure import Procedure
from romberg.facts.values import LineSource
from romberg.knowledge import codes
from romberg.visit import BilledLine

# Codes that are mistaken for one another so often that a charge of the one means the other's service.
_KIN = (
    {"97032", "G0283", "97014"},
    {"98940", "98941", "98942"},
    {"97140", "97124"},
    {"97129", "97130"},
    {"20560", "20561"},
    {"97550", "97551"},
    {"90912", "90913"},
)
_Sees = Callable[[str, Procedure], bool]


def sources(billed: Sequence[BilledLine], procedures: Sequence[Procedure]) -> tuple[LineSource, ...]:
    """One source a charge, with the services behind it, then one for each code that nobody charged."""
    behind, free = _behind(tuple(dict.fromkeys(line.code for line in billed)), list(procedures), billed)
    charged = [LineSource(line.code, line, tuple(behind[line.code])) for line in billed]
    left: dict[str, list[Procedure]] = {}
    for procedure in free:
        if "not billed" not in procedure.flags:
            left.setdefault(procedure.code, []).append(procedure)
    return (*charged, *(LineSource(code, None, tuple(found)) for code, found in left.items()))


def _behind(
    charged: tuple[str, ...], free: list[Procedure], billed: Sequence[BilledLine]
) -> tuple[dict[str, list[Procedure]], list[Procedure]]:
    """The services behind each charged code, and those behind none."""
    behind: dict[str, list[Procedure]] = {code: [] for code in charged}
    tests: tuple[_Sees, ...] = (
        lambda code, one: one.code == code and (one.stated_code in (None, code) or one.stated_code not in behind),
        lambda code, one: one.code == code,
        lambda code, one: one.stated_code == code,
        lambda code, one: any(candidate.code == code for candidate in one.candidates),
        lambda code, one: kin(code, one.code),
        lambda code, one: one.minutes is not None and any(b.code == code and b.minutes == one.minutes for b in billed),
    )
    for sees in tests:
        for code in (code for code in charged if not behind[code]):
            _claim(behind[code], free, code, sees)
    _last_pair(behind, free)
    return behind, free


def _claim(mine: list[Procedure], free: list[Procedure], code: str, sees: _Sees) -> None:
    """Move the services that a test finds, all of one code, from the free ones to a charge."""
    for one in [one for one in free if sees(code, one)]:
        if not mine or one.code == mine[0].code:
            mine.append(one)
            free.remove(one)


def _last_pair(behind: dict[str, list[Procedure]], free: list[Procedure]) -> None:
    """Where one charge and one service are left over, they belong together."""
    open_codes = [code for code, mine in behind.items() if not mine]
    left = {one.code for one in free if "not billed" not in one.flags}
    if len(open_codes) == 1 and len(left) == 1:
        _claim(behind[open_codes[0]], free, open_codes[0], lambda _, one: one.code in left)


def kin(one: str, other: str) -> bool:
    """Whether two codes are commonly taken for one another."""
    return evaluations(one, other) or any(one in family and other in family for family in _KIN)


def evaluations(one: str, other: str) -> bool:
    """Whether both codes are evaluations, which differ by complexity or by discipline."""
    first, second = codes.get(one), codes.get(other)
    return first is not None and second is not None and first.service == second.service == "evaluation"


def contested(source: LineSource) -> bool:
    """Whether a fair coder might choose the billed code for the words, though Romberg chose another."""
    return any(candidate.code == source.code for one in source.procedures for candidate in one.candidates)
