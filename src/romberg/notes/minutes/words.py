"""Numbers in words, as people dictate them."""

from __future__ import annotations

import re

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fourty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_VALUE = {word: i for i, word in enumerate(_ONES)} | _TENS
_TEEN_FIRST = sorted(_ONES[1:], key=len, reverse=True)
PATTERN = rf"(?:(?:{'|'.join(_TENS)})(?:[\s\-](?:{'|'.join(_ONES[1:10])}))?|{'|'.join(_TEEN_FIRST)})"
_SPLIT = re.compile(r"[\s\-]+")


def number(words: str) -> int:
    """The value of a number in words below one hundred: "twenty-two" is 22."""
    return sum(_VALUE[word] for word in _SPLIT.split(words.strip()))
