"""Passwords: kept as Argon2id, refused where they are weak, and tried a few at a time.

Argon2id with 64 MiB, three passes, four lanes (RFC 9106, second choice). Rules of NIST SP 800-63B: length counts, kinds
of signs do not; a password that everybody tries first, or that is made of the person's own words, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from threading import BoundedSemaphore
from typing import Any, Final

LEAST: Final = 12
MOST: Final = 256  # signs; a longer one would only cost work
AT_ONCE: Final = 2  # hashes that run side by side, 64 MiB each; further ones wait
_COMMON: Final = frozenset(
    re.findall(
        r"\w+",
        """password passwort passw0rd qwerty qwertyuiop asdfghjkl zxcvbnm letmein welcome admin administrator changeme
        secret iloveyou monkey dragon sunshine princess football baseball superman trustno1 abc123 login master hello
        freedom whatever default romberg clinic therapy therapist physicaltherapy rehab billing medicare spring summer
        autumn winter fall january february march april may june july august september october november december""",
    )
)
_LEET: Final = str.maketrans("013457@$!", "oleastasi")
_slots = BoundedSemaphore(AT_ONCE)


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher  # noqa: PLC0415  # only where people sign in

    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=4)


def hashed(password: str) -> str:
    """A password as it is kept: its Argon2id hash with salt and costs."""
    with _slots:
        return str(_hasher().hash(password))


@cache
def _nobody() -> str:
    """The hash that is tried for a person who is not there, so that nothing tells so by its time."""
    return hashed("nobody has this password, and nobody will")


def proves(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was kept; as slow where there is none."""
    from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415

    with _slots:
        try:
            return bool(_hasher().verify(kept or _nobody(), password[:MOST])) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def outdated(kept: str) -> bool:
    """Whether a hash was made with lower costs than today's, and should be made anew at the next sign-in."""
    return bool(_hasher().check_needs_rehash(kept))


def weak(password: str, words: Iterable[str] = ()) -> str | None:
    """Why a password is refused, as a sentence; None where it will do.

    `words` are the person's own: name, address, clinic.
    """
    if len(password) < LEAST:
        return f"A password has {LEAST} signs or more; a few words in a row are easy to keep in mind."
    if len(password) > MOST:
        return f"A password has {MOST} signs at most."
    plain = password.lower()
    if len(set(plain)) < 5 or _runs(plain):
        return "This password repeats itself or counts up; take words that do not belong together."
    if _news(_without(plain, _COMMON | set(_own(words)))) < 6:
        return "This password is made of words that everybody tries first, or of your own name; take others."
    return None


def _own(words: Iterable[str]) -> Iterable[str]:
    return (part for word in words for part in re.findall(r"\w{3,}", word.lower()))


def _without(plain: str, words: Iterable[str]) -> str:
    """What is left of a password when common words are taken out, also those written with digits for letters."""
    for form in (plain, plain.translate(_LEET)):
        left = form
        for word in sorted(words, key=len, reverse=True):
            if len(word) >= 3:
                left = left.replace(word, "")
        if len(left) < len(form):
            return left
    return plain


def _runs(plain: str) -> bool:
    """Whether most of it counts up, counts down or stays, as 123456789012 and aaaabbbb do."""
    return _news(plain) < 0.3 * len(plain)


def _news(left: str) -> int:
    """How many signs do not follow from the one before; years are none."""
    plain = re.sub(r"(19|20)\d\d|[\W_]", "", left)
    return bool(plain) + sum(abs(ord(b) - ord(a)) > 1 for a, b in pairwise(plain))
