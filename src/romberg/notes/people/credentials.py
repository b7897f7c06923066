"""Letters that make a person a therapist, an assistant, a student: found in one scan, with the role that they give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from romberg.visit import Role

# Who a person is when the letters name several: "PT, DPT, ATC" is a therapist, "SPT, ATC" a student.
_ORDER: tuple[Role, ...] = ("student", "chiropractor", "therapist", "assistant", "physician", "aide")
_OF_DISCIPLINE = (
    ("OT", re.compile(r"ot", re.I)),
    ("SLP", re.compile(r"slp|ccc|speech|graduate", re.I)),
    ("PT", re.compile(r"pt|phys", re.I)),
)


@dataclass(frozen=True, slots=True)
class Letters:
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
    return {str(word): (None if role == "other" else role) for role, written in data.items() for word in written}  # type: ignore[misc]  # the keys of the file are the roles


@cache
def _runs() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A run of letters that begins with a capital, and one that begins with any of them."""
    words = list(roles())
    stop = r"(?:/L\b)?(?![\w]|[-/][A-Za-z])"
    further = rf"{stop}(?:(?:,\s?|\s|/\s?|;\s|\s?-\s?){_trie(words, guard=False)}{stop})*"
    capitals = _trie([word for word in words if word[0].isupper()], guard=True)
    return re.compile(capitals + further), re.compile(_trie(words, guard=True) + further)


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


def _trie(words: list[str], guard: bool) -> str:
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    branches = []
    for char, child in sorted(root.items()):
        # The letter stands before the look behind, so that the search can skip to it quickly.
        look = rf"(?<![\w.&-]{re.escape(char)})(?<!\w/{re.escape(char)})" if guard else ""
        branches.append(re.escape(char) + look + _expression(child))
    return f"(?:{'|'.join(branches)})"


def _expression(node: dict[str, Any]) -> str:
    branches = [re.escape(char) + _expression(child) for char, child in sorted(node.items(), reverse=True) if char]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")


_FIRM = re.compile(r"[A-Z]{3}|[A-Z]{2,}[/-][A-Z]|[A-Z]\.[A-Z]|^(?:dpt|mspt|otr|ccc-slp|cota|pta|spt|lmt|slp)")


def letters(text: str, start: int, end: int) -> Iterator[Letters]:
    """Every run of credentials between two offsets that says who a person is."""
    known = roles()
    adjusts = "CMT" in text and bool(_OF_A_CHIROPRACTOR.search(text))
    for match in _found(text, start, end):
        written = match.group()
        role = known[written] if written in known else _role(written.removesuffix("/L"))
        if written == "CMT" and (adjusts or not _NAMED.search(text, max(0, match.start() - 24), match.start())):
            continue  # without a name before it, and wherever a chiropractor writes, it is the manipulation
        if written == "MA" and _in_brackets_of_its_own(text, match):
            role = "aide"
        if role:
            yield Letters(match.start(), match.end(), written, role, _is_firm(written, role))


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
    capitals, any_case = _runs()
    found = list(capitals.finditer(text, start, end))
    openings = {opening for sign in SIGNS_OF_SMALL if sign in text for opening in _openings()[sign]}
    more = []
    for opening in openings:
        at = text.find(opening, start, end)
        while at >= 0:
            if match := any_case.match(text, at, end):
                more.append(match)
            at = text.find(opening, at + 1, end)
    return _apart(found, more) if more else found


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
