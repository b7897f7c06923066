"""The payer that the note names for this patient and visit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.knowledge.payer_names import Called
from romberg.notes import lexicon
from romberg.notes.header import accident
from romberg.notes.layout import Document
from romberg.visit import Span

_HEAD = 900
_LABEL = re.compile(
    r"\b(?:payer|payor|insur(?:ance|er|ed by)|ins|carrier|primary(?: ins\w*| payer)?|prim|coverage"
    r"|pay(?:ment)? source|fin(?:ancial)? class|bill(?:ed)? to|health plan|plan|funding|benefits?)"
    r"(?:\s*(?:name|co|company|type|plan|ins|1|#1))?\W{0,4}(?:is\s|has\s|via\s)?$"
)
_LABELLED = re.compile(r"(?:payer|payor|insurance|insurer|carrier)\s*[:=]")
_SECONDARY = re.compile(
    r"\b(?:secondary|2nd|sec|second|supplement\w*|medigap|supp|tertiary|2ndary|backup|previous\w*|former\w*|prior"
    r"|old|was|were|not|no longer|non|isn't|instead of|denied by|termed|expired|had)\b(?:\s*(?:ins\w*|payer"
    r"|plan))?\W{0,3}(?:a\s)?$"
)
_CORRECTED = re.compile(
    r"[\w ]{0,14}\s*(?:\?+\s*(?:no\b|not\b|nope|wrong)|-\s*no,)|\s?\(?(?:termed|expired|inactive|ended|lapsed)\b"
    r"|\s?\((?:as )?(?:secondary|2nd|supplement\w*)\s*\)|\s(?:as|is) secondary\b"
)
_CORRECTION = re.compile(
    r"\b(?:no|now|actually|correction|changed to|switched to|has)\b[\s,:;-]*(?:(?:pt|patient|he|she|it is|it's"
    r"|now)\s*)?(?:has\s|is\s|now\s)?$"
)
_NOT_A_PAYER = re.compile(
    r"'s\b|\s*(?:supp\b|supplement|rules?|guidelines?|8-minute|threshold|cap\b|compliant|requirements?|denied|lcd"
    r"|manual|regs|card not)"
)
_SOMEONE_ELSE = re.compile(
    r"\b(?:wife|husband|spouse|mother|mom|father|dad|sister|brother|son|daughter|neighbor|neighbour|friend|cousin"
    r"|roommate|caregiver)\b[^.;\n]{0,30}$"
)
_GOVERNED = ("medicare_advantage", "medicaid")
_GOVERNMENT = ("medicare", "medicare_advantage", "uhc_medicare", "medicaid", "va", "tricare", "workers_comp", "auto")
_OF_A_COMPANY = {("uhc", "medicare_advantage"): "uhc_medicare_advantage"}  # "UHC - Medicare Advantage"
# "Liberty Mutual (WC)": insurers of cars insure work as well.
_AT_WORK = re.compile(r"[\s(\-/,:]{0,4}(?:wc|w/c|work(?:er'?s?'?|men'?s)?\s?-?comp(?:ensation)?)\b")
_UNKNOWN = re.compile(
    r"\b(?:payer|payor|insurance|insurer|carrier)\s*[:=]\s*(?!none|n/?a|unknown|not\b|\?|pending|tbd"
    r"|_)(?P<name>[a-z][\w&' -]{2,30}?)(?=\s{2,}|[|,;.(/\n]|$)"
)


class _Named(NamedTuple):
    card: str
    start: int
    end: int
    weight: int


@cache
def _pattern(called: Called) -> re.Pattern[str]:
    return lexicon.pattern(called.cards)


@cache
def _keys(called: Called) -> dict[str, str]:
    return {lexicon.key(word): card for word, card in called.cards.items()}


@cache
def _words() -> Mapping[str, Any]:
    text = resources.files(__package__).joinpath("payer_words.yaml").read_text("utf-8")
    raw: Mapping[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return raw


@cache
def _only_with_label() -> frozenset[str]:
    return frozenset(lexicon.key(str(word)) for word in _words()["only_with_label"])


@cache
def _states() -> re.Pattern[str]:
    return re.compile(rf"[\s,:;/(-]{{1,4}}(?P<state>{'|'.join(_words()['states'])})\b")


def payer(document: Document, called: Called) -> tuple[str | None, tuple[Span, ...]]:
    """The card of the payer that the note names, with its words.

    `called` maps words as notes write them to a card's name. No card but a span: the note names a payer without a card.
    """
    found = list(_named(document, called))
    best = max(found, key=lambda named: (named.weight, -named.start), default=None)
    if best is None or best.weight <= 0:
        unknown = _UNKNOWN.search(document.folded, 0, min(len(document.folded), _HEAD))
        return None, (Span(*unknown.span("name")),) if unknown else ()
    card, best = _kind_of_plan(document, best, found)
    return card, (Span(best.start, best.end),)


def _kind_of_plan(document: Document, best: _Named, found: Sequence[_Named]) -> tuple[str, _Named]:
    """The card with the kind of plan ("Molina (Medicaid)") or the state ("WC - Texas") that stands beside a name."""
    at_work = _AT_WORK.match(document.folded, best.end) if best.card == "auto" else None
    if at_work:
        best = best._replace(card="workers_comp", end=at_work.end())
    if best.card == "workers_comp":
        state = _states().match(document.folded, best.end)
        return (_words()["states"][state["state"]] if state else best.card), best
    if best.card.startswith(_GOVERNMENT):
        return best.card, best
    near = (n for n in found if n.card in _GOVERNED and n.weight > 0 and abs(n.start - best.end) < 14)
    kind = next(near, best)
    return _OF_A_COMPANY.get((best.card, kind.card), kind.card), kind


def _named(document: Document, called: Called) -> Iterator[_Named]:
    keys, folded = _keys(called), document.folded
    for start, end in _where(document):
        for match in _pattern(called).finditer(folded, start, end):
            card = lexicon.lookup(match.group(), keys)
            if card:
                yield _Named(card, *match.span(), _weight(document, match, card, (start, end)))


def _where(document: Document) -> Iterator[Span]:
    """The head of the file up to the patient's report, and lines further down that a label opens."""
    first = document.encounters[0].start if len(document.encounters) > 1 else 0
    spoken = next(
        (s.start for s in document.segments if s.start >= first and s.region in ("subjective", "history")),
        len(document.folded),
    )
    head = min(max(spoken, 60), _HEAD, len(document.folded))
    if not first:
        yield Span(0, head)
    else:
        yield Span(0, first)
        yield Span(document.active.start, min(document.active.end, document.active.start + 300))
    for match in _LABELLED.finditer(document.folded, head, document.active.end):
        yield Span(match.start(), document.line_at(match.start()).end)


def _weight(document: Document, match: re.Match[str], card: str, head: tuple[int, int]) -> int:
    folded, line = document.folded, document.line_at(match.start())
    ahead = folded[max(line.start, match.start() - 40) : match.start()]
    if _CORRECTED.match(folded, match.end()) or _SECONDARY.search(ahead) or _NOT_A_PAYER.match(folded, match.end()):
        return 0
    if _SOMEONE_ELSE.search(ahead):
        return 0
    labelled, corrected = bool(_LABEL.search(ahead)), bool(_CORRECTION.search(ahead))
    if lexicon.key(match.group()) in _only_with_label() and not labelled:
        return int(accident.named(folded, card, *match.span(), head))
    return 1 + 3 * labelled + 4 * corrected
