"""The signs of a diagnosis code: how tables and people write it, and which pattern it falls under."""

from __future__ import annotations


def plain(code: str) -> str:
    """A code as the tables write it: in capitals, without point and blanks."""
    return code.strip().upper().replace(".", "")


def pointed(code: str) -> str:
    """A code as people write it: G20.A1."""
    return code if len(code) < 4 else f"{code[:3]}.{code[3:]}"


def matches(code: str, pattern: str) -> bool:
    """Whether a code lies below a pattern: G11, a range G20-G26, or I69?93 with any sign at the place."""
    first, dash, last = pattern.partition("-")
    if dash:
        return first <= code[: len(first)] and code[: len(last)] <= last
    return len(code) >= len(pattern) and all(wild in ("?", sign) for wild, sign in zip(pattern, code, strict=False))
