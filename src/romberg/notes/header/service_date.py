"""The date of the visit: a date that the note calls its own, else one in the title, else that of the signature."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from romberg.notes.dates import Found, dates, first_date
from romberg.notes.layout import Document, amended_from

_HEAD, _FOOT = 700, 120  # signs
_DATES_OF_A_LINE = 3
_LABEL = re.compile(
    r"d(?<![a-z]d)(?:os\b|\.o\.s\.?|ate(?:\s*(?:/|of|&)\s*(?:service|visit|treatment|tx|session|encounter|care"
    r"|therapy|time)|\s+(?:seen|treated|time))?s?\b)"
)
_OTHER_DATE = re.compile(
    r"(?:birth|b|plan of care|eval\w*|onset|injury|accident|surgery|iep|cert\w*|poc|plan|report|exam|order|referral"
    r"|admit|admission|admi\w*|soc|start|end|due|return|discharge (?=x)|"
    r"sign\w*|print\w*|fax\w*|auth\w*|exp\w*|expiration|next|last|prior|previous|policy|effective|dx|diagnosis"
    r"|review\w*|mri|loss|consent|hire)\W{0,3}$"
)
_OF_OTHER = re.compile(
    r"\s*(?:of\s+(?:birth|onset|injury|accident|surgery|loss|eval\w*|exam|referral|admission|last|next|report"
    r"|signature|discharge)|signed|printed)"
)
_OF_EVALUATION = re.compile(r"\s*of\s+(?:initial\s+)?eval")
_TITLE = re.compile(r"\beval(?:uation)?\b")
# "Order: Dr. Renee Falk, 02/23/2026": the day of an order, with the name of who gave it between.
_ORDERED = re.compile(r"\b(?:order(?:ed)?|referr(?:al|ed)|prescri\w+|rx)\b(?:(?!\s{3})[^\n|]){1,40}$")
_NOT_TODAY = re.compile(
    r"(?:\b(?:dob|birth\w*|born|onset|doi|doa|dol|inj\w*|accident|mv[ac]|surg\w*|sx|poc|plan\b|re-?cert\w*|cert\w*|eval\w*"
    r"|soc|since|was|last|prior|previous\w*|next|esig\w*|auth\w*|exp\w*|iep|order\w*|rx|ref\w*|fax\w*|consent"
    r"|f/u|follow\S*|fall|fell|through|thru|to|until|from|by|reports?|pr|rev\w*|print\w*|(?:re-?)?exam|due|as of|abn"
    r"|hosp\w*|admi\w*|d/c|discharged|s/p|post|eff\w*|return\w*|rtw|mri|x-?rays?|ct|dx\S*|baseline|repair\w*|tka|tha"
    r"|stroke|cva|forward|copied|loss|crash\w*|collision|struck)|d\.o\.b\.?|start of care|sign\w*)"
    r"[^a-z\n|]{0,6}(?:\([^)\n]{0,12}\)|date|on|of)?[^a-z\n|]{0,4}$"
)
_RANGE = re.compile(r"\s*(?:-|to|thru|through|until|>)\s*(?:\d|present)")
_SOLID = re.compile(r"\W{0,3}([01]\d)([0-3]\d)(20\d\d)(?!\d)")
_TODAY = re.compile(  # opens with a set of signs, to which a search skips quickly
    r"[(\[*<t](?:(?<=[(\[*])\s*today|(?<=<)-+\s*(?:this visit|today|now)\b"
    r"|(?<=t)oday(?:(?:'s (?:date|visit|session|note))?(?=\W{0,4}\d)|(?<!\wtoday)(?=\s*(?:\||$))))",
    re.MULTILINE,
)


@lru_cache(maxsize=2)  # three readers ask for it while one note is read
def service_date(document: Document) -> Found | None:
    """The day of the visit with its words, or None where the note bears no date of its own."""
    told = _of_encounter(document) or _labelled(document) or _today(document)
    return told or _signed_in_head(document) or _in_head(document) or _signed(document)


def _of_encounter(document: Document) -> Found | None:
    if len(document.encounters) < 2:
        return None
    line = document.line_at(document.active.start)
    return next(dates(document.folded, line.start, line.end), None)


def _labelled(document: Document) -> Found | None:
    folded, (start, end) = document.folded, document.active
    best: tuple[int, Found] | None = None
    for label in _LABEL.finditer(folded, start, end):
        line = document.line_at(label.start())
        if _of_another(document, label):
            continue
        found = next(dates(folded, label.end(), min(line.end, label.end() + 34)), None) or _solid(folded, label.end())
        if found is None or re.search(
            r"[a-z]{4}",
            re.sub(
                r"service|visit|treatment|evaluation|initial|mon|tues|wednes|thurs|fri|satur|sun|day|[a-z]{3,9} \d",
                "",
                folded[label.end() : found.start],
            ),
        ):
            continue
        rank = (
            0
            if len(label.group()) > 4 or label.group().startswith(("dos", "d.o"))
            else 1 + (document.region_at(label.start()) == "signature")
        )
        if _sign_label(document, label.start()):
            rank = 3
        if best is None or rank < best[0]:
            best = (rank, found)
    return best[1] if best and best[0] < 3 else None


def _of_another(document: Document, label: re.Match[str]) -> bool:
    """Whether a label speaks of another day than the visit's: of birth, of onset, of the evaluation in a later note."""
    folded, line = document.folded, document.line_at(label.start())
    if _OF_EVALUATION.match(folded, label.end()) and _titled_evaluation(document):
        return False
    before = _OTHER_DATE.search(folded, max(line.start, label.start() - 22), label.start())
    return bool(before or _OF_OTHER.match(folded, label.end()))


def _titled_evaluation(document: Document) -> bool:
    """Whether the first line calls the note an evaluation, so that its day is the visit's own."""
    first = next((line for line in document.lines if line.start < line.end), document.lines[0])
    return bool(_TITLE.search(document.folded, first.start, first.end))


def _solid(folded: str, at: int) -> Found | None:
    """A date without any sign between its parts, as some systems print it: 03022026."""
    match = _SOLID.match(folded, at)
    found = first_date(f"{match[1]}/{match[2]}/{match[3]}") if match else None
    return Found(found.value, match.start(1), match.end(3)) if match and found else None


def _sign_label(document: Document, at: int) -> bool:
    """Whether "Date: 3/3/26" stands behind a signature, and so is the date of the signature."""
    line = document.line_at(at)
    return "sign" in document.folded[line.start : at] or "_____" in document.folded[line.start : at]


def _signed_in_head(document: Document) -> Found | None:
    """The date of the head that is also the last of the note, that of the signature: no other day is written twice.

    A note that was amended later ends with another day's signature.
    """
    start, end = document.active
    if len(document.encounters) > 1 or amended_from(document.folded, document.active) < end:
        return None
    last = [found.value for found in dates(document.folded, max(start, end - _FOOT), end)][-1:]
    head = dates(document.folded, start, min(end - _FOOT, start + _HEAD))
    return next((found for found in head if found.value in last), None)


def _in_head(document: Document) -> Found | None:
    start, end = document.active
    begins = 0 if len(document.encounters) < 2 else start
    return next(_plausible(document, begins, min(end, begins + _HEAD), head=True), None)


def _plausible(document: Document, start: int, end: int, head: bool) -> Iterator[Found]:
    folded, skip = document.folded, -1
    everything = list(dates(folded, start, end))
    per_line = Counter(document.line_at(found.start).start for found in everything)
    for found in everything:
        line = document.line_at(found.start)
        if per_line[line.start] > _DATES_OF_A_LINE:
            continue  # the head of a flow sheet: one column a visit
        if _RANGE.match(folded, found.end) and found.start >= skip:
            skip = found.end + 16  # the end of the range is no date of a visit either
            continue
        if found.start < skip or _NOT_TODAY.search(folded, max(line.start, found.start - 34), found.start):
            continue
        if _ORDERED.search(folded, max(line.start, found.start - 48), found.start):
            continue
        if (
            not head
            or document.region_at(found.start) in ("header", "signature", "treatment", "totals", "plan")
            or line.start == 0
        ):
            yield found


def _today(document: Document) -> Found | None:
    folded, (start, end) = document.folded, document.active
    for match in _TODAY.finditer(folded, start, end):
        line = document.line_at(match.start())
        behind = next(dates(folded, match.end(), min(line.end, match.end() + 20)), None)
        ahead = list(dates(folded, max(line.start, match.start() - 20), match.start()))
        if match.group().startswith("today") and behind:
            return behind
        if ahead:
            return ahead[-1]
    return None


def _signed(document: Document) -> Found | None:
    """The date at the end of the note, where nothing else tells the day."""
    start, end = document.active
    found = list(dates(document.folded, max(start, end - 400), end))
    return found[-1] if found else next(_plausible(document, start, end, head=False), None)
