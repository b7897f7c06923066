"""What another discipline did in a session that two shared: told in this note, and no part of its claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from romberg.notes import lexicon
from romberg.notes.assertion.zone import Zone
from romberg.notes.layout import Document, Line
from romberg.visit import Span

_LETTERS = {
    "PT": r"PTA?|DPT|[Pp]hysical [Tt]herap(?:y|ist)",
    "OT": r"OT(?:R(?:/L)?|A)?|ot|COTA(?:/L)?|[Oo]ccupational [Tt]herap(?:y|ist)",
    "SLP": r"SLP|slp|ST|[Ss]peech(?:[ -](?:[Tt]herap(?:y|ist)|[Pp]ath\w*|[Ll]anguage \w+))?",
    "DC": r"DC|[Cc]hiro(?:practor)?",
}
# Letters that mean something else in most notes: the patient, soft tissue. They need a session that is shared.
_AMBIGUOUS = ("PT", "ST", "DC")
_SURELY = {  # words that can be nothing else than the letters of a discipline
    "PT": lexicon.each("pta physical"),
    "OT": lexicon.each("ot otr ota cota occupational"),
    "SLP": lexicon.each("slp speech"),
    "DC": lexicon.each("chiro chiropractor"),
}
_JOINS = lexicon.each(
    "co cotreat cotreated cotreating cotreatment cotx joint jointly shared ot otr st slp ccc speech cota dc"
)
_WHO = rf"(?:{'|'.join(_LETTERS.values())})"
_SHARED = re.compile(
    r"\bco-? ?(?:treat\w*|tx)\b|\bjoint (?:session|visit|tx|treatment|with)|\bjointly\b|\bshared session"
    r"|\b(?:pt|ot|st|slp)\s?[/+&]\s?(?:pt|ot|st|slp)\b"
    r"|\b(?:seen|session|together|treated|visit) (?:together )?(?:with|w/) (?:pt|ot|st|slp|speech|cota)\b"
    r"|\b(?:see|in|per) (?:the )?(?:separate )?(?:pt|ot|st|slp)(?:'s)? (?:note|chart|record|entry|documentation)"
    r"|\b(?:pt|ot|st|slp)(?:'s)? (?:portion|part|share|focus|time|bill(?:s|ing|ed)?|to bill|will bill)\b"
)
_NAME = r"(?: (?!Note|Daily|Eval|Treatment|Progress|Visit)[A-Z][a-z'’-]+(?: [A-Z][a-z'’-]+)?)?(?: ?\([^)\n]{1,30}\))?"
_LEAD = " \t*•>|-"  # signs between the opening of a clause and its first word
_OPENS = rf"(?:(?<![^\n])|(?<=[.;|(])|(?<=[A-Za-z]: ))[{re.escape(_LEAD)}]*"
_AT = re.compile(rf"(?<![\w/]){_WHO}(?![\w/])")
_UNIT = r"(?:\s?(?:min(?:ute)?s?|m\b|'))?"
_PART = re.compile(
    rf"(?P<who>{_WHO})(?:['’]s)?{_NAME}"
    r"(?:\s(?:portion|part|time|share|focus|block|segment|interventions?|tx|treatment|services?|session|visit|minutes))?"
    r"(?:\s(?:this (?:morning|afternoon|am|pm)|today|next door|earlier))?"
    rf"(?:\s*[(=]?\s?(?:x\s?|for )?\d{{1,3}}{_UNIT}\)?"
    r"|\s*\(?\d{1,2}:?\d\d\s?-\s?\d{1,2}:?\d\d(?:\s?[ap]m)?\)?)?"
    r"\s*(?P<mark>:(?!\d)|\s[-–]{1,2}\s|\|)"
)
_DID = re.compile(
    rf"(?P<who>{_WHO}){_NAME}(?:\s(?:then|also|only))?\s"
    r"(?:did|address(?:ed|es|ing)|performed|provided|completed|conducted|treated|trained|focus(?:ed|es|ing)|led|ran"
    r"|handled|took"
    r"|writes up|wrote up|writes|charts|charted|covers|covered|tested|trialled|fed"
    r"|worked|works|positioned|began|started|gave|saw|reports?|reported|instructed|practi[cs]ed"
    r"|to (?:address|do|bill|document|work)|will|bills|billed|billing|charge[sd]?|charging|documents|documenting)\b"
)
_THEIR_TIME = re.compile(r"[^.;\n]{0,30}?\b(?:that|this|the|those|these) (?:time|minutes|part|portion|block)\b")
_BILLS = re.compile(r"(?:bill|charg|document)\w*$")
_BEHIND = re.compile(
    r"\((?:[^()\n]*?[\s,])?(?:billed|charged|documented|done|performed|provided|given|led|furnished|see|in)\s"
    rf"(?:separately\s)?(?:(?:by|in|under)\s)?(?:the\s)?(?P<who>{_WHO})(?:['’]s)?\b[^()\n]*\)"
)
_NAMED = re.compile(rf"\((?:by )?(?P<who>{_WHO})(?:[,:]? [A-Z][\w.'’ -]{{1,24}})?\)")
_TOGETHER = re.compile(r"\b(?:with|w/|by|and|from|to|per|of)\b")
_NOT_THEIRS = re.compile(r"[^.;\n]*\b(?:not|nothing|no charge)\b")
_QUIET = ("plan", "goals", "home", "history", "prior", "signature")


def of_others(document: Document, own: str | None) -> tuple[Zone, ...]:
    """The stretches that tell what another discipline than the note's own did, in the order of the note.

    `own` is PT, OT, SLP, DC or MD; nothing is set aside where it is not known.
    """
    if own is None or own == "MD":
        return ()
    surely = any(document.has_any(words) for name, words in _SURELY.items() if name != own)
    shared = document.has_any(_JOINS) and bool(_SHARED.search(document.folded, *document.active))
    if not surely and not shared:
        return ()
    found: list[Zone] = []
    for start, end in sorted(_told(document, own, shared)):
        if document.region_at(start) in _QUIET or (found and start < found[-1].end):
            continue
        found.append(Zone(start, end, "other person"))
    return tuple(found)


def with_parts(zones: tuple[Zone, ...], parts: tuple[Zone, ...]) -> tuple[Zone, ...]:
    """Both as one, in order; of a stretch inside another the outer one is kept."""
    if not parts:
        return zones
    told = [part for part in parts if not any(_within(part, zone) for zone in zones)]
    apart = [zone for zone in zones if not any(_within(zone, part) for part in told)]
    return tuple(sorted([*apart, *told]))


def _within(inner: Zone, outer: Zone) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _told(document: Document, own: str, shared: bool) -> Iterator[Span]:
    text, (begin, end) = document.text, document.active
    parts = bool(_own_parts(own).search(text, begin, end))
    parted = shared or parts  # else "OT treatment:" heads all of the note's
    for one in _AT.finditer(text, begin, end):
        if not _is_another(one.group(), own, shared):
            continue
        opens = _opening(text[max(begin, one.start() - _NEAR) : one.start()])
        if opens and parted and (part := _PART.match(text, one.start(), end)):
            yield from _part(document, part, own, parts)
        deed = _DID.match(text, one.start(), end) if opens is not None else None
        if deed and not _NOT_THEIRS.match(text, deed.end(), min(end, deed.end() + _FAR)):
            yield _deed(document, deed, own)
    for match in _BEHIND.finditer(text, begin, end):
        if _is_another(match["who"], own, shared):
            yield Span(_clause(document, match.start(), own), match.end())
    for match in _NAMED.finditer(text, begin, end):
        start = _clause(document, match.start(), own)
        if _is_another(match["who"], own, shared) and not _TOGETHER.search(document.folded, start, match.start()):
            yield Span(start, document.segment_at(match.end() - 1).end)


_FAR = 300  # signs of a clause in which its other words are sought
_NEAR = 16  # signs before letters in which the opening of their clause stands


def _opening(before: str) -> bool | None:
    """Whether a clause or a part of a session opens behind some words; None where not even a further deed does."""
    told = before.rstrip(_LEAD)
    if not told or told[-1] in "\n.;(" or "|" in before[len(told) :] or (told[-1] == ":" and told[-2:-1].isalpha()):
        return True
    return False if told.endswith((",", " and", " then")) else None


def _is_another(who: str, own: str, shared: bool) -> bool:
    of = next(name for name, letters in _LETTERS.items() if re.fullmatch(letters, who))
    return of != own and (shared or who not in _AMBIGUOUS)


def _part(document: Document, match: re.Match[str], own: str, parts: bool) -> Iterator[Span]:
    """The words behind "OT portion 20 min:", and the lines below where they stand there.

    To the end of its line where this note's own `parts` are told in the same way, else of its sentence.
    """
    start = match.start("who")
    line = document.line_at(start)
    opens = not document.folded[max(line.start, document.segment_at(start).body) : start].strip(" *•>|-")
    whole = match["mark"] == "|" or (opens and parts)
    end = line.end if whole else document.segment_at(match.end()).end
    ours = _ours(own).search(document.text, match.end(), end)
    yield Span(start, ours.start() if ours else end)
    if opens and match["mark"] == ":" and not document.folded[match.end() : line.end].strip():
        yield from (Span(below.start, below.end) for below in _below(document, line))


def _below(document: Document, line: Line) -> Iterator[Line]:
    """The lines that a heading without words of its own heads: up to an empty one or the next part."""
    at = document.segment_at(line.start).line
    for below in document.lines[at + 1 :]:
        told = document.text[below.start : below.end]
        hangs = below.indent > line.indent or told.lstrip()[:1] in ("-", "*", "•")
        if not told.strip() or not hangs or _PART.match(told):
            return
        yield below


def _deed(document: Document, match: re.Match[str], own: str) -> Span:
    """The clause that tells what the other one did; where they bill "that time", with what stands before it."""
    text, end = document.text, document.segment_at(match.end() - 1).end
    stop = text.find(";", match.end(), end)
    end = end if stop < 0 else stop
    ours = _ours(own).search(text, match.end(), end)
    end = ours.start() if ours else end
    back = bool(_BILLS.search(match.group())) and bool(_THEIR_TIME.match(text, match.end(), end))
    start = match.start("who")
    return Span(document.segment_at(start).body if back else start, end)


def _clause(document: Document, at: int, own: str) -> int:
    """Where the clause before a bracket begins, behind the last words that are this note's own."""
    start = max(document.segment_at(at).body, at - _FAR)
    start = max(start, *(document.folded.rfind(mark, start, at) + 1 for mark in (";", ". ")))
    start += len(document.text[start:at]) - len(document.text[start:at].lstrip())
    return max((ours.start() for ours in _ours(own).finditer(document.text, start, at)), default=start)


@cache
def _ours(own: str) -> re.Pattern[str]:
    """Where words about this note's own discipline begin again: ", PT 30 min", ". OT addressed", "while PT"."""
    return re.compile(rf"(?:[.;,|)]\s*|\b(?:while|and|then)\s)(?:{_LETTERS.get(own, 'DC')})\b(?!['’]s\b)(?!/)")


@cache
def _own_parts(own: str) -> re.Pattern[str]:
    """A part of a session under this note's own letters: then the others' lines are theirs to the end."""
    return re.compile(rf"{_OPENS}(?:{_LETTERS.get(own, 'DC')})\b[^.\n]{{0,30}}?[:|–-]")
