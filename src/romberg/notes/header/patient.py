"""Whose note it is, by what its head says: a record number, a name, a birth date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from romberg.knowledge import payer_names
from romberg.notes import lexicon
from romberg.notes.people.credentials import read_data, roles
from romberg.visit import Span

_HEAD_LINES = 14  # beyond these a name is that of somebody in the story
_TITLE_LINES = 5  # within these a name may stand without a word that calls it the patient's
_PARTICLES = "de|da|di|la|le|van|von|der|den|del|ten|ter|al|el|bin|ibn|st"
_PIECE = r"(?:[A-Z][^\W\d_]*(?:['’][A-Z]?[^\W\d_]+)?(?:-[A-Z][^\W\d_]+)*\.?)"
_NAME = (
    rf"(?P<name>{_PIECE},[ ]?{_PIECE}(?:[ ]{_PIECE}){{0,2}}"
    rf"|(?:(?:Mr|Mrs|Ms|Miss|MR|MRS|MS)\.?[ ])?{_PIECE}"
    rf"(?:[ ](?:(?:{_PARTICLES})[ ])*(?:[\"“(][A-Z][^\W\d_]*[\"”)][ ])?{_PIECE}){{0,3}})(?!\w)"
)
_LABEL = (
    r"(?:(?:PATIENT|CLIENT|RESIDENT|PT|Pt|pt|[Pp]tnt|Patient|patient|Client|client|Resident|Child|CHILD|Kid|Student|STUDENT"
    r"|Athlete|Worker|Employee|Member|[Cc]hart [Oo]f|Re|RE)(?:['’]?s)?(?:[ ](?:name|Name|NAME))?|Name|NAME)"
)
_LABELLED = re.compile(rf"(?<![\w-]){_LABEL}(?P<sign>[ ]*[:#*|.=-]{{1,3}}[ *]*|[ ]{{1,12}}|[ ]is[ ])(?!\d){_NAME}")
_CELL = re.compile(r"(?:^|[|;/]|\s{2,}|\t|[-–—]{1,3}\s|,\s|//\s?|\d{2,4}\s)\s*(?=[A-Z])", re.MULTILINE)
_AGED = re.compile(
    r"\s*[,(]?\s*(?:(?:age|aged)?\s*\d{1,3}(?:\s?(?:y\b|yo\b|y/o|yrs?\b|years?\b|mo\b|m\b|f\b)|(?=\s*(?:[,;)|/]|\s{2}|$)))"
    r"|d\.?o\.?b|born|[mf]\s?\d{2}\b)",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:$|[|;/(]|\s{2,}|\t|\s[-–—]{1,3}\s|,\s*(?:\d|[a-z]))", re.MULTILINE)
_NUMBER = re.compile(
    r"\b(?:mrn|med(?:ical)?\s+rec(?:ord)?(?:\s+(?:no|number|#))?|chart|account|acct|patient\s+id|pt\s+id)\s*[.:#-]*\s*#?\s*"
    r"(?P<number>[A-Z]{0,3}-?\d[\dA-Z-]{2,14})\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|born|birth\s*date|date of birth)\s*[:.]?\s*(?P<born>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})",
    re.IGNORECASE,
)
_TITLES = ("mr", "mrs", "ms", "miss")


@dataclass(frozen=True, slots=True)
class Patient:
    """Whose note it is; what is not written is empty or None.

    `name` is as written, `words` its words in an order of their own; `number` is a record's, `born` as 1944-03-02.
    """

    name: str
    words: tuple[str, ...]
    born: str | None
    number: str | None
    spans: tuple[Span, ...] = ()


def patient(text: str) -> Patient | None:
    """The patient by the head of a note; None where it names nobody."""
    head = _head(text, _HEAD_LINES)
    number, born = _NUMBER.search(head), _BORN.search(head)
    named = _named(head)
    if number is None and named is None:
        return None
    name, at = named or ("", 0)
    spans = (Span(at, at + len(name)),) if named else (Span(*number.span("number")),) if number else ()
    return Patient(
        name, _words(name), _day(born["born"]) if born else None, number["number"].upper() if number else None, spans
    )


def _head(text: str, lines: int) -> str:
    end, at = 0, 0
    while lines and at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        lines -= bool(text[at:end].strip())
        at = end + 1
    return text[:end]


def _named(head: str) -> tuple[str, int] | None:
    """The name that is called the patient's; else one of the title that an age or birth date follows; else one alone.

    A name that nothing marks must stand in a cell of its own behind the first, where clinics write theirs.
    """
    for match in _LABELLED.finditer(head):
        if found := _called(match, head):
            return found
    title = _head(head, _TITLE_LINES)
    cells = list(_cells(title))
    aged = (one for one in cells if _AGED.match(title, one.end()))
    alone = (one for one in cells if one.start() and _ENDS.match(title, one.end()) and not one["name"].isupper())
    return next((found for one in (*aged, *alone) if (found := _a_name(one["name"].split(), one, head))), None)


def _called(match: re.Match[str], head: str) -> tuple[str, int] | None:
    """The name behind a label; what follows it in the same words, as in "Ada Vale DOS", is no part of it."""
    words = match["name"].split()
    while words and _foreign(words[-1]):
        words.pop()
    end = match.start("name") + len(" ".join(words))
    alone = bool(match["sign"].strip()) and bool(_ENDS.match(head, end) or _AGED.match(head, end))
    return _a_name(words, match, head, alone)


@cache
def _a_cell() -> re.Pattern[str]:
    return re.compile(_NAME)


def _cells(title: str) -> Iterator[re.Match[str]]:
    for cell in _CELL.finditer(title):
        if (match := _a_cell().match(title, cell.end())) and " " in match["name"]:
            yield match


def _a_name(
    words: Sequence[str], match: re.Match[str], head: str, one_is_enough: bool = False
) -> tuple[str, int] | None:
    """The words as a person's name; None for headings, payers, clinics, and people with letters behind their name."""
    name = " ".join(words).rstrip(",")
    plain = [word for word in _words(name) if word not in _TITLES]
    titled = len(plain) < len(_words(name))
    if not plain or any(_foreign(word) for word in words) or _payer().search(name.casefold()):
        return None
    if len(plain) < 2 and not one_is_enough and not titled:
        return None
    behind = re.match(r"[ ,]{1,3}([A-Z][A-Za-z/-]*)", head[match.start("name") + len(name) :])
    return None if behind and behind[1] in roles() else (name, match.start("name"))


def _foreign(word: str) -> bool:
    """Whether no name holds a word: of a heading, a clinic, a payer, a day."""
    plain = word.strip('.,()"“”').casefold()
    return plain in _no_patient() or (len(plain) > 2 and plain in _never()) or word.strip(".,") in roles()


@cache
def _no_patient() -> frozenset[str]:
    return frozenset(str(word) for word in read_data("words.yaml")["never_in_a_patient_s_name"])


@cache
def _never() -> frozenset[str]:
    return frozenset(str(word) for word in read_data("words.yaml")["never_in_a_name"])


def _payer() -> re.Pattern[str]:
    return _payers(payer_names.called())


@cache
def _payers(called: payer_names.Called) -> re.Pattern[str]:
    return lexicon.pattern(called.cards)


def _words(name: str) -> tuple[str, ...]:
    """The words of a name in an order that does not depend on which stands first ("Vale, Ada" and "Ada Vale")."""
    return tuple(sorted(word for word in re.split(r"[\s,.'’\"“”()-]+", name.casefold()) if word))


def _day(written: str) -> str:
    """A birth date in one form, so that 3/2/44 and 03/02/1944 are one day; years of two figures are of the last century
    or this by what is in the past."""
    parts = re.split(r"[/.-]", written)
    if len(parts[0]) == 4:
        year, month, day = parts
    else:
        month, day, year = parts
    if len(year) == 2:
        year = ("19" if int(year) > 26 else "20") + year
    return f"{year}-{int(month):02}-{int(day):02}"
