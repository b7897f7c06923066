"""People who sign, or are named as the therapist, without the letters of a licence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from romberg.notes.layout import Document
from romberg.notes.people import names
from romberg.notes.people.ends import end_begins
from romberg.visit import Clinician, Role, Span

_WORD = r"[A-Z](?:[^\W\d_]|['’.-])*"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{1,2}}(?!\w))"
_SIGNED = (
    r"(?<!not )(?<!yet )(?<!never )(?<!be )"
    r"(?i:(?:e-?|electronically |digitally )?signed(?: electronically| digitally)?(?: by)?|/e?s/|e-?sign(?:ature)?"
    r"|signature)"
)
_SIGNER = re.compile(
    rf"{_SIGNED}\s*[:\-]?\s*(?:\d[\d/:\- ]*(?:[AaPp][Mm])?\s*by\s*)?(?P<title>(?i:dr)\.? )?{_NAME}(?=\s*(?:$"
    rf"|[,\d(.\n]|\s[\do]))",
    re.MULTILINE,
)
_SIGNS = re.compile(rf"^[ \t\-]*(?P<title>(?i:dr)\.? )?{_NAME},?[ \t]+[\d/\-. :APMapm,(]*{_SIGNED}", re.MULTILINE)
_SMALL_LETTERS = re.compile(
    r"(?P<name>[a-z](?<![a-z'.\-][a-z])[a-z'.\-]+(?: [a-z][a-z'.\-]+){1,2}),? "
    r"(?P<letters>pt|ot|slp|dc|md|do|np)(?:,? (?:dpt|ocs|ncs"
    r"|gcs|mspt|phd))*,?\s+\(?(?:e-?sig|signed|elec|/e?s/)"
)
_ROLE_OF_SMALL: dict[str, Role] = {"dc": "chiropractor", "md": "physician", "do": "physician", "np": "physician"}
# "Signed Ana Whitlow, physical therapist": the profession in words.
_PROFESSION = re.compile(
    r",?\s+(?:(?:licensed|registered|treating|the)\s+)?(?P<as>(?i:(?:physical|occupational) therap(?:ist|y)"
    r"(?: assistant)?|speech[ -]language pathologist|speech therapist|physiotherapist"
    r"|doctor of (?:physical therapy|chiropractic)|chiropract(?:or|ic physician)))\b"
)
_LABELLED = re.compile(
    rf"(?i:\b(?P<role>therapist|treating therapist|provider|clinician|chiropractor"
    rf"|treating provider))\s*:\s*(?P<title>(?i:dr)\.? )?{_NAME}(?=\s*(?:$|[,_(\n]|\s\s))",
    re.MULTILINE,
)


def without_letters(document: Document, someone: bool) -> Iterator[Clinician]:
    """People who signed, or are named as the therapist, without a credential."""
    begin, end = end_begins(document), document.active.end
    small = _SMALL_LETTERS.search(document.text, begin, end)
    if small:
        span, role = Span(small.start(), small.end("letters")), _ROLE_OF_SMALL.get(small["letters"], "therapist")
        yield Clinician(small["name"], small["letters"], role, True, (span,))
        return
    for match in (*_SIGNER.finditer(document.text, *document.active), *_SIGNS.finditer(document.text, begin, end)):
        if not names.is_heading(match["name"]):
            called = _PROFESSION.match(document.text, match.end("name"))
            role = _role_of(called["as"].lower()) if called else _role_without_letters(document, match)
            yield Clinician(match["name"], called["as"] if called else "", role, True, (Span(*match.span("name")),))
            return
    if someone:
        return
    for match in _LABELLED.finditer(document.text, *document.active):
        if not names.is_heading(match["name"]):
            yield Clinician(
                match["name"], "", _role_without_letters(document, match), False, (Span(*match.span("name")),)
            )
            return


def _role_of(profession: str) -> Role:
    if "assistant" in profession:
        return "assistant"
    return "chiropractor" if profession.startswith(("chiro", "doctor of chiro")) else "therapist"


def _role_without_letters(document: Document, match: re.Match[str]) -> Role:
    if not match["title"]:
        return "therapist"
    return "chiropractor" if re.search(r"chiro|9894[0-3]|adjust", document.folded) else "physician"
