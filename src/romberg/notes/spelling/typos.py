"""One-letter slips in words of therapy: a letter too many, too few, wrong, or two that changed places."""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources

FEWEST = 6  # letters of a word worth putting right; shorter words are too near to others


@lru_cache(maxsize=100_000)
def corrected(word: str) -> str | None:
    """The word of the vocabulary that a word in small letters is a slip of; None where it may stand as it is."""
    if word in _short():
        return _short()[word]
    if len(word) < FEWEST - 1 or word in targets() or word in _spared():
        return None
    found = {target for key in _ends(word) for target in _index().get(key, ()) if one_slip(word, target)}
    return None if not found or _is_plural(word, found) or _is_abbreviation(word) else _likeliest(word, found)


def _is_plural(word: str, found: set[str]) -> bool:
    return word.removesuffix("s") in found


def _is_abbreviation(word: str) -> bool:
    """Whether a word is the beginning of one of the vocabulary: "facil" is no slip for "facial"."""
    return any(target.startswith(word) for target in targets())


@cache
def _short() -> dict[str, str]:
    """Words of fewer letters that are no others' slips: "timd", "mns"."""
    text = resources.files(__package__).joinpath("short.txt").read_text("utf-8")
    pairs = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {slip: word for word, *slips in pairs for slip in slips}


@cache
def targets() -> frozenset[str]:
    """Every word of the readers' vocabularies that is long enough, as it is rightly spelt."""
    return _listed("words.txt")


@cache
def _spared() -> frozenset[str]:
    """Real words one slip away from the vocabulary's ("talking", "wailing"): they mean what they say."""
    return _listed("spared.txt") | spared_by_hand()


def spared_by_hand() -> frozenset[str]:
    """Words of the field, and British spellings, that general lists of words lack."""
    return _listed("spared_by_hand.txt")


def _listed(name: str) -> frozenset[str]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """Each word of the vocabulary under its beginning and its end: one slip leaves one of the two as it was."""
    found: dict[str, list[str]] = defaultdict(list)
    for target in sorted(targets()):
        for key in _ends(target):
            found[key].append(target)
    return {key: tuple(words) for key, words in found.items()}


def _ends(word: str) -> tuple[str, str]:
    return word[:2] + "-", "-" + word[-3:]


def one_slip(word: str, target: str) -> bool:
    """Whether one slip of the keyboard leads from the target to the word."""
    if abs(len(word) - len(target)) > 1:
        return False
    if len(word) == len(target):
        differ = [at for at in range(len(word)) if word[at] != target[at]]
        return len(differ) == 1 or (len(differ) == 2 and _swapped(word, target, *differ))
    longer, shorter = (word, target) if len(word) > len(target) else (target, word)
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))


def _swapped(word: str, target: str, one: int, other: int) -> bool:
    return other == one + 1 and word[one] == target[other] and word[other] == target[one]


def _likeliest(word: str, found: set[str]) -> str | None:
    """The one target, or of several the one with the same letters, or the shortest of one word's forms; else none."""
    if len(found) < 2:
        return next(iter(found), None)
    same = [target for target in found if sorted(target) == sorted(word)]
    if len(same) == 1:
        return same[0]
    shortest = min(found, key=len)
    return shortest if all(target.startswith(shortest[:-1]) for target in found) else None
