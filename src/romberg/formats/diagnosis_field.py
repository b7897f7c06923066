"""How a diagnosis stands on an electronic claim (837, segment HI): letters and digits alone, without the point.

In a note and on paper for people it is written M54.2; in the HI segment it is M542, and a point there is rejected.
Source: the open maps of the X12 837 implementation guides.
"""

from __future__ import annotations

import re

_WRITTEN = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_SENT = re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}")


def for_claim(code: str) -> str:
    """A diagnosis as the claim carries it: M54.2 becomes M542. Raises ValueError where it is no ICD-10-CM code."""
    plain = code.strip().upper()
    if not _WRITTEN.fullmatch(plain):
        raise ValueError(f"{code!r} is no ICD-10-CM code; write a letter, two signs, and the rest after a point.")
    return plain.replace(".", "")


def for_people(code: str) -> str:
    """A diagnosis as people write it: M542 becomes M54.2."""
    plain = for_claim(code)
    return f"{plain[:3]}.{plain[3:]}" if plain[3:] else plain


def slip(sent: str) -> str:
    """What is wrong with a diagnosis as it stands in HI, in a sentence; empty where nothing is."""
    if _SENT.fullmatch(sent):
        return ""
    if "." in sent and _SENT.fullmatch(sent.replace(".", "")):
        return f"{sent} carries its point; on an 837 it is {sent.replace('.', '')}."
    return f"{sent!r} is no diagnosis as an 837 carries it; write the ICD-10-CM code without its point."
