"""Whose note it is, by what its head says: a record number, else a name with or without a birth date."""

from __future__ import annotations

import re

_HEAD_LINES = 14  # beyond these a name is that of somebody in the story
_STOP = (
    r"(?=\s{2,}|\t|\||;|$|\s*[,(]?\s*(?:age|aged|dob|d\.o\.b|mrn|chart|acct|account|date|dos|visit|payer|insurance|ins|dx|sex"
    r"|m/f|[MF]\b|\d{1,3}\s?(?:y\b|yo\b|y/o|yrs?\b|year)|\d{2,3}\s*(?:[,;)]|$)))"
)
_NAME = re.compile(
    r"\b(?:patient(?:'s)?(?:\s+name)?|pt(?:\s+name)?|client(?:\s+name)?|name|resident)\s*[:#-]\s*"
    rf"(?P<name>[^\W\d_][\w.,'’ -]{{1,50}}?){_STOP}",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(
    r"\b(?:mrn|med(?:ical)?\s+rec(?:ord)?(?:\s+(?:no|number|#))?|chart|account|acct|patient\s+id|pt\s+id)\s*[.:#-]*\s*#?\s*"
    r"(?P<number>[A-Z]{0,3}-?\d[\dA-Z-]{2,14})\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|born|birth\s*date|date of birth)\s*[:.]?\s*(?P<born>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})",
    re.IGNORECASE,
)


def patient(text: str) -> str | None:
    """A key for the patient of a note, the same for the same patient in one clinic; None where its head names nobody.

    A record number goes before a name; a name stands with its birth date where one is written. It is a key for putting
    notes together, and nothing to print.
    """
    head = "\n".join(text.splitlines()[:_HEAD_LINES])
    number = _NUMBER.search(head)
    if number is not None:
        return f"record {number['number'].upper()}"
    name = _NAME.search(head)
    if name is None:
        return None
    born = _BORN.search(head)
    return " ".join(["name", *_words(name["name"]), *([born["born"]] if born else [])])


def _words(name: str) -> list[str]:
    """The words of a name in an order that does not depend on which stands first ("Vale, Ada" and "Ada Vale")."""
    return sorted(word for word in re.split(r"[\s,.'’-]+", name.casefold()) if word)
