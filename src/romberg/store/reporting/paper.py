"""The audit report put into words: what was checked, what stood and what did not, and the sample with its proof."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from romberg.formats.letters.packet import evidence_table
from romberg.formats.paper import Block, Fields, Heading, Items, Paper, Quoted, Table, Text
from romberg.formats.words import LIGHT_WORDS, SEVERITY_WORDS, money, where
from romberg.report import Report
from romberg.report.packets import evidence, exhibits
from romberg.report.values import ReportedFinding
from romberg.store.reporting.audit import LIGHTS, Audit, Overridden, Rule, Scope, Stood
from romberg.store.reporting.sample import Shown

_LONGEST = 260  # signs of words that are quoted for one finding
_QUOTED = 2  # places of the note that are quoted for one finding


@dataclass(frozen=True, slots=True)
class Head:
    """Who made the report, of which clinic, when, with which seed; names of people and titles of payers by their own.

    `statuses` are the words for a visit's status; times are UTC.
    """

    clinic: str
    made_by: str
    made_at: datetime
    program: str
    seed: str
    people: Mapping[str, str] = field(default_factory=dict)
    payers: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


def paper(found: Audit, sample: Sequence[Shown], head: Head) -> Paper:
    """The whole report; nothing is asserted in it that the kept visits do not say."""
    foot = (
        f"Romberg {head.program}; {found.whole.visits:,} visits, {period(found.scope)}; quotations are word for word."
    )
    return Paper("Audit report", (*_figures(found, head), *_sample(found, sample, head)), foot)


def period(scope: Scope) -> str:
    """The days of a report, in words."""
    if scope.first and scope.last:
        return f"{scope.first} to {scope.last}"
    if scope.first:
        return f"from {scope.first} on"
    return f"up to {scope.last}" if scope.last else "any day"


def _figures(found: Audit, head: Head) -> Iterator[Block]:
    yield Heading("Audit report", 1)
    yield Fields(tuple(_head(found, head)))
    yield Heading("What was checked, and what stood")
    if not found.whole.visits:
        yield Text("No visit of these days is kept, so there is nothing to report on.")
        return
    yield _lights(found)
    yield Text(
        "Supported: nothing in the note stands in the way of the claim. Not supported: at least one finding blocks it. "
        "Not assessed: a part of the file could not be read. Money at risk hangs on the gravest finding of each line, "
        "by the fee schedule or the clinic's own rates; whether a payer agreed is told by its remittance.",
        soft=True,
    )
    if found.unpriced:
        yield Text(
            f"On {found.unpriced:,} of these visits hangs money that is not known, since what the payer pays stands in "
            "a contract; it is in none of these sums."
        )
    yield from _apart("By payer", "Payer", found.payers, head.payers, "payer not known")
    yield from _apart("By clinician", "Clinician", found.clinicians, head.people, "no clinician named")
    yield from _apart("By status", "Status", found.statuses, head.statuses, "")
    yield from _rules(found.rules)
    yield from _overrides(found, head)
    yield Heading("Judged by")
    judges = tuple((program, knowledge, f"{count:,}") for program, knowledge, count in found.judges)
    yield Table(("Romberg", "Knowledge", "Visits"), judges, (2, 5, 2))


def _head(found: Audit, head: Head) -> Iterator[tuple[str, str]]:
    yield "Clinic", head.clinic
    yield "Days of service", period(found.scope)
    yield "Payer", head.payers.get(found.scope.payer, found.scope.payer or "") if found.scope.payer else "every payer"
    yield "Visits", f"{found.whole.visits:,}"
    yield "Money at risk", money(found.whole.at_risk_cents)
    yield "Made", f"{head.made_at:%Y-%m-%d %H:%M} UTC by {head.made_by}"


def _words(light: str | None) -> str:
    return {**LIGHT_WORDS, "grey": "not assessed"}.get(light or "", light or "").capitalize()


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _lights(found: Audit) -> Table:
    rows = [
        (_words(one.name), f"{one.visits:,}", _share(one.visits, found.whole.visits), money(one.at_risk_cents))
        for one in found.by_light
    ]
    return Table(("Light", "Visits", "Share", "Money at risk"), tuple(rows), (3, 2, 2, 3))


def _apart(title: str, what: str, rows: Iterable[Stood], names: Mapping[str, str], nobody: str) -> Iterator[Block]:
    yield Heading(title)
    shown = tuple(
        (names.get(one.name or "", one.name or nobody), f"{one.visits:,}", *(f"{each:,}" for each in one.lights),
         money(one.at_risk_cents))
        for one in rows
    )  # fmt: skip
    yield Table((what, "Visits", *map(_words, LIGHTS), "Money at risk"), shown, (5, 2, 2, 2, 2, 2, 3))


def _rules(rules: Sequence[Rule]) -> Iterator[Block]:
    yield Heading("Rules, the most frequent first")
    if not rules:
        yield Text("No rule found anything.")
        return
    shown = tuple(
        (one.name.replace("_", " ").replace("/", ": "), SEVERITY_WORDS.get(one.severity, one.severity),
         f"{one.failed:,}", f"{one.overridden:,}", f"{one.unknown:,}", money(one.at_risk_cents))
        for one in rules
    )  # fmt: skip
    head = ("Rule", "What it means", "Visits it fails", "Overridden", "Record does not say", "On its own findings")
    yield Table(head, shown, (6, 4, 2, 3, 3, 3))
    yield Text("Rules meet on the same lines, so that their money does not add up to the whole.", soft=True)


def _overrides(found: Audit, head: Head) -> Iterator[Block]:
    yield Heading("Findings that were overridden, and why")
    if not found.overrides:
        yield Text("None was overridden.")
        return
    rows = tuple(_override(one, head) for one in found.overrides)
    yield Table(("Visit", "Rule", "Reason, word for word", "By, on"), rows, (3, 4, 6, 3))
    left = found.overrides_in_all - len(found.overrides)
    if left:
        yield Text(f"{left:,} more are left out here; take fewer days to see them all.")


def _override(one: Overridden, head: Head) -> tuple[str, str, str, str]:
    version = "" if one.number == one.newest else f", version {one.number} of {one.newest}"
    rule = one.rule.replace("_", " ").replace("/", ": ") + (f", {one.code}" if one.code else "")
    by = f"{head.people.get(one.made_by, one.made_by)}, {one.made_at:%Y-%m-%d}"
    return f"{one.service_date or 'no day'} ({one.visit_id}){version}", rule, one.reason, by


# --- the sample


def _sample(found: Audit, sample: Sequence[Shown], head: Head) -> Iterator[Block]:
    if not sample:
        return
    yield Heading("A sample of visits, with their proof")
    yield Text(
        f"{len(sample)} of {found.whole.visits:,} visits, drawn by chance: those with the smallest SHA-256 of the seed "
        f"{head.seed}, a line break, and the visit's own name. Anybody can draw them again. Light and score are those "
        f"that were kept; the verdict and the findings are of Romberg {head.program} with what it knows today."
    )
    for at, one in enumerate(sample, 1):
        yield from _visit(at, one, head)


def _visit(at: int, one: Shown, head: Head) -> Iterator[Block]:
    version = one.version
    yield Heading(f"{at}. Visit of {version.service_date or 'no day'}", 3)
    yield Fields(tuple(_of_visit(one, head)))
    if one.report is None:
        yield Text(f"It could not be read: {one.says}")
        return
    yield Text(f"{one.report.verdict.words}. {one.report.verdict.because}")
    lines = evidence(exhibits([one.report]))
    if lines:
        yield evidence_table(lines, numbered=False)
    yield from _findings(one.report)


def _of_visit(one: Shown, head: Head) -> Iterator[tuple[str, str]]:
    version = one.version
    yield "Visit's own name", version.visit_id
    if one.patient:
        yield "Patient", one.patient
    yield "Payer", head.payers.get(version.payer or "", version.payer or "not known")
    yield (
        "Version",
        f"{version.number}, kept {version.made_at:%Y-%m-%d} by {head.people.get(version.made_by, 'import')}",
    )
    yield "Light, score", f"{_words(version.light)}, {version.score}"
    yield "Money at risk", money(version.at_risk_cents)
    yield "SHA-256 of the note", one.sha256


def _findings(report: Report) -> Iterator[Block]:
    failed = report.failed
    if not failed:
        yield Text("No finding.")
    for one in failed:
        severity = SEVERITY_WORDS.get(one.finding.severity, one.finding.severity)
        yield Items((f"{one.finding.says} ({where(one, report)}; {severity})",))
        yield from _proof(one, report)
    if report.unknown:
        yield Text(f"The record does not say: {' '.join(report.unknown)}", soft=True)


def _proof(one: ReportedFinding, report: Report) -> Iterator[Block]:
    """The words of the note on which a finding stands."""
    for span in one.finding.spans[:_QUOTED]:
        words = " ".join(report.text[span.start : span.end].split())
        short = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
        line = report.text.count("\n", 0, span.start) + 1
        if short:
            yield Quoted(short, f"the note, line {line}")
