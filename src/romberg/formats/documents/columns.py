"""What the columns of clinics' exports are called, and what each is taken for."""

from __future__ import annotations

import re

# A column whose name is none of these is words of the note too, under its own heading.
COLUMNS: dict[str, tuple[str, ...]] = {
    "visit": (
        *("visit id", "visit key", "encounter id", "encounter key", "encounter number", "encounter csn", "csn"),
        *("appointment id", "appt id", "note id", "document id", "soap id", "daily note id", "visit guid", "visitid"),
    ),
    "patient": (
        *(
            "patient id",
            "patient",
            "patient name",
            "client id",
            "client",
            "client name",
            "mrn",
            "chart number",
            "chart",
        ),
        *("case id", "patient key", "account number", "account", "patient account", "patient first name"),
        *("patient last name", "first name", "last name", "patientid"),
    ),
    "date": (
        *(
            "date of service",
            "dos",
            "service date",
            "visit date",
            "date of visit",
            "encounter date",
            "appointment date",
        ),
        *("treatment date", "session date", "date"),
    ),
    "code": (
        "code",
        "cpt",
        "cpt code",
        "cpt codes",
        "hcpcs",
        "procedure",
        "procedure code",
        "cpt/hcpcs",
        "charge code",
    ),
    "units": ("units", "unit", "qty", "quantity", "billed units", "service units", "charge units"),
    "modifiers": (
        *("modifiers", "modifier", "mods", "mod", "modifier 1", "modifier 2", "modifier 3", "modifier 4"),
        *("mod 1", "mod 2", "mod 3", "mod 4", "m 1", "m 2", "m 3", "m 4"),
    ),
    "code minutes": ("minutes", "min", "mins", "time", "code minutes", "charge minutes"),
    "flag": ("export flag", "record action", "change type", "row action"),
    # Of the system that exported, not of the visit.
    "technical": (
        *("row id", "id", "guid", "created", "created at", "created date", "modified"),
        *(
            "modified at",
            "modified date",
            "updated",
            "updated at",
            "last updated",
            "version",
            "clinic id",
            "facility id",
        ),
        *("company id", "therapist id", "provider id", "user id", "address", "phone", "email", "zip", "city", "state"),
        *("ssn", "dob", "date of birth", "birth date", "member id", "policy number", "insurance id", "subscriber id"),
        *("charge amount", "amount", "fee", "line number", "line", "charge id", "claim id", "pos"),
    ),
}
# One of these must have words in a row, or the row is no note.
WORDS = re.compile(
    r"\b(?:note|notes|text|subjective|objective|assessment|plan|treatment|treatments|interventions?|narrative|body|content"
    r"|soap|s|o|a|p|daily|progress|summary|history|goals|response|exercises?|activit(?:y|ies)|documentation|comments?)\b"
)
REMOVED = ("remove", "removed", "delete", "deleted", "d", "r")  # what a flag says of a row that is no longer in force
_PARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_.\-#]+|(?<=[A-Za-z])(?=\d)")
_MEANING = {name: meaning for meaning, names in COLUMNS.items() for name in names}


def plain(heading: str) -> str:
    """A heading in small letters with blanks between its words: VisitID and visit_id are "visit id"."""
    return " ".join(part for part in _PARTS.split(heading.strip()) if part).lower()


def meaning(heading: str) -> str:
    """What a column is taken for; "words" where its name is not known."""
    return _MEANING.get(plain(heading), "words")


def shown(heading: str) -> str:
    """A heading as the note's text shows it: Subjective, Date of service."""
    written = heading.strip().rstrip(":")
    if " " in written or written.isupper():
        return written
    return plain(written)[:1].upper() + plain(written)[1:]
