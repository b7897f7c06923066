"""A shadow of the note that is easy to search and keeps every offset."""

from __future__ import annotations

_LOOKALIKES = {
    "×": "x", "✕": "x", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "′": "'",
    "“": '"', "”": '"', "″": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "：": ":", "／": "/", "→": ">", "⇒": ">", "\r": " ",
}  # fmt: skip
_TABLE = {ord(k): v for k, v in _LOOKALIKES.items()}
_TABLE |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_TABLE |= {ord("０") + i: str(i) for i in range(10)}


def fold(text: str) -> str:
    """The note in small letters with typewriter signs, of the same length: offsets hold in both."""
    return text.translate(_TABLE)
