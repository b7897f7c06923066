"""Whether a denial can be answered from the record, with which words, and what to do where it cannot.

An appeal is advised only where the rules that the denial means hold on the record, as it stands. What the record does
not say is named as missing and never written for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from romberg import checks, facts
from romberg.checks.denied import Denied, denied
from romberg.checks.finding import Explained
from romberg.checks.rule import Rule
from romberg.claims import Adjustment
from romberg.facts.values import LineSource, VisitSource
from romberg.knowledge import citations
from romberg.knowledge.citations import Citation
from romberg.knowledge.deadlines import Deadline, appeal_by, file_by
from romberg.report.letters.asked import Asked
from romberg.report.letters.evidence import Proof, located, proofs
from romberg.report.letters.grounds import topics
from romberg.report.report import Report
from romberg.report.values import SupportedLine
from romberg.visit import BilledLine

Advice = Literal[
    "appeal", "complete first", "corrected claim", "new claim", "patient", "other payer", "write off", "nothing to do",
    "ask the payer",
]  # fmt: skip
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_ROUTES: dict[str, Advice] = {
    "corrected claim": "corrected claim",
    "patient": "patient",
    "other payer": "other payer",
    "write off": "write off",
    "nothing to do": "nothing to do",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """What the record lacks against the denial: the rule, whether it failed or is not decided, and what to do."""

    rule: str
    outcome: str
    says: str
    fix: str
    decisive: bool


@dataclass(frozen=True, slots=True)
class Demand:
    """A rule that the denial means and the record meets: what it asks, in a sentence, and its sources."""

    rule: str
    asks: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    """The answer to a denial. A letter is written where `advice` is "appeal"; `because` tells why it is, or is not."""

    report: Report
    asked: Asked
    denied: Denied
    advice: Advice
    because: str
    demands: tuple[Demand, ...]
    proofs: tuple[Proof, ...]
    gaps: tuple[Gap, ...]
    billed: tuple[BilledLine, ...]
    supported: tuple[SupportedLine, ...]
    deadline: Deadline
    correct: Deadline

    @property
    def shown(self) -> tuple[Proof, ...]:
        """The topics for which the record has words."""
        return tuple(one for one in self.proofs if one.places)

    @property
    def absent(self) -> tuple[Proof, ...]:
        """The topics that a reviewer looks for and the record does not show."""
        return tuple(one for one in self.proofs if not one.places)


def appeal(report: Report, asked: Asked) -> Appeal:
    """What the record of a visit has against a denial."""
    header = report.header
    gathered = facts.of([header.coded], [report.billed if header.claim_given else None], [header.card])
    source = gathered.sources[0]
    what = _denied(asked)
    lines = _lines(source, asked.code)
    told = _explained(gathered, what, source, asked.code)
    advice, because = _advice(what, told, asked, report, bool(lines) or asked.code is None)
    shown = tuple(located(one, header.document) for one in proofs(source, lines, topics(what, asked.code)))
    on = header.coded.visit.service_date
    return Appeal(
        report=report,
        asked=asked,
        denied=what,
        advice=advice,
        because=because,
        demands=tuple(_demands(what, told)),
        proofs=shown,
        gaps=tuple(_gaps(what, told)),
        billed=tuple(one for one in report.billed if asked.code in (None, one.code)),
        supported=tuple(one for one in report.supported if asked.code in (None, one.code)),
        deadline=appeal_by(header.card, asked.decided_on, on),
        correct=file_by(header.card, on),
    )


def _denied(asked: Asked) -> Denied:
    """The denial; for a reason that is no denial by itself, one without rules that says so."""
    found = denied(Adjustment(asked.group, asked.carc, asked.cents or 1), asked.rarcs)
    if found is not None:
        return replace(found, cents=asked.cents or 0)
    carc = asked.carc.strip().upper()
    return Denied(asked.group, carc, asked.rarcs, asked.cents or 0, (), (), "nothing to do", "", "", "", False)


def _lines(source: VisitSource, code: str | None) -> list[LineSource]:
    return [line for line in source.lines if code is None or line.code == code]


def _explained(
    gathered: facts.Facts, what: Denied, source: VisitSource, code: str | None
) -> dict[str, tuple[Explained, ...]]:
    """What each rule behind the denial says of the visit, and of the lines that were denied."""
    asked = [checks.rule(name) for name in what.rules]
    found: dict[str, list[Explained]] = {one.name: [] for one in asked}
    on, family = source.coded.visit.service_date, source.card.family
    in_force = [one for one in asked if on is None or one.in_force(on, family)]
    for one in checks.explain(gathered, 0, in_force):
        if one.line is None or code is None or one.code == code:
            found[one.rule].append(one)
    return {name: tuple(told) for name, told in found.items()}


def _outcome(told: Sequence[Explained]) -> str:
    """What a rule says of all that was denied: fail and unknown anywhere count, not applicable only everywhere."""
    outcomes = {one.outcome for one in told}
    return next((one for one in ("fail", "unknown", "pass") if one in outcomes), "not applicable")


def _decisive(what: Denied) -> tuple[str, ...]:
    """The rules that decide: those that the denial usually means, else those that draw it and block a claim."""
    return what.named or tuple(one for one in what.rules if checks.rule(one).severity == "blocks")


def _advice(
    what: Denied, told: dict[str, tuple[Explained, ...]], asked: Asked, report: Report, billed: bool
) -> tuple[Advice, str]:
    """What to do, and why."""
    if what.unprocessable:
        return "new claim", "The payer could not process the claim, so it decided nothing that could be appealed."
    if not billed:
        return "write off", f"The note neither charges {asked.code} nor has words of it."
    outcomes = {rule: _outcome(told[rule]) for rule in what.rules}
    decisive = _decisive(what)
    failed = [rule for rule, outcome in outcomes.items() if outcome == "fail" and _stops(rule, decisive)]
    if failed:
        return _instead(what), f"The record does not bear out the claim: {_said(told, failed[0])}"
    undecided = [rule for rule in decisive if outcomes[rule] == "unknown" and rule in what.named]
    if undecided:
        return "complete first", f"The record at hand does not say enough: {_said(told, undecided[0])}"
    if any(outcomes[rule] == "pass" for rule in decisive) and (what.named or what.route == "appeal"):
        if other := _blocked(report, asked.code):
            return "corrected claim", f"This denial could be answered, but the claim does not stand otherwise: {other}"
        return "appeal", "What the payer found missing stands in the record."
    if what.route == "appeal":
        return "ask the payer", "Nothing in the note decides this denial; what it asks for stands in other papers."
    return _instead(what), "Nothing in the note speaks against the payer's reason."


def _blocked(report: Report, code: str | None) -> str:
    """What blocks the claim beside this denial, on the line that was denied or the whole visit; empty where nothing."""
    found = (one.finding for one in report.failed if one.finding.severity == "blocks")
    return next((one.says for one in found if code is None or one.code in (None, code)), "")


def _stops(rule: str, decisive: Sequence[str]) -> bool:
    """Whether a rule that failed is enough to leave the appeal: the denial means it, or it blocks the claim."""
    return rule in decisive or checks.rule(rule).severity == "blocks"


def _instead(what: Denied) -> Advice:
    """What to do where no appeal is advised."""
    if what.route == "appeal":
        return "complete first"
    return _ROUTES.get(what.route or "", "ask the payer")


def _said(told: dict[str, tuple[Explained, ...]], rule: str) -> str:
    return next((one.says for one in told[rule] if one.says), "")


def _gaps(what: Denied, told: dict[str, tuple[Explained, ...]]) -> Iterator[Gap]:
    """What failed or is not decided, what is decisive first; hints are left out."""
    decisive = _decisive(what)
    for name in sorted(what.rules, key=lambda one: one not in decisive):
        rule, outcome = checks.rule(name), _outcome(told[name])
        if outcome in ("fail", "unknown") and (name in decisive or rule.severity != "informs"):
            says = " ".join(dict.fromkeys(one.says for one in told[name] if one.outcome == outcome))
            yield Gap(name, outcome, says, _fix(rule), name in decisive)


def _fix(rule: Rule) -> str:
    """What to do about a rule in general: the third paragraph of its explanation."""
    parts = _paragraphs(rule)
    return parts[2] if len(parts) > 3 else ""


def _demands(what: Denied, told: dict[str, tuple[Explained, ...]]) -> Iterator[Demand]:
    """The decisive rules that the record meets."""
    for name in _decisive(what):
        if _outcome(told[name]) == "pass":
            rule = checks.rule(name)
            yield Demand(name, _first_sentence(_paragraphs(rule)[1]), tuple(citations.get(cite) for cite in rule.cites))


def _first_sentence(paragraph: str) -> str:
    return _SENTENCE_END.split(paragraph, maxsplit=1)[0]


def _paragraphs(rule: Rule) -> list[str]:
    return [" ".join(part.split()) for part in rule.doc.strip().split("\n\n")]
