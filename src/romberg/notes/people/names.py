"""Names beside credentials: "Carol Vu, PT", "VEGA, MARISOL LMT", "PTA (Marcus Bell)"."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from romberg.notes.people.credentials import read_data

_FURTHEST = 52
_MOST_WORDS = 4
_BREAK = re.compile(r".*(?:\s{2,}|[\t|():;/*~\[\]\"=>]|\s[-–—]+\s|--)", re.DOTALL)
_END = " ,;(-–—\t"
_OF_A_HELPER = re.compile(r"\b(?:L?PTA|C?OTA|SPT|OTS|ATC|LMT)$")
_APPOSED = re.compile(r"(?<=[a-z]), (?:our|my|the|an?) (?:own |clinic |staff )?$")  # "Gwen, our PTA"
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "di",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "del",
        "dos",
        "ten",
        "ter",
        "al",
        "el",
        "bin",
        "ibn",
        "st",
        "y",
    ]
)
_TITLE = re.compile(r"(?:dr|mr|mrs|ms|miss|doctor)\.?$", re.IGNORECASE)
_BEHIND = re.compile(
    r"\s?[(:]?\s?(?P<name>(?:[A-Z][a-z'’]+|[A-Z]\.)(?:-[A-Z][a-z]+)?(?:\s(?:[A-Z][a-z'’]+(?:[A-Z][a-z]+)?"
    r"|[A-Z]\.)(?:-[A-Z][a-z]+)?){0,2}+)(?!\w)"
)


class Name(NamedTuple):
    """A person's name with its place."""

    text: str
    start: int
    end: int
    titled: bool  # "Dr." or "Ms." stands before it


@cache
def _before_a_name() -> frozenset[str]:
    return frozenset(str(word) for word in read_data("words.yaml")["before_a_name"])


@cache
def _never() -> frozenset[str]:
    return frozenset(str(word) for word in read_data("words.yaml")["never_in_a_name"])


def before(text: str, since: int, end: int) -> Name | None:
    """The name that ends right before `end`, where one does; `since` is as far back as it may start."""
    start = max(since, end - _FURTHEST)
    if apposed := _APPOSED.search(text, start, end):
        end = apposed.start()
    written = text[start:end].rstrip(_END)
    if end - start - len(written) > 4:
        return None
    if broken := _BREAK.match(written):
        written = written[broken.end() :]
        start += broken.end()
    at = start + len(written)
    found: list[tuple[int, str]] = []
    for word in reversed(written.split(" ")):
        at -= len(word)
        if not _is_name(word, bool(found)):
            break
        found.append((at, word))
        at -= 1
    found = found[: _MOST_WORDS + 2]
    return _trimmed(text, found[::-1])


def _is_name(word: str, further: bool) -> bool:
    if not word or (further and word in _PARTICLES):
        return bool(word)
    if word[0] == "/" or not word[0].isupper():
        return False
    bare = word.rstrip(",") if further else word
    return bare.replace("'", "").replace("’", "").replace(".", "").replace("-", "").isalpha()


def _trimmed(text: str, words: list[tuple[int, str]]) -> Name | None:
    """The words without "Signed by" and "Therapist" before them; none where a word is no name at all."""
    titled = False
    for index in range(len(words) - 1, -1, -1):
        word = words[index][1].strip(".,").lower()
        if word in _before_a_name() and not _is_surname(words, index):
            titled = bool(_TITLE.match(word))
            words = words[index + 1 :]
            break
    commas = [i for i, (_, word) in enumerate(words[:-1]) if word.endswith(",")]
    if commas and (commas[-1] != 0 or len(words) > 3):
        words = words[commas[-1] + 1 :]
    if words and words[0][1] in _PARTICLES:
        words = words[1:]
    if not words or len(words) > _MOST_WORDS or any(len(w) > 2 and w.strip(".,").lower() in _never() for _, w in words):
        return None
    start, end = words[0][0], words[-1][0] + len(words[-1][1])
    if end - start < 2:
        return None
    return Name(text[start:end].rstrip(","), start, end, titled)


def _is_surname(words: list[tuple[int, str]], index: int) -> bool:
    """Whether letters in small letters are the last of two words of a name: "Aiko Ota"."""
    last, word = index == len(words) - 1, words[index][1].strip(".,")
    first = words[index - 1][1] if index else ""
    plain = first.isalpha() and first[:1].isupper() and not first.isupper() and first.lower() not in _before_a_name()
    return last and plain and word.isalpha() and not word.isupper() and word.lower() in _LETTERS


_LETTERS = ("pt", "ot", "ota", "slp", "ci", "tech", "aide", "sign", "lead")


def behind(text: str, start: int, end: int) -> Name | None:
    """The name that follows letters or a word of role: "PTA Teo Marsh", "aide (Darnell)"."""
    match = _BEHIND.match(text, start, end)
    if not match:
        return None
    words = match["name"].split(" ")
    while words and (words[-1].lower() in _never() or words[-1].lower() in _before_a_name()):
        words.pop()
    if not words or any(w.lower() in _never() or w.lower() in _before_a_name() for w in words):
        return None
    name = " ".join(words)
    heads = len(words) == 1 and text[match.start("name") + len(name) : end][:1] == ":"
    if (
        heads
        and not text[max(0, start - 1) : start].islower()
        and not _OF_A_HELPER.search(text, max(0, start - 5), start)
    ):
        return None  # "PT Interventions:" is a heading, "rehab tech Omar:" is none
    return Name(name, match.start("name"), match.start("name") + len(name), titled=False)


def same_person(a: str, b: str) -> bool:
    """Whether two written names can be one person: "O. Haidari" and "Omar Haidari"."""
    first, second = _parts(a), _parts(b)
    if not first or not second:
        return False
    if len(first) == 1 or len(second) == 1:
        return (
            first[-1] == second[-1]
            or (len(first) == 1 and first[0] in second)
            or (len(second) == 1 and second[0] in first)
        )
    return first[-1] == second[-1] and (first[0][0] == second[0][0])


def _parts(name: str) -> list[str]:
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    return [part for part in name.lower().replace("’", "'").replace(".", " ").split() if part]


def is_heading(written: str) -> bool:
    """Words in capitals that are a heading or a clinic rather than a person."""
    return any(word.strip(".,").lower() in _never() for word in written.split())
