"""A clinic's own words beside the built-in vocabulary: activities by group, and names of services by code."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from romberg.knowledge.data_folder import data_folder

LONGEST = 60  # signs
_PLAIN = re.compile(r"[a-z0-9][a-z0-9 /+&'.<>-]*[a-z0-9)]")
_LETTERS = re.compile(r"[a-z]{2}")


class VocabularyError(ValueError):
    """A vocabulary that cannot be used, or a phrase that cannot be taken into it; `says` tells what to do."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


@dataclass(frozen=True, slots=True)
class Own:
    """The clinic's phrases: `activities` by group of the vocabulary, `services` by procedure code."""

    activities: Mapping[str, tuple[str, ...]]
    services: Mapping[str, tuple[str, ...]]


def path() -> Path:
    """Where the clinic's own vocabulary lies; it need not be there."""
    return data_folder() / "vocabulary.yaml"


@cache
def own() -> Own:
    """The clinic's own phrases, empty where there is no such file; raises VocabularyError where it is broken."""
    try:
        raw = yaml.safe_load(path().read_text("utf-8"))
    except FileNotFoundError:
        return Own({}, {})
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise VocabularyError(f"{path()}{where} is no readable YAML; mend it, or move it away.") from None
    return _checked(raw or {})


def _checked(raw: Any) -> Own:
    known = ("activities", "services")
    if not isinstance(raw, dict) or not set(raw) <= set(known):
        says = f"{path()} may hold “activities” and “services” only; move the rest, or see `romberg vocabulary add`."
        raise VocabularyError(says)
    parts = [_part(raw.get(name) or {}, name) for name in known]
    return Own(*parts)


def _part(part: Any, name: str) -> dict[str, tuple[str, ...]]:
    lists = isinstance(part, dict) and all(isinstance(forms, list) for forms in part.values())
    if not lists:
        raise VocabularyError(f"{path()}: “{name}” must give a list of phrases for each of its names.")
    return {str(key): tuple(phrase(str(form)) for form in forms) for key, forms in part.items()}


def phrase(written: str) -> str:
    """A phrase as the vocabulary holds it; raises VocabularyError where it could match by chance or not at all."""
    told = " ".join(written.lower().split())
    if len(told) > LONGEST or not _PLAIN.fullmatch(told) or not _LETTERS.search(told) or len(told) < 3:
        says = (
            f"“{written}” cannot be a phrase of the vocabulary: 3 to {LONGEST} letters, digits, blanks "
            "or / + & ' . < > -, with two letters side by side."
        )
        raise VocabularyError(says)
    return told


def save(words: Own) -> None:
    """Write the clinic's own vocabulary, whole or not at all."""
    held = {"activities": _listed(words.activities), "services": _listed(words.services)}
    text = "# Own words of this clinic; see `romberg vocabulary`.\n" + yaml.safe_dump(held, allow_unicode=True)
    path().parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".vocabulary-", dir=path().parent, text=True)
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(name, path())
    own.cache_clear()


def _listed(part: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {key: list(forms) for key, forms in part.items() if forms}
