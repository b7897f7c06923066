"""A shadow of the note that is easy to search and keeps every offset."""

from __future__ import annotations

import re
from functools import lru_cache

_LOOKALIKES = {
    "×": "x", "✕": "x", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "’": "'", "‘": "'", "′": "'",
    "“": '"', "”": '"', "″": '"',
    "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ", "：": ":",
    "·": "•", "●": "•", "▪": "•", "◦": "•", "‣": "•", "∙": "•", "►": "•",
    "／": "/", "→": ">", "⇒": ">", "\r": " ",
}  # fmt: skip
_LOOKALIKES |= {chr(ord("０") + i): str(i) for i in range(10)}
_PLAIN = {ord(sign): plain for sign, plain in _LOOKALIKES.items() if sign.isascii()}
_PLAIN |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
_WORD = re.compile(r"[a-z]+")
_ODD = re.compile(f"[{''.join(sign for sign in _LOOKALIKES if not sign.isascii())}]")


@lru_cache(maxsize=2)  # several readers ask for it while one note is read
def fold(text: str) -> str:
    """The note in small letters with typewriter signs, of the same length: offsets hold in both.

    Letters beyond A to Z stay as they are; what makes them small may change a text's length.
    """
    if text.isascii():
        return text.translate(_PLAIN)
    odd = _ODD.sub(lambda sign: _LOOKALIKES[sign[0]], text)  # ten times as quick as a table over such a text
    small = odd.encode("utf-8", "surrogatepass").lower().decode("utf-8", "surrogatepass")
    return small.replace("\t", " ").replace("\r", " ")


@lru_cache(maxsize=2)
def words_of(folded: str) -> frozenset[str]:
    """Each word of a folded note once: letters from a to z in a row."""
    return frozenset(_WORD.findall(folded))
