"""The paid lines of one window of a remittance, all at once: those that `flat_paid.py` tells one by one, or nothing."""

from __future__ import annotations

import polars as pl

from romberg.formats.x12.bulk.proof import structure
from romberg.formats.x12.bulk.read import Read
from romberg.formats.x12.bulk.runs import Runs, Told
from romberg.formats.x12.bulk.table import Table, again, amounts, different, either, fields, table
from romberg.formats.x12.delimiters import Delimiters
from romberg.formats.x12.envelope import ENVELOPES
from romberg.formats.x12.flat_paid import DAYS_OF_CLAIM, DAYS_OF_LINE, FlatPaid, Payment, payment_of
from romberg.formats.x12.r835 import procedure
from romberg.formats.x12.reasons import REASONS

_HEAD, _CLAIM, _LINE = 0, 1, 2  # kinds of runs: what stands between claims, a claim's own, a line's own
_DAYS = ("472", "150", "232", "233")
_BETWEEN = ("LX", "TS2", "TS3", "PLB")
_TEXTS, _AMOUNTS = pl.List(pl.String), pl.List(pl.Int64)
SCHEMA = pl.Schema(
    dict.fromkeys(FlatPaid._fields, pl.String())
    | dict.fromkeys(
        ("claim_charge_cents", "claim_paid_cents", "patient_cents", "charge_cents", "paid_cents", "allowed_cents"),
        pl.Int64(),
    )
    | dict.fromkeys(("claim_groups", "claim_reasons", "groups", "reasons", "modifiers", "remarks"), _TEXTS)
    | {"claim_adjustments": _AMOUNTS, "adjustments": _AMOUNTS, "line": pl.Int64()}
)
_Columns = dict[str, pl.Series]


def read(data: bytes, signs: Delimiters, before: Payment) -> Read[Payment] | None:
    """What a window holds, below what stands above its first claim; None where it is not as most are.

    It begins at an envelope or a claim, and ends before a claim.
    """
    held = table(data, signs)
    shape = structure(held) if held else None
    found = lines(held, before) if held and shape else None
    return Read(found[0], found[1], shape, len(held)) if held and shape and found else None


def lines(held: Table, before: Payment) -> tuple[pl.DataFrame, Payment] | None:
    """The lines of a window and the payment at its end; None where it is not as most are: nothing is guessed."""
    runs = _runs(held)
    if runs is None:
        return None
    is_line = runs.kinds == _LINE
    rows = (is_line | ((runs.kinds == _CLAIM) & is_line.shift(-1, fill_value=False).not_())).arg_true()
    of_claim = (runs.kinds == _CLAIM).cum_sum()[rows] - 1
    claim = runs.of.filter(held.where("CLP"))[of_claim]
    own = rows.cast(claim.dtype).zip_with(is_line[rows], pl.Series([0], dtype=claim.dtype))
    paid, after = _payments(runs, claim, before)
    columns = {
        **paid,
        **_claims(held, of_claim),
        **_lines(runs, own),
        **_adjustments(runs, claim, own),
        **_around(runs, claim, own),
        "line": _counted(is_line, rows, claim),
    }
    return pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA), after


def _runs(held: Table) -> Runs | None:
    """The window cut where an envelope, a header, a claim or a line begins; None where a line stands in no claim."""
    claims, services = held.where("CLP"), held.where("SVC")
    starts = claims | services | held.any_of((*ENVELOPES, *_BETWEEN))
    kinds = (claims.cast(pl.UInt8) * _CLAIM + services.cast(pl.UInt8) * _LINE).filter(starts)
    kinds = pl.Series([_HEAD], dtype=pl.UInt8).append(kinds)
    if ((kinds == _LINE) & (kinds.shift(1) == _HEAD)).any():
        return None
    return Runs(held, starts.cum_sum(), kinds)


def _counted(is_line: pl.Series, rows: pl.Series, claim: pl.Series) -> pl.Series:
    """The number of each line in its claim, from 1; 0 for a claim without lines."""
    until = is_line.cum_sum().cast(pl.Int64)
    return until[rows] - until[claim]


def _payments(runs: Runs, claim: pl.Series, before: Payment) -> tuple[_Columns, Payment]:
    """The payment of each line's claim, and of what follows the window."""
    held = runs.held
    headed = runs.of.filter(held.where("ST"))
    told = [before, Payment(), *_headings(runs, headed)]
    at = pl.Series([None], dtype=pl.UInt32).new_from_index(0, len(runs.kinds))
    at = at.scatter(0, 0).scatter(runs.of.filter(held.any_of(ENVELOPES)), 1)
    at = at.scatter(headed, pl.int_range(2, len(told), dtype=pl.UInt32, eager=True)).forward_fill()
    mine = at[claim]
    columns = {
        name: pl.Series([one[place] for one in told], dtype=pl.String)[mine]
        for place, name in enumerate(Payment._fields)
    }
    return columns, told[at[-1]]


def _headings(runs: Runs, headed: pl.Series) -> list[Payment]:
    """What each transaction says before its first claim."""
    held = runs.held
    mask = held.any_of(("BPR", "TRN", "N1", "REF"))
    is_headed = pl.Series([False]).new_from_index(0, len(runs.kinds)).scatter(headed, True)
    found = Told(runs.of.filter(mask), held.segments.filter(mask))
    found = found.where(is_headed[found.runs])
    by_run: dict[int, list[list[str]]] = {run: [] for run in headed}
    for run, text in zip(found.runs, found.values, strict=True):
        by_run[run].append(text.split(held.signs.element))
    return [payment_of(one) for one in by_run.values()]


def _claims(held: Table, of_claim: pl.Series) -> _Columns:
    """What each line's claim says of itself."""
    told = fields(held.segments.filter(held.where("CLP")), held.signs.element, 1, 2, 3, 4, 5, 6, 7)
    names = (
        "claim_id",
        "status",
        "claim_charge_cents",
        "claim_paid_cents",
        "patient_cents",
        "filing",
        "payer_claim_id",
    )
    columns = dict(zip(names, told, strict=True))
    return {name: (amounts(one) if name.endswith("cents") else one)[of_claim] for name, one in columns.items()}


def _lines(runs: Runs, own: pl.Series) -> _Columns:
    """What each line says was done and paid; nothing in the row of a claim without lines."""
    held = runs.held
    services = runs.named("SVC")
    told, at = different(services.values)
    composite, charge, paid, units = fields(told, held.signs.element, 1, 2, 3, 5)
    kinds, of_kind = different(composite)
    read = [procedure(one, held.signs.component) for one in kinds]
    columns = {
        "code": again(pl.Series([code for code, _ in read], dtype=pl.String), of_kind),
        "modifiers": again(pl.Series([list(more) for _, more in read], dtype=_TEXTS), of_kind),
        "charge_cents": amounts(charge),
        "paid_cents": amounts(paid),
        "units": either(units, pl.Series(["1"])),
    }
    return {name: runs.last(Told(services.runs, again(one, at)), own) for name, one in columns.items()}


def _adjustments(runs: Runs, claim: pl.Series, own: pl.Series) -> _Columns:
    """The adjustments of each line and of its claim, as three lists each."""
    found = runs.named("CAS")
    longest = found.values.str.count_matches(runs.held.signs.element, literal=True).max()
    each = [_nth_reason(found, runs, at) for at in REASONS if isinstance(longest, int) and at <= longest]
    every = pl.concat(each or [_nth_reason(found, runs, REASONS[0])])
    every = every if len(each) < 2 else every.sort("place", maintain_order=True)
    every = every.filter((pl.col("reason") != "") | (pl.col("amount") != ""))
    every = every.with_columns(amounts(every["amount"]).alias("amount"))
    by_run = every.group_by("run", maintain_order=True).agg("group", "reason", "amount")
    names = {"group": "groups", "reason": "reasons", "amount": "adjustments"}
    return {
        prefix + name: runs.last(Told(by_run["run"], by_run[column]), wanted)
        for prefix, wanted in (("claim_", claim), ("", own))
        for column, name in names.items()
    }


def _nth_reason(found: Told, runs: Runs, at: int) -> pl.DataFrame:
    group, reason, amount = fields(found.values, runs.held.signs.element, 1, at, at + 1)
    columns = {"run": found.runs, "group": group, "reason": reason, "amount": amount}
    return pl.DataFrame(columns).with_row_index("place")


def _around(runs: Runs, claim: pl.Series, own: pl.Series) -> _Columns:
    """What stands around a line: its day, its remarks, what was allowed, its own number; who treated, by its claim."""
    days = dict(zip(_DAYS, runs.qualified("DTM", 2, *_DAYS), strict=True))
    day = pl.Series([""])
    for told, wanted in ((DAYS_OF_CLAIM, claim), (DAYS_OF_LINE, own)):
        for one in reversed(told):
            day = either(runs.first(days[one], wanted), day)
    (control,), (allowed,), (rendering,) = (
        runs.qualified(*sought) for sought in (("REF", 2, "6R"), ("AMT", 2, "B6"), ("NM1", 9, "82"))
    )
    return {
        "day": day,
        "control": runs.first(control, own),
        "allowed_cents": amounts(runs.first(allowed, own)),
        "rendering_npi": runs.first(rendering, claim),
        "remarks": _remarks(runs, own),
    }


def _remarks(runs: Runs, own: pl.Series) -> pl.Series:
    found = runs.named("LQ")
    kind, code = fields(found.values, runs.held.signs.element, 1, 2)
    every = pl.DataFrame({"run": found.runs, "one": code}).filter((kind == "HE") & (code != ""))
    by_run = every.group_by("run", maintain_order=True).agg("one")
    return runs.last(Told(by_run["run"], by_run["one"]), own)
