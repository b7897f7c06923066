"""Visits judged with their notes: what the check of a single note with its claim says, put among the claims' findings.

Of a visit with its note every rule's outcome is that of the check; of one without, what a note would tell is not
known. The year's sums are those that the claims tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from romberg import checks, facts
from romberg.batch import options
from romberg.batch.audit.encoded import NONE, Array
from romberg.batch.audit.notes_joined import Beside, Joined, joined
from romberg.batch.audit.ordering import Ordered
from romberg.batch.audit.tally import FINDING, money
from romberg.batch.check import CHUNK, card_of
from romberg.checks.loading import names as names_of_rules
from romberg.checks.many import Hits
from romberg.checks.rule import Rule
from romberg.claims import ClaimHead
from romberg.facts.claimed.eras import day_of
from romberg.facts.claimed.lines import NOT_KNOWN
from romberg.facts.episode.beside import Beside as OtherNotes
from romberg.formats.unreadable import Unreadable
from romberg.report import Header, Report, assemble
from romberg.visit import BilledLine

NOTES = {
    "source": pl.String, "patient": pl.String, "claim": pl.String, "service_date": pl.Date,
    "rendering_npi": pl.String, "payer": pl.String, "outcome": pl.String, "light": pl.String, "score": pl.Int64,
    "verdict": pl.String, "failed": pl.Int64, "undecided": pl.Int64, "number": pl.Int64,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Noted:
    """What notes change in a bucket.

    `found` are the rows on which each rule fails or is open, with notes where there are any; `without` the same
    without the visits that have notes; `told` the reports on those by their visits, `first` each visit's first line.
    """

    found: list[Hits]
    without: list[Hits]
    told: dict[int, Report]
    first: Array
    notes: pl.DataFrame


def with_notes(held: Ordered, found: Sequence[Hits], beside: Beside, rules: tuple[Rule, ...] | None = None) -> Noted:
    """Read the notes of a bucket, join them with its visits, and judge these anew."""
    given = joined(held, beside)
    told = _reports(held, [one for one in given if one.visit is not None], rules)
    without = _without(held, found, list(told))
    every = _with(held, without, told)
    return Noted(every, without, told, held.claims.first, _notes(held, given, told))


# --- the check of each visit


def _reports(held: Ordered, given: Sequence[Joined], rules: tuple[Rule, ...] | None) -> dict[int, Report]:
    found: dict[int, Report] = {}
    for start in range(0, len(given), CHUNK):
        some = given[start : start + CHUNK]
        visits = [one.visit for one in some if one.visit is not None]
        headers = [
            _header(held, one.header, one.visit) for one in some if one.header is not None and one.visit is not None
        ]
        coded = [one.coded for one in headers]
        billed = [billed_of(held, visit) for visit in visits]
        besides = [_others(held, visit) for visit in visits]
        seen = facts.of(coded, billed, [one.card for one in headers], [one.head for one in headers], besides)
        found |= dict(zip(visits, assemble(headers, seen, checks.audit(seen, rules)), strict=True))
    return found


def _header(held: Ordered, read: Header, visit: int) -> Header:
    """The note's head as the check has it that is given the claim, its payer and its ZIP code."""
    claims = held.claims
    head = head_of(held, visit)
    card = card_of(claims.cards[claims.card[visit]], day_of(int(claims.day[visit])))
    places, texts = held.zips
    zip5 = _zip(texts[places[int(claims.first[visit])]])
    return replace(
        read, card=card, payer_from="the option", zip5=zip5, claim_given=True, head=head, place=head.place,
    )  # fmt: skip


def _zip(text: str) -> str | None:
    try:
        return options.zip5(text) if text else None
    except Unreadable:  # without a locality prices are national
        return None


def _rows(held: Ordered, visit: int) -> range:
    first = held.claims.first
    end = first[visit + 1] if visit + 1 < len(first) else len(held.claims.visit)
    return range(int(first[visit]), int(end))


def billed_of(held: Ordered, visit: int) -> tuple[BilledLine, ...]:
    """The lines of a visit as charges."""
    claims = held.claims
    return tuple(
        BilledLine(
            claims.codes[claims.code[at]],
            int(claims.units[at]),
            claims.modifier_lists[claims.modifiers[at]],
            None if claims.minutes[at] == NONE else int(claims.minutes[at]),
        )
        for at in _rows(held, visit)
    )


def head_of(held: Ordered, visit: int) -> ClaimHead:
    """What the claims of a visit say beside their lines."""
    claims = held.claims
    rows = _rows(held, visit)
    sure = bool(claims.sure[visit])
    allowed = tuple(None if claims.allowed[at] == NOT_KNOWN else int(claims.allowed[at]) for at in rows)
    pointers = tuple(claims.pointer_lists[claims.pointers[at]] for at in rows)
    return ClaimHead(
        place=claims.places[claims.place[visit]] or None,
        diagnoses=claims.diagnosis_lists[claims.diagnoses[visit]],
        pointers=pointers if claims.has_pointers[visit] else (),
        rendering_npi=claims.rendering_npis[claims.rendering[visit]] or None,
        rendering_taxonomy=claims.taxonomies[claims.taxonomy[visit]] or None,
        billing_npi=claims.billing_npis[claims.billing[visit]] or None,
        referring_npi=claims.referring_npis[claims.referring[visit]] or None,
        authorization="told" if claims.authorized[visit] else None,  # that there is one is all that is kept
        filed_on=None if claims.filed[visit] == NONE else day_of(int(claims.filed[visit])),
        allowed_so_far_cents=int(claims.allowed_before[visit]) if sure else None,
        line_allowed_cents=allowed if sure else (),
    )


def _others(held: Ordered, visit: int) -> OtherNotes:
    found = int(held.claims.allowed_before[visit])
    return OtherNotes(year_allowed_found_cents=None if found == NOT_KNOWN else found)


# --- among the findings of claims


def _without(held: Ordered, found: Sequence[Hits], visits: Sequence[int]) -> list[Hits]:
    """The rows of visits that have no note."""
    of_visit = np.zeros(len(held.claims.first), bool)
    of_visit[list(visits)] = True
    noted = {"visit": of_visit, "line": of_visit[held.claims.visit]}
    return [
        replace(one, failed=_left(one.failed, noted[one.rule.grain]), unknown=_left(one.unknown, noted[one.rule.grain]))
        for one in found
    ]


def _left(rows: Array, noted: Array) -> Array:
    return rows[~noted[rows]]


def _with(held: Ordered, found: Sequence[Hits], told: dict[int, Report]) -> list[Hits]:
    """The same with what notes tell; a finding on a service that nobody billed counts at the visit's first line."""
    added: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    first = held.claims.first
    for visit, report in told.items():
        for one in report.findings:
            line = _line(report, one.finding.line)
            added[one.finding.rule, one.finding.outcome].add(_row(one.finding.line, line, visit, int(first[visit])))
    return [
        replace(
            one,
            failed=_more(one.failed, added[one.rule.name, "fail"]),
            unknown=_more(one.unknown, added[one.rule.name, "unknown"] - added[one.rule.name, "fail"]),
        )
        for one in found
    ]


def _line(report: Report, line: int | None) -> int | None:
    """The charge that a finding is on; None where it is on the visit, or on a service that nobody billed."""
    return line if line is not None and line < len(report.billed) else None


def _row(told: int | None, line: int | None, visit: int, first: int) -> int:
    return visit if told is None else first + (line or 0)


def _more(rows: Array, added: Iterable[int]) -> Array:
    return np.sort(np.concatenate([rows.astype(np.int64), np.array(sorted(added), np.int64)]))


def noted_findings(base: pl.DataFrame, risk: Array, noted: Noted, undecided: bool) -> list[pl.DataFrame]:
    """The findings on visits with notes, as the other findings stand (with `at` and `number`, their order)."""
    rows = []
    of_grain = money(risk, noted.first)
    for visit, report in noted.told.items():
        for one in report.findings:
            finding = one.finding
            if finding.outcome == "unknown" and not undecided:
                continue
            line = _line(report, finding.line)
            at = int(noted.first[visit]) + (line or 0)
            amounts, known = of_grain["visit" if finding.line is None else "line"]
            place = visit if finding.line is None else at
            unbilled = finding.line is not None and line is None
            cents = int(amounts[place]) if known[place] and not unbilled else None
            rows.append((at, line is not None, finding.code, finding.rule, finding.outcome, finding.severity,
                         finding.says, cents))  # fmt: skip
    return [_framed(base, rows)] if rows else []


_ROW = {"at": pl.Int64, "on_line": pl.Boolean, "code": pl.String, "rule": pl.String, "outcome": pl.String,
        "severity": pl.String, "says": pl.String, "at_risk_cents": pl.Int64}  # fmt: skip


def _framed(base: pl.DataFrame, rows: Sequence[tuple[object, ...]]) -> pl.DataFrame:
    told = pl.DataFrame(list(rows), schema=_ROW, orient="row")
    names = [name for name in FINDING if name in base.columns and name != "code"]
    places = base.select(pl.col(names).gather(told["at"].cast(pl.UInt32)))
    numbers = {name: at for at, name in enumerate(names_of_rules())}
    every = places.hstack(told).with_columns(
        pl.col("code", "rule", "outcome", "severity").cast(pl.Categorical),
        line=pl.when("on_line").then("line"),
        number=pl.col("rule").replace_strict(numbers, return_dtype=pl.Int64),
    )
    return every.select(*FINDING, "at", "number")


# --- what became of the notes


def _notes(held: Ordered, given: Sequence[Joined], told: dict[int, Report]) -> pl.DataFrame:
    return pl.DataFrame([_note(held, one, told) for one in given], schema=NOTES)


def _note(held: Ordered, one: Joined, told: dict[int, Report]) -> dict[str, object]:
    key = one.key
    plain: dict[str, object] = {
        "source": key["source"], "patient": key["patient"], "claim": key["claim"], "service_date": key["day"],
        "rendering_npi": key["clinician"], "outcome": one.outcome, "number": key["number"],
    }  # fmt: skip
    if one.visit is None:
        return plain
    claims, report = held.claims, told[one.visit]
    failed = sum(found.finding.outcome == "fail" for found in report.findings)
    return plain | {
        "claim": held.names["claim"][int(claims.first[one.visit])],
        "service_date": day_of(int(claims.day[one.visit])),
        "rendering_npi": claims.rendering_npis[claims.rendering[one.visit]] or None,
        "payer": claims.cards[claims.card[one.visit]],
        "light": report.light,
        "score": report.score,
        "verdict": report.verdict.words,
        "failed": failed,
        "undecided": len(report.findings) - failed,
    }
