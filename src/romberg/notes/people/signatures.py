"""Whether a name stands as a signature: e-signed, /es/, signed, or name, credential and date at the end of the note."""

from __future__ import annotations

import re

_SIGN = (
    r"(?:sign(?:ed|ature)s?\b|(?<=e-)sign?s?\b|(?<=\be)sign?\b|(?<=\be )sign?\b|(?<=[co]-)sign\b|/e?s/|\bes/"
    r"|authenticat\w*|attest\w*|verified\b|finali[sz]ed|electronic(?:ally)?\b)"
)
SIGN = re.compile(_SIGN)
_SIGNS = ("sig", "s/", "authent", "attest", "verif", "finali", "electron")
_JUST_BEFORE = re.compile(
    rf"{_SIGN}[^a-z\n]{{0,30}}(?:(?:electronically|digitally|electronic|elec|sign(?:ed|ature)?|on|at|date|time|am|pm"
    rf"|a\.m|p\.m|and)\b[^a-z\n]{{0,24}}){{0,3}}"
    r"(?:(?:by|for)\b)?[^a-z\n]{0,12}(?:(?:dr|mr|ms|mrs|therapist|treating|supervising|provider|pt|clinician"
    r"|physician|student)\b[.:\s]*){0,3}$"
)
UNSIGNED = re.compile(
    r"\bsign(?:ed|ature)[^a-z\n]{0,6}_{2,}|_{3,}|\bunsigned\b|\bnot (?:yet )?(?:been )?(?:e-?)?signed"
    r"|\bnot (?:yet )?(?:been )?(?:finali[sz]ed|authenticated|attested|verified|locked)"
    r"|\b(?:co-?)?sign(?:ature|ed|ing|-off)?\s*(?:is |still )?(?:pending|needed|required|missing|outstanding|due"
    r"|to follow|on next)"
    r"|\bpending\b|\bdraft\b|\bawait(?:ing|s)\b|\bto be (?:co-?)?signed|\bneeds? (?:a )?(?:co-?)?sign|\bno signature"
    r"|\bwithout (?:a )?signature|\bincomplete\b|\bsign here|\bunlocked\b"
)
_ELSE = re.compile(
    r"\b(?:consent|abn|waiver|forms?|poc|plan of care|recert\w*|cert\w*|orders?|script|rx|referral|permission"
    r"|release|letter|lmn|hipaa|contract|rtw)\b[^.;]{0,25}$"
)
_ELSE_BEHIND = re.compile(
    r"\s*(?:the\s+|our\s+)?(?:poc|plan of care|recert|cert|orders?|script|rx|referral|consent|abn|lmn|letter|form)"
)
_DATE = re.compile(
    r"(?<![\d/])(?:\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|20\d\d-\d\d-\d\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*\.? \d{1,2},? \d{4}|\d{1,2}[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov"
    r"|dec)[a-z]*[ -]\d{2,4})"
)
# "LB 7/9/26   Lottie Baines, COTA": initials and a day before the name, with nothing else on the line.
_LEGEND = re.compile(r"\b([a-z]{2,4})\s*[=:]\s*$")
_INITIALLED = re.compile(rf"[\W_]*(?:[a-z]{{2,3}}[\s.,:/-]+)?{_DATE.pattern}[\s\d:.,|apm-]*$")
# One of these stands in whatever says that a signature is missing: spares the search in most notes.
_SIGNS_OF_MISSING = (
    *(
        "__",
        "unsign",
        "not ",
        "pending",
        "needed",
        "required",
        "missing",
        "outstanding",
        "due",
        "follow",
        "on next",
        "draft",
    ),
    *("await", "to be", "needs", "no sig", "without", "incomplete", "here", "unlocked"),
)
_REACH = 120


def signs(ahead: str, behind: str, at_end: bool) -> bool | None:
    """True: signed. False: the note says that a signature is missing. None: nothing is said.

    `ahead` and `behind` are the folded words around the name on its line; `at_end`: it stands on the last lines.
    """
    behind = behind[:_REACH]
    missing = _missing_in(behind)
    signed = _sign_in(behind)
    if missing and (signed is None or missing.start() <= signed):
        return False
    before = _JUST_BEFORE.search(ahead) if any(word in ahead for word in _SIGNS) else None
    if ahead and _missing_in(ahead[-24:] if before is None else ahead[max(0, before.start() - 24) :]):
        return False
    if signed is not None or (before and not _ELSE.search(ahead[: before.start()])):
        return True
    return True if at_end and (_DATE.search(behind[:40]) or _INITIALLED.match(ahead)) else None


def initialled(text: str, start: int, end: int, ahead: str) -> bool:
    """Whether "RXL = Roxanne Lee, PT" explains initials that stand on a line of their own, alone or with a day."""
    told = _LEGEND.search(ahead)
    if told is None:
        return False
    alone = re.compile(rf"^\W*(?:by\W+|initials?\W+)?{re.escape(told[1].upper())}\b[\W\d]*$", re.MULTILINE)
    return bool(alone.search(text, start, end))


def _missing_in(words: str) -> re.Match[str] | None:
    return UNSIGNED.search(words) if any(sign in words for sign in _SIGNS_OF_MISSING) else None


def _sign_in(behind: str) -> int | None:
    if not any(word in behind for word in _SIGNS):
        return None
    for match in SIGN.finditer(behind):
        if not _ELSE.search(behind[: match.start()]) and not _ELSE_BEHIND.match(behind, match.end()):
            return match.start()
    return None


def opens_with_sign(folded: str) -> bool:
    """A line that carries on the signature of the line above: "electronically signed 02/24/2026"."""
    return bool(SIGN.match(folded.lstrip(" -*(/|")) or folded.lstrip().startswith("/"))


_DRAFT = re.compile(r"\b(?:status:?\s*)?(?:draft|unsigned|not (?:yet )?signed)\b")


def is_draft(folded: str) -> bool:
    """The note calls itself a draft, or unsigned, at its head."""
    return any(sign in folded for sign in ("draft", "unsigned", "not ")) and _DRAFT.search(folded) is not None
