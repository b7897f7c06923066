"""A folder of a user's own payer cards: which are in force, and why others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from romberg.knowledge import card_check
from romberg.knowledge.card_files import OwnCards
from romberg.knowledge.documents import Places
from romberg.knowledge.releases.refusal import Refusal

_Read = Mapping[str, tuple[dict[str, Any], Places, str]]


def read(folder: Path, bundled: tuple[str, ...]) -> OwnCards:
    """Every card of a folder (`.yaml`, `.yml`), each proved by itself and then against those that it extends."""
    try:
        paths = sorted(one for one in folder.iterdir() if one.suffix in (".yaml", ".yml"))
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        fix = "give yourself the right to read it, or name another folder in ROMBERG_DATA"
        return OwnCards({}, (Refusal(str(folder), f"the folder of payer cards cannot be read ({reason})", fix),))
    return _proved(paths, bundled)


def check(path: Path, folder: Path, bundled: tuple[str, ...]) -> Refusal | None:
    """Why a card could not be used if it lay among the user's own; None where it could."""
    others = [one for one in folder.glob("*.y*ml") if one.name != path.name] if folder.is_dir() else []
    return next((one for one in _proved([*sorted(others), path], bundled).refused if one.file == path.name), None)


def _proved(paths: Iterable[Path], bundled: tuple[str, ...]) -> OwnCards:
    found: dict[str, tuple[dict[str, Any], Places, str]] = {}
    refused: list[Refusal] = []
    for path in paths:
        try:
            _prove_name(path, bundled, found)
            found[path.stem] = (*card_check.read(path), path.name)
        except Refusal as wrong:
            refused.append(wrong)
    for name in list(found):
        wrong_parent = _wrong_parent(name, found, bundled)
        if wrong_parent is not None:
            refused.append(wrong_parent)
    bad = {one.file for one in refused}
    return OwnCards({name: raw for name, (raw, _, file) in found.items() if file not in bad}, tuple(refused))


def _prove_name(path: Path, bundled: tuple[str, ...], found: _Read) -> None:
    if not card_check.NAME.fullmatch(path.stem):
        fix = "rename the file with small letters, digits and _ only, such as our_cigna.yaml"
        raise Refusal(path.name, "a card is called by its file's name, and this one cannot be a card's name", fix)
    if path.stem in bundled:
        fix = f"rename it, such as our_{path.stem}.yaml, and write extends: {path.stem} in it"
        raise Refusal(path.name, "a card of this name comes with Romberg", fix)
    if path.stem in found:
        raise Refusal(path.name, "another file of the folder has the same name", "keep one of the two")


def _wrong_parent(name: str, found: _Read, bundled: tuple[str, ...]) -> Refusal | None:
    """What is wrong with the cards that this one extends, one after the other."""
    chain = [name]
    _, places, file = found[name]
    line = places.get(("extends",))
    while (parent := found[chain[-1]][0].get("extends")) is not None:
        if parent in bundled:
            return None
        if parent in chain:
            way = ", ".join([*chain, parent])
            return Refusal(
                file, f"the card extends itself ({way})", "let one of them extend nothing", line=line, key="extends"
            )
        if parent not in found:
            known = ", ".join(sorted({*bundled, *found} - {name}))
            what = f"there is no card {parent!s:.40} in force" + (
                "" if chain == [name] else f", which {chain[-1]} extends"
            )
            return Refusal(file, what, f"name one of {known}", line=line, key="extends")
        chain.append(parent)
    return None
