"""Edits on therapy and on what a payer wants of it (SNIP 6 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from romberg.formats.x12.edits.catalogue import Found
from romberg.formats.x12.edits.claim import Look
from romberg.formats.x12.edits.walk import Held
from romberg.formats.x12.segments import Segment
from romberg.formats.x12.values import cents, element
from romberg.knowledge import codes, parameters, tables, taxonomy

_DISCIPLINES = {"GP": "PT", "GO": "OT", "GN": "SLP"}
_ASSISTANTS = {"CQ": "GP", "CO": "GO"}
_TELEHEALTH = ("95", "93", "GT", "FQ")
_AWAY = ("02", "10")
_MANIPULATIONS = ("98940", "98941", "98942")
MEDICARE = "MB"
_WANT_DISCIPLINES = ("MB", "MA", "16")  # Medicare, and its plans; what other payers want their cards say


def found(look: Look) -> Iterator[Found]:
    """What a therapy reviewer would send back at once."""
    for line in look.lines:
        one, code, modifiers = look.service(line)
        if one is None:
            continue
        yield from _discipline(look, line, one, code, modifiers)
        yield from _assistant(one, modifiers)
        yield from _units(look, line, one, code)
        yield from _way(look, one, code, modifiers)
    if look.filing == MEDICARE:
        yield from _medicare(look)


def _discipline(look: Look, line: Held, one: Segment, code: str, modifiers: Sequence[str]) -> Iterator[Found]:
    known = codes.get(code)
    told = [modifier for modifier in modifiers if modifier in _DISCIPLINES]
    if len(told) > 1:
        yield Found("discipline_modifier_conflict", "SV1", one.number, "SV101")
    elif known is not None and known.therapy == "always" and not told and not _is_chiropractic(look, line):
        wanted = look.filing in _WANT_DISCIPLINES
        edit = "discipline_modifier_missing" if wanted else "discipline_modifier_advised"
        yield Found(edit, "SV1", one.number, "SV101-3")
    elif told and _rendering_discipline(look, line) in set(_DISCIPLINES.values()) - {_DISCIPLINES[told[0]]}:
        yield Found("discipline_modifier_other", "SV1", one.number, "SV101")


def _rendering_discipline(look: Look, line: Held) -> str:
    """The discipline of the one who treated, by the taxonomy at the line, else at the claim; empty where none is."""
    for holder, name in ((line, "2420A"), (look.claim, "2310B")):
        for one in (inner for inner in holder.inside if inner.loop.name == name):
            known = next((taxonomy.get(element(said.elements, 3)) for said in one.rows("PRV")), None)
            return known.discipline if known else ""
    return ""


def _is_chiropractic(look: Look, line: Held) -> bool:
    """Chiropractors bill other payers without the modifiers of plans of care; Medicare pays them manipulation alone."""
    return _rendering_discipline(look, line) == "DC" and look.filing != MEDICARE


def _assistant(one: Segment, modifiers: Sequence[str]) -> Iterator[Found]:
    given = [modifier for modifier in modifiers if modifier in _ASSISTANTS]
    if len(given) > 1:
        yield Found("assistant_modifiers_both", "SV1", one.number, "SV101")
    elif given and _ASSISTANTS[given[0]] not in modifiers:
        yield Found("assistant_modifier_alone", "SV1", one.number, "SV101")


def _units(look: Look, line: Held, one: Segment, code: str) -> Iterator[Found]:
    text, known, on = element(one.elements, 4), codes.get(code), look.days(line)[1]
    if not re.fullmatch(r"-?[0-9]{1,9}(?:\.[0-9]{0,9})?", text, re.ASCII):
        return  # what is no number is told as that
    units = Decimal(text)
    if units <= 0:
        yield Found("units_not_positive", "SV1", one.number, "SV104")
    elif known is not None and units != int(units):
        yield Found("units_not_whole", "SV1", one.number, "SV104")
    elif on is not None and (limit := tables.mue(code, on)) is not None and 0 < limit.units < units:
        yield Found("units_over_daily_limit", "SV1", one.number, "SV104")


def _way(look: Look, one: Segment, code: str, modifiers: Sequence[str]) -> Iterator[Found]:
    place = element(one.elements, 5) or element(look.parts(element(look.clm.elements, 5)), 0)
    known = codes.get(code)
    away = any(modifier in _TELEHEALTH for modifier in modifiers) and known is not None
    if away and look.filing != MEDICARE and place in codes.places() and place not in _AWAY:
        yield Found("home_place_with_telehealth", "SV1", one.number, "SV101")
    if "AT" in modifiers and known is not None and code not in (*_MANIPULATIONS, "98943"):
        yield Found("modifier_without_service", "SV1", one.number, "SV101")
    active = {"AT", "GA", "GY", "GZ", "GX"} & set(modifiers)
    if code in _MANIPULATIONS and look.filing == MEDICARE and not active:
        yield Found("spinal_manipulation_active_missing", "SV1", one.number, "SV101")


def _medicare(look: Look) -> Iterator[Found]:
    known = [codes.get(look.service(line)[1]) for line in look.lines]
    therapy = any(one is not None and one.therapy == "always" for one in known)
    if therapy and look.party(look.claim, "2310A") is None and not _is_evaluation_alone(look):
        yield Found("referring_missing", "CLM", look.clm.number)
    if therapy and element(look.clm.elements, 7) == "C":
        yield Found("payer_assignment_missing", "CLM", look.clm.number, "CLM07")


def _is_evaluation_alone(look: Look) -> bool:
    """Before a plan of care is certified no physician has to be named."""
    found = [codes.get(look.service(line)[1]) for line in look.lines]
    return all(one is not None and one.service == "evaluation" for one in found)


class Thresholds:
    """Lines with KX although all that a file charges for the person in the year stays below the threshold."""

    def __init__(self) -> None:
        self._charged: dict[tuple[str, int], int] = {}
        self._marked: list[tuple[int, tuple[str, int], date]] = []

    def take(self, look: Look) -> None:
        """Look at the next claim."""
        if look.filing != MEDICARE:
            return
        name = look.party(look.subscriber, "2010BA")
        member = element(name.elements, 9) if name else ""
        for line in look.lines:
            one, _, modifiers = look.service(line)
            on = look.days(line)[1]
            if one is None or on is None:
                continue
            key = (member, on.year)
            self._charged[key] = self._charged.get(key, 0) + (cents(element(one.elements, 2)) or 0)
            if "KX" in modifiers:
                self._marked.append((one.number, key, on))

    def found(self) -> Iterator[Found]:
        """What the claims together are told for."""
        for number, key, on in self._marked:
            threshold = _amount(on)
            if threshold is not None and self._charged[key] <= threshold:
                yield Found("threshold_modifier_unproved", "SV1", number, "SV101")


def _amount(on: date) -> int | None:
    """The year's threshold in cents; None where it is not known."""
    step = parameters.step("medicare.therapy_threshold.pt_slp", on)
    return None if step is None else round(Decimal(str(step.value)) * 100)
