"""Whether a note is in English, the one language that this release reads."""

from __future__ import annotations

import unicodedata
from collections import Counter
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
LOOKED_AT = 4_000  # characters; a note does not change its language after that
ENGLISH = "English"
LEAST = 6  # small words of another language, fewer of which prove nothing


@cache
def _small_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in SMALL_WORDS.items()}


@cache
def _every_small_word() -> frozenset[str]:
    return frozenset(word for words in _small_words().values() for word in words)


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
    if not text.isascii() and _in_another_script(text):
        return "a language in another script"
    found = Counter(
        filter(_every_small_word().__contains__, text.lower().split())
    )  # words before a comma are missed, in every language alike
    counts = {name: sum(found[word] for word in small & found.keys()) for name, small in _small_words().items()}
    english = counts.pop(ENGLISH)
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= LEAST and counts[best] > 2 * english else None


def _in_another_script(text: str) -> bool:
    """Whether most letters are of another script than Latin."""
    beyond = [one for one in text if one > "\u024f" and one.isalpha()]
    foreign = sum(not unicodedata.name(one, "").startswith(("LATIN", "FULLWIDTH")) for one in beyond)
    return foreign >= 10 and foreign > 0.5 * sum(one.isalpha() for one in text)
