"""Derives `words.txt` and `spared.txt` of `notes/spelling` from the readers' vocabularies.

    python -m tools.derive_spared WORDS...

`words.txt` holds the words that a slip is put right to, `spared.txt` the real words one slip away from them. WORDS are
lists of English words, one to a line, or pyspellchecker's `en.json.gz` (MIT): none of them is part of the project, only
the few words that could be taken for a slip. Run it again when a vocabulary has gained words.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from romberg.notes.spelling import typos

NOTES = Path(__file__).parents[1] / "src" / "romberg" / "notes"
VOCABULARIES = (
    "assertion/cues.yaml", "elements/cues.yaml", "interventions/labels.yaml",
    "interventions/spellings.yaml", "interventions/vocabulary.yaml",
    "layout/parts/headings.yaml", "treatments/filling.yaml",
)  # fmt: skip
# Words of expressions, where the vocabularies hold only stems.
MORE = "minutes treatment therapist assistant balance session patient declined refused deferred tolerated signature"
_HEAD = "# {}; made by tools/derive_spared.py\n"
_TOKEN = re.compile(r"[a-z]+")
_SIGNS = re.compile(r"\\.|\[[^\]]*\]|\w\?|\w\*|\(\?[^)]*\)|[|()]")
_LINE = 118


def vocabulary() -> frozenset[str]:
    """Every word of the vocabularies that is long enough, slips that stand there included."""
    told = [MORE, *(text for name in VOCABULARIES for text in _texts(_read(name)))]
    words = {token for text in told for token in _TOKEN.findall(text.lower())}
    return frozenset(word for word in words if len(word) >= typos.FEWEST)


def _read(name: str) -> Any:
    return yaml.load((NOTES / name).read_text("utf-8"), Loader=yaml.CSafeLoader)


def _texts(value: Any) -> Iterator[str]:
    """Every text in a vocabulary file; expressions give the plain words between their signs."""
    if isinstance(value, str):
        yield _SIGNS.sub(" ", value) if set(value) & set("\\[(|?") else value
        return
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(one)


def words_of(path: Path) -> Iterator[str]:
    """The plain words of a list, in small letters."""
    raw = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text("utf-8")
    listed = json.loads(raw) if raw.lstrip().startswith("{") else raw.split()
    yield from (word.lower() for word in listed if word.isascii() and word.isalpha())


def _write(name: str, what: str, words: Iterable[str]) -> None:
    (NOTES / "spelling" / name).write_text(_HEAD.format(what) + "\n".join(_lines(sorted(words))) + "\n", "utf-8")


def _lines(words: list[str]) -> Iterator[str]:
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > _LINE:
            yield line
            line = ""
        line = f"{line} {word}".strip()
    yield line


def main(paths: list[str]) -> None:
    """Write both lists."""
    known = {word for path in paths for word in words_of(Path(path))}
    real = {word for word in vocabulary() if word in known}
    slips = {word for word in vocabulary() - real if any(typos.one_slip(word, one) for one in real)}
    kept = vocabulary() - (slips - typos.spared_by_hand())
    _write("words.txt", "Words of therapy that a slip is put right to", kept)
    _write("spared.txt", "Real words one slip away from those of words.txt", ())
    found = [word for word in known if typos.corrected(word)]
    _write("spared.txt", "Real words one slip away from those of words.txt", found)
    print(f"{len(known)} words looked at, {len(kept)} to be put right to, {len(found)} spared")


if __name__ == "__main__":
    main(sys.argv[1:])
