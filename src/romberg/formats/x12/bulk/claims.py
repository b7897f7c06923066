"""The service lines of one window of claims, all at once: the same as `flat.py` tells one by one, or nothing."""

from __future__ import annotations

import polars as pl

from romberg.formats.x12.bulk.proof import structure
from romberg.formats.x12.bulk.read import Read
from romberg.formats.x12.bulk.runs import Runs, Told, twice
from romberg.formats.x12.bulk.table import Table, again, amounts, different, either, fields, table
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES
from romberg.formats.x12.flat import DIAGNOSES, FlatLine, Parties
from romberg.formats.x12.values import number

_LEVEL, _CLAIM, _LINE, _OTHER = range(4)  # kinds of runs: above claims, a claim's own, a line's, of a further payer
_STRINGS = pl.List(pl.String)
SCHEMA = pl.Schema(
    dict.fromkeys(FlatLine._fields, pl.String())
    | {"claim_cents": pl.Int64(), "charge_cents": pl.Int64(), "modifiers": _STRINGS, "diagnoses": _STRINGS}
)
_PARTIES = ("71", "82", "85", "IL", "PR")
_Columns = dict[str, pl.Series]


def read(data: bytes, signs: Delimiters, before: Parties) -> Read[Parties] | None:
    """What a window holds, below what stands above its first claim; None where it is not as most are.

    It begins at an envelope, a level or a claim, and ends before a level or a claim.
    """
    held = table(data, signs)
    shape = structure(held) if held else None
    found = lines(held, before) if held and shape else None
    return Read(found[0], found[1], shape, len(held)) if held and shape and found else None


def lines(held: Table, before: Parties) -> tuple[pl.DataFrame, Parties] | None:
    """The lines of a window and the parties at its end; None where it is not as most are: nothing is guessed."""
    service = "SV2" if held.where("SV2").any() else "SV1"
    services = held.where(service)
    runs = _runs(held)
    if runs is None or not _sure(runs, services, held.where("SV1" if service == "SV2" else "SV2")):
        return None
    own = runs.of.filter(services)
    of_claim = (runs.kinds == _CLAIM).cum_sum()[own] - 1
    claim = runs.of.filter(held.where("CLM"))[of_claim]
    parties = dict(zip(_PARTIES, runs.qualified("NM1", 9, *_PARTIES), strict=True))
    above, after = _parties(runs, claim, parties, before)
    told = _professional(runs, services, claim) if service == "SV1" else _institutional(held, services)
    columns = {**_claims(held, of_claim), **above, **told, **_around(runs, own, claim, parties)}
    return pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA), after


def _runs(held: Table) -> Runs | None:
    """The window cut where an envelope, a level, a claim or a line begins, or (SBR) what is told of a payer.

    None where a line stands in no claim, or a line tells of a payer.
    """
    levels = held.any_of(("HL", *ENVELOPES))
    claims, lines, payers = held.where("CLM"), held.where("LX"), held.where("SBR")
    starts = levels | claims | lines | payers
    kinds = (claims.cast(pl.UInt8) * _CLAIM + lines.cast(pl.UInt8) * _LINE + payers.cast(pl.UInt8) * _OTHER).filter(
        starts
    )
    kinds = pl.Series([_LEVEL], dtype=pl.UInt8).append(kinds)
    within = kinds.set(kinds == _OTHER, None).forward_fill()  # what a payer is told in: a level, a claim
    outside = (kinds == _LINE) & (within.shift(1) == _LEVEL)
    if (outside | ((kinds == _OTHER) & (within == _LINE))).any():
        return None
    return Runs(held, starts.cum_sum(), kinds.set((kinds == _OTHER) & (within == _LEVEL), _LEVEL))


def _sure(runs: Runs, services: pl.Series, others: pl.Series) -> bool:
    """Whether each service stands in a line of its own, and all are of one kind."""
    own = runs.of.filter(services)
    alone = not twice(own) and bool((runs.kinds[own] == _LINE).all())
    return alone and not others.any()


def _claims(held: Table, of_claim: pl.Series) -> _Columns:
    """What each line's claim says of itself."""
    name, charge, place = fields(held.segments.filter(held.where("CLM")), held.signs.element, 1, 2, 5)
    where, frequency = fields(place, held.signs.component, 0, 2)
    told = {"claim_id": name, "claim_cents": amounts(charge), "place": where, "frequency": frequency}
    return {column: values[of_claim] for column, values in told.items()}


def _parties(runs: Runs, claim: pl.Series, told: dict[str, Told], before: Parties) -> tuple[_Columns, Parties]:
    """Who stands above each line's claim, and above what follows the window."""
    anew, below = _resets(runs)
    changes = {
        "billing_npi": (anew, told["85"]),
        "payer_id": (below, told["PR"]),
        "filing": (below, runs.told("SBR", 9)),
        "member_id": (below, told["IL"]),
    }
    columns, after = {}, {}
    for name, (resets, found) in changes.items():
        known = runs.of_kind(found, _LEVEL)
        values = pl.Series([getattr(before, name), ""], dtype=pl.String).append(known.values)
        at = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(runs.kinds)).scatter(resets, 1)
        at = at.scatter(known.runs, pl.int_range(2, 2 + len(known.runs), dtype=pl.UInt32, eager=True))
        at = (at if at[0] is not None else at.scatter(0, 0)).forward_fill()
        columns[name] = values[at[claim]]
        after[name] = values[at[-1]]
    return columns, Parties(**after)


def _resets(runs: Runs) -> tuple[pl.Series, pl.Series]:
    """The runs with which all parties change, and those with which the payer and the member do."""
    held = runs.held
    envelopes = runs.of.filter(held.any_of(ENVELOPES))
    levels = runs.told("HL", 3)
    anew = envelopes.append(levels.runs.filter(levels.values == "20"))
    return anew, anew.clone().append(levels.runs.filter(levels.values == "22"))


def _professional(runs: Runs, services: pl.Series, claim: pl.Series) -> _Columns:
    """What each line bills, and for which diagnoses."""
    told, at = different(runs.held.segments.filter(services))
    composite, charge, units, pointers = fields(told, runs.held.signs.element, 1, 2, 4, 7)
    columns = {
        **_service(composite, runs.held.signs.component),
        "charge_cents": amounts(charge),
        "units": units,
        "revenue": pl.Series([""]).new_from_index(0, len(units)),
    }
    wanted = again(_pointed(pointers, runs.held.signs.component), at)
    return {name: again(one, at) for name, one in columns.items()} | {
        "diagnoses": _without_gaps(_diagnoses(runs, claim).list.gather(wanted, null_on_oob=True))
    }


def _institutional(held: Table, services: pl.Series) -> _Columns:
    """What each revenue line bills."""
    revenue, composite, charge, units = fields(held.segments.filter(services), held.signs.element, 1, 2, 3, 5)
    return {
        **_service(composite, held.signs.component),
        "charge_cents": amounts(charge),
        "units": units,
        "diagnoses": pl.Series([[]], dtype=_STRINGS).new_from_index(0, len(units)),
        "revenue": revenue,
    }


def _service(composite: pl.Series, component: str) -> _Columns:
    """Codes and their modifiers."""
    told, at = different(composite)
    modifiers = [[one for one in text.split(component)[2:6] if one] for text in told]
    return {
        "code": again(fields(told, component, 1)[0], at),
        "modifiers": again(pl.Series(modifiers, dtype=_STRINGS), at),
    }


def _pointed(pointers: pl.Series, component: str) -> pl.Series:
    """Which of its claim's diagnoses each line points to, counted from 0, as lists."""
    told, at = different(pointers)
    wanted = [[one - 1 for one in map(number, text.split(component)) if one] for text in told]
    return again(pl.Series(wanted, dtype=pl.List(pl.UInt32)), at)


def _without_gaps(lists: pl.Series) -> pl.Series:
    empty = (lists.list.len() == 0).sum()
    return lists.list.drop_nulls() if lists.explode().null_count() > empty else lists


def _diagnoses(runs: Runs, claim: pl.Series) -> pl.Series:
    """The diagnoses of each line's claim, in their order, as a list."""
    found = runs.of_kind(runs.named("HI"), _CLAIM)
    told, at = different(found.values)
    codes = again(_codes(told, runs.held.signs), at)
    if twice(found.runs):  # several HI in a claim
        every = pl.DataFrame({"run": found.runs, "one": codes}).explode("one").drop_nulls()
        joined = every.group_by("run", maintain_order=True).agg("one")
        found, codes = Told(joined["run"], joined["one"]), joined["one"]
    return runs.last(Told(found.runs, codes), claim)


def _codes(texts: pl.Series, signs: Delimiters) -> pl.Series:
    """The diagnoses that each HI tells, as lists."""
    composites = texts.str.split(signs.element).list.slice(1)
    kinds = composites.explode().str.slice(0, 4)
    if kinds.is_in([f"{kind}{signs.component}" for kind in DIAGNOSES if len(kind) == 3]).all():
        return composites.list.eval(pl.element().str.split(signs.component).list.get(1))
    numbered = pl.DataFrame({"one": composites}).with_row_index("at")
    each = numbered.explode("one").drop_nulls()
    kind, code = fields(each["one"], signs.component, 0, 1)
    each = each.select("at", one=code).filter(kind.is_in(DIAGNOSES))
    lists = numbered.select("at").join(
        each.group_by("at", maintain_order=True).agg("one"), on="at", how="left", maintain_order="left"
    )
    return lists.select(pl.col("one").fill_null(pl.lit([], dtype=_STRINGS))).to_series()


def _around(runs: Runs, own: pl.Series, claim: pl.Series, parties: dict[str, Told]) -> _Columns:
    """What stands around a line's service: its number, its day, who treated, its own number for the payer."""
    day, statement = runs.qualified("DTP", 3, "472", "434")
    (control,) = runs.qualified("REF", 2, "6R")
    treated = parties["82"]
    return {
        "number": runs.last(runs.told("LX", 1), own),
        "day": either(runs.last(day, own), runs.last(statement, claim)).str.slice(0, 8),
        "rendering_npi": either(
            runs.last(treated, own),
            either(runs.first(treated.where(treated.values != ""), claim), runs.last(parties["71"], claim)),
        ),
        "control": runs.last(control, own),
    }
