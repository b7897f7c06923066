"""Letters that make a person a therapist, an assistant, a student: found in one scan, with the role that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.notes import lexicon
from romberg.notes.layout.fold import fold, words_of
from romberg.notes.seldom import Seldom
from romberg.visit import Role

# Who a person is when the letters name several: "PT, DPT, ATC" is a therapist, "SPT, ATC" a student.
_ORDER: tuple[Role, ...] = ("student", "chiropractor", "therapist", "assistant", "physician", "aide")
_OF_DISCIPLINE = (
    ("OT", re.compile(r"ot", re.I)),
    ("SLP", re.compile(r"slp|ccc|speech|graduate", re.I)),
    ("PT", re.compile(r"pt|phys", re.I)),
)


class Letters(NamedTuple):
    """A run of credentials as written ("PT, DPT, OCS") with the role that it gives."""

    start: int
    end: int
    text: str
    role: Role
    firm: bool  # the letters can hardly be anything else ("DPT", "OTR/L"); "PT" can be the patient


@cache
def read_data(name: str) -> dict[str, Any]:
    """A vocabulary of this folder."""
    raw = resources.files(__package__).joinpath(name).read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return loaded


@cache
def roles() -> dict[str, Role | None]:
    """Each credential as written with its role; None for letters that say nothing of it."""
    data = read_data("credentials.yaml")
    found = {str(word): (None if role == "other" else role) for role, written in data.items() for word in written}
    opening = {word.capitalize(): role for word, role in found.items() if word.islower() and " " in word}
    return {**opening, **found}  # type: ignore[dict-item]  # the keys of the file are the roles


@cache
def _runs() -> re.Pattern[str]:
    """A run of letters that begins with a capital."""
    return re.compile(_opening([word for word in roles() if word[0].isupper()]) + _further())


@cache
def _runs_of_any() -> re.Pattern[str]:
    """A run that begins with any of the words; few notes hold one in small letters, so most never compile it."""
    return re.compile(_opening(list(roles())) + _further())


def _further() -> str:
    stop = r"(?:/L\b)?(?![\w]|[-/][A-Za-z])"
    return rf"{stop}(?:(?:,\s?|[ \t]|/[ \t]?|;[ \t]|[ \t]?-[ \t]?){lexicon.exactly(roles())}{stop})*"


# One of these stands in every word of the file that is written in small letters (a test sees to it).
SIGNS_OF_SMALL = (
    *(
        "aide",
        "tech",
        "student",
        "clinician",
        "massage",
        "trainer",
        "physiolog",
        "instructor",
        "kinesiolog",
        "office staff",
        "desk staff",
        "fitness staff",
        "gym staff",
        "attendant",
        "receptionist",
        "nursing assistant",
        "specialist",
        "volunteer",
        "assistant",
    ),
    *("chiropractic", "tDPT", "dpt", "mspt", "otr", "slp", "pta", "cota", "ota/l", "spt", "lmt", "atc"),
)


@cache
def _openings() -> dict[str, tuple[str, ...]]:
    """How the words in small letters begin, by the sign that they hold."""
    small = [word for word in roles() if word[0].islower()]
    return {sign: tuple({word[:5] for word in small if sign in word}) for sign in SIGNS_OF_SMALL}


def _opening(words: list[str]) -> str:
    """The words where no word goes before; their first letter stands first, so that the search skips to it."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    branches = [
        rf"{re.escape(first)}(?<![\w.&-]{re.escape(first)})(?<!\w/{re.escape(first)}){lexicon.exactly(rest)}"
        for first, rest in rests.items()
    ]
    return f"(?:{'|'.join(branches)})"


_FIRM = re.compile(r"[A-Z]{3}|[A-Z]{2,}[/-][A-Z]|[A-Z]\.[A-Z]|^(?:dpt|mspt|otr|ccc-slp|cota|pta|spt|lmt|slp)")


@lru_cache(maxsize=4)
def letters(text: str, start: int, end: int) -> tuple[Letters, ...]:
    """Every run of credentials between two offsets that says who a person is; a note is asked twice, and read once."""
    return tuple(_letters(text, start, end))


def _letters(text: str, start: int, end: int) -> Iterator[Letters]:
    known = roles()
    adjusts = ("CMT" in text or "CA" in text) and bool(_OF_A_CHIROPRACTOR.search(text))
    runs = (run for match in _found(text, start, end) for run in _parted(text, match))
    for match in runs:
        written = match.group()
        role = known[written] if written in known else _role(written.removesuffix("/L"))
        if written == "CMT" and (adjusts or not _NAMED.search(text, max(0, match.start() - 24), match.start())):
            continue  # without a name before it, and wherever a chiropractor writes, it is the manipulation
        if written.lower() in _NAMED_ONLY and not _is_called(text, match):
            continue  # "balance trainer", "at the gym with a trainer": no person of the clinic
        if written in ("MA", "CA") and _in_brackets_of_its_own(text, match):
            role = "aide"
        if written == "MA" and _BY_MA.search(text, max(0, match.start() - 16), match.end() + 3):
            role = "aide"  # a medical assistant: "by MA Kristy"; behind a name it is a degree
        if (
            written == "CA"
            and role is None
            and adjusts
            and (_BY_A_CA.search(text, max(0, match.start() - 16), match.end()) or _CA_AT_WORK.match(text, match.end()))
        ):
            role = "aide"  # a chiropractic assistant: "exercises w/ CA Lynn"; elsewhere a state
        if role:
            written = _WITH_ITS_CI.sub("", written) if role == "student" else written
            yield Letters(match.start(), match.start() + len(written), written, role, _is_firm(written, role))


_BY_MA = re.compile(r"\b(?:by|with|w/|from|to) (?:our |the |my |an )?MA [A-Z][a-z]")
# "Wren Idris COTA/L; OTR Beau Castile": behind the semicolon another person begins.
_NEXT_PERSON = re.compile(r" [A-Z][a-z'’.\-]+(?: [A-Z][a-z'’.\-]+)?")


def _parted(text: str, match: re.Match[str]) -> Iterator[re.Match[str]]:
    """A run of letters, or its two parts where a name stands behind letters that follow a semicolon.

    Nor is a helper by a word, with letters behind a comma, one person: "with a tech, PT in the office".
    """
    at = text.rfind(";", *match.span()) if _NEXT_PERSON.match(text, match.end()) else -1
    comma = text.find(", ", *match.span())
    in_words = comma > 0 and text[match.start() : comma].islower()
    at = comma if in_words and roles().get(text[match.start() : comma]) == "aide" else at
    first = _runs_of_any().fullmatch(text, match.start(), at) if at > 0 else None
    surname = (
        comma > 0
        and text[match.start() : comma].istitle()
        and _FORENAME.search(text[max(0, match.start() - 24) : match.start()])
    )
    if surname and roles().get(text[match.start() : comma]) == "aide":
        yield _runs_of_any().match(text, comma + 2, match.end()) or match  # "Rona Tech, OTR/L"
        return
    second = _runs_of_any().match(text, at + 2, match.end()) if first else None
    yield from (first, second) if first and second else (match,)


_FORENAME = re.compile(r"(?:^|[\n:,;.] ?)[A-Z][a-z]+ $")
_BY_A_CA = re.compile(r"(?<!set )(?<!set up )(?<!pads )(?:with|w/|[Bb]y) ?CA$")
_CA_AT_WORK = re.compile(
    r"(?: [A-Z][a-z]+)? (?:took|did|ran|led|gave|counted|watched|supervised|guided|showed"
    r"|had (?:him|her)|worked|walked)\b"
)
_WITH_ITS_CI = re.compile(r"\s?[;,-]\s?CI$")  # "by Amy Fox, SPT; CI at the next mat": the instructor is another
_NAMED_ONLY = ("trainer",)
_CALLED = re.compile(r"[A-Z][a-z'’.\-]*[a-z.](?:, (?:(?:an?|our|the) )?| [(])$")


def _is_called(text: str, match: re.Match[str]) -> bool:
    """Whether a name stands beside a word that also names equipment: "Cal Rusk, trainer/ATC", "trainer Cal"."""
    return bool(
        _CALLED.search(text, max(0, match.start() - 24), match.start()) or _NAME_BEHIND.match(text, match.end())
    )


_NAME_BEHIND = re.compile(r" [(]?[A-Z][a-z]{2,}\b")
_NAMED = re.compile(r"[A-Z][a-z'’.\-]*[a-z.],\s?$")
_OF_A_CHIROPRACTOR = re.compile(r"\bD\.?C\b|9894[0-3]|[Cc]hiropract|CHIROPRACT")


def _in_brackets_of_its_own(text: str, match: re.Match[str]) -> bool:
    """ "Kaylee (MA)" is a medical assistant; "Ann Lee, MA, CCC-SLP" holds a degree."""
    return text[max(0, match.start() - 1) : match.end() + 1] == f"({match.group()})"


def _is_firm(written: str, role: Role) -> bool:
    helper = role in ("aide", "assistant", "student")
    return bool(_FIRM.search(written)) or (helper and (" " in written or written == "MA"))


def _found(text: str, start: int, end: int) -> list[re.Match[str]]:
    """The runs in their order. Words in small letters ("rehab aide") are rare, and looked for singly cost little."""
    found = list(_runs().finditer(text, start, end))
    if not _SMALL.any(words_of(fold(text))):
        return found
    openings = {opening for sign in SIGNS_OF_SMALL if sign in text for opening in _openings()[sign]}
    more = []
    for opening in openings:
        at = text.find(opening, start, end)
        while at >= 0:
            if match := _runs_of_any().match(text, at, end):
                more.append(match)
            at = text.find(opening, at + 1, end)
    return _apart(found, more) if more else found


_CORES = tuple(sign.lower().partition("/")[0] for sign in SIGNS_OF_SMALL)


def _holds_a_sign(word: str) -> bool:
    """Whether a word in small letters holds one of the signs, as far as letters go."""
    return any(core in word for core in _CORES)


_SMALL = Seldom(_holds_a_sign)


def _apart(found: list[re.Match[str]], more: list[re.Match[str]]) -> list[re.Match[str]]:
    """Both lists as one, without the shorter of two runs that overlap."""
    kept: list[re.Match[str]] = []
    for match in sorted(found + more, key=lambda m: (m.start(), -m.end())):
        if not kept or match.start() >= kept[-1].end():
            kept.append(match)
    return kept


_WORD = re.compile(r"[^\s,;]+")


def _role(written: str) -> Role | None:
    known = roles()
    parts = re.split(r",\s?|;\s", written)
    found = {known.get(part) for part in parts} | {known.get(word) for part in parts for word in _WORD.findall(part)}
    found |= {known.get(piece) for piece in written.split("/")}
    return next((role for role in _ORDER if role in found), None)


def discipline(credential: str) -> str | None:
    """PT, OT or SLP as the letters say, or None where they do not."""
    for word in _WORD.findall(credential):
        if roles().get(word) in ("therapist", "assistant", "student"):
            return next((name for name, pattern in _OF_DISCIPLINE if pattern.search(word)), None)
    return next((name for name, pattern in _OF_DISCIPLINE if pattern.search(credential)), None)
