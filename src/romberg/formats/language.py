"""Whether a note is in English, the one language that this release reads."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from romberg.formats.unreadable import Unreadable

# Small everyday words that the languages do not share with English (nor with a clinician's abbreviations).
SMALL_WORDS = {
    "English": "the and of with to for was were is pt patient today by at from then after her his she he this",
    "Spanish": "el los las del una con para por que paciente hoy después sin muy su más fue está minutos",
    "French": "le les des du une avec pour sur dans patiente aujourd'hui après sans très est et sont était",
    "German": "der die das und mit für wurde nicht ein eine dem den heute nach bei auf ist sind minuten",
    "Portuguese": "os uma com para por não paciente hoje após sem muito foi está minutos do da dos das",
    "Italian": "il gli della del con per una oggi dopo senza molto è sono stato minuti paziente che nel",
    "Polish": "się nie jest na przez dla pacjent pacjentka dziś oraz po bez przy minut",
}
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
LOOKED_AT = 20_000  # characters; a note does not change its language after that


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}


def refuse_other_languages(text: str, source: str) -> None:
    """Raise Unreadable where the note is plainly in another language or script."""
    language = other_language(text[:LOOKED_AT])
    if language is not None:
        says = (
            f"{source} reads as {language}; this release reads notes in English only, so nothing is said about it. "
            "Check an English version."
        )
        raise Unreadable("another_language", says, source)


def other_language(text: str) -> str | None:
    """The language that a text is plainly written in, where it is not English; None in doubt."""
    letters = [c for c in text if c.isalpha()]
    foreign = [c for c in letters if ord(c) > 0x24F and not unicodedata.name(c, "").startswith(("LATIN", "FULLWIDTH"))]
    if len(foreign) > 0.5 * max(1, len(letters)) and len(foreign) >= 10:
        return "a language in another script"
    words = WORD.findall(text.lower())
    counts = {name: sum(w in small for w in words) for name, small in _small_words().items()}
    english = counts.pop("English")
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 6 and counts[best] > 2 * english else None
