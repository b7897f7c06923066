"""The file in which a payer told of a patient's cover (271), for one patient's visit."""

from __future__ import annotations

from collections.abc import Iterator

from romberg.claims.eligibility import MONEY, Accumulator, Eligibility
from romberg.formats.note_file import opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.eligible import eligibilities
from romberg.money import usd

_DISCIPLINES = ("PT", "OT", "SLP")
_WORDS = {"VS": "visits"}


def read(given: str) -> Eligibility:
    """What the payer told of the one member in a file, or of the member that is named as FILE#MEMBER.

    Raises Unreadable where the file is no 271, tells of several members or of none, or refuses the question.
    """
    path, _, member = given.partition("#")
    with opened_file(path) as stream:
        told = [one for one in eligibilities(stream) if not member or one.member_id == member]
    if not told:
        which = " of that number" if member else ""
        says = f"{path} tells of no member{which}; give the payer's answer (271) about this one."
        raise Unreadable("no_member", says, path)
    if len({one.member_id for one in told}) > 1:
        says = f"{path} tells of several members; name the one that is meant as {path}#MEMBERNUMBER."
        raise Unreadable("several_members", says, path)
    answered = next((one for one in told if one.benefits), None)
    if answered is None:
        reasons = ", ".join(sorted({reason for one in told for reason in one.refused})) or "none given"
        says = f"{path}: the payer did not answer (reject reason, AAA03: {reasons}); correct and ask again."
        raise Unreadable("not_answered", says, path)
    return answered


def sentence(given: str, cover: Eligibility) -> str:
    """What is taken from a file, for people; no number or name of the member is in it."""
    on = f" on {cover.on}" if cover.on else ""
    found = "; ".join(_taken(cover)) or "neither a deductible nor a limit on therapy that can be used"
    return f"{given.partition('#')[0]}: the payer told{on}: {found}."


def _taken(cover: Eligibility) -> Iterator[str]:
    left = {discipline: cover.deductible_left(discipline) for discipline in _DISCIPLINES}
    for cents in dict.fromkeys(one for one in left.values() if one is not None):
        whose = "" if len(set(left.values())) == 1 else f" ({', '.join(d for d in left if left[d] == cents)})"
        yield f"{usd(cents)} of the deductible is left{whose}"
    for discipline in _DISCIPLINES:
        used = cover.therapy_used(discipline)
        if used is not None:
            yield f"{usd(used)} of {discipline} was used this year"
    yield from (_visits(one) for one in cover.accumulators() if one.unit != MONEY)


def _visits(one: Accumulator) -> str:
    parts = (("used", one.spent), ("of", one.limit), ("left", one.remaining))
    told = ", ".join(f"{name} {count}" for name, count in parts if count is not None)
    return f"{one.discipline} {_WORDS.get(one.unit, 'units ' + one.unit)}: {told}"
