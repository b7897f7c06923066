"""Proves a payer card that somebody typed: one sentence names file, line, key and remedy of the first thing wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from romberg.knowledge import card_lines, citations, rate_files, rate_tables
from romberg.knowledge.card_lines import LINES, UNKNOWN
from romberg.knowledge.documents import Misplaced, Places, read_with_lines
from romberg.knowledge.releases import network_terms
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.steps import KEYS, NOT_VERIFIED, VERIFIED

FAMILIES = (
    "medicare", "medicare_advantage", "medicaid", "commercial", "workers_comp", "auto", "va", "tricare", "self_pay",
)  # fmt: skip
TOP = (
    "title",
    "family",
    "extends",
    "verified_through",
    "called",
    "called_beside_label",
    "sources",
    "lines",
    "notes",
    "plans",
)
SOURCE = ("title", "section", "link", "date", "mark")
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_STEP = "a date with {value: ..., cite: ...}"


def read(path: Path) -> tuple[dict[str, Any], Places]:
    """A card's contents, proved by themselves; a Refusal where something in it cannot be."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (getattr(error, "strerror", None) or "it is not text").lower()
        raise Refusal(path.name, f"it cannot be read ({reason})", "save it as UTF-8 text that you may read") from None
    try:
        raw, places = read_with_lines(text)
    except Misplaced as wrong:
        raise Refusal(path.name, wrong.what, "correct that line", line=wrong.line) from None
    proof = _Proof(path, raw, places)
    proof.all()
    return raw, places


class _Proof:
    """The proof of one card: its contents, and where each key stands."""

    def __init__(self, path: Path, raw: Any, places: Places) -> None:
        self._path, self._file, self._raw, self._places = path, path.name, raw, places

    def all(self) -> None:
        """Everything that can be said of the card without another one."""
        if not isinstance(self._raw, Mapping):
            self._refuse((), "the card has no keys", "write title, extends, verified_through and lines")
        self._known(self._raw, (), TOP)
        self._texts()
        self._sources()
        self._lines(self._raw.get("lines", {}), ("lines",))
        for plan, lines in self._mapping(("plans",)).items():
            self._lines(lines, ("plans", plan))

    def _refuse(self, path: tuple[object, ...], what: str, fix: str) -> NoReturn:
        shown = [str(one) for one in path if one not in ("lines", "plans") and not isinstance(one, int)]
        line = next((self._places[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self._places), 1)
        raise Refusal(self._file, what, fix, line=line, key=" ".join(shown))

    def _known(self, raw: Mapping[Any, Any], path: tuple[object, ...], keys: tuple[str, ...]) -> None:
        for key in raw:
            if key not in keys:
                self._refuse((*path, key), "this key is not known", f"use one of {', '.join(keys)}")

    def _mapping(self, path: tuple[object, ...]) -> Mapping[Any, Any]:
        found: Any = self._raw
        for key in path:
            found = found.get(key, {})
        if not isinstance(found, Mapping):
            self._refuse(path, "names with something under each of them are wanted here", "indent them under this key")
        return found

    def _texts(self) -> None:
        title, through = self._raw.get("title"), self._raw.get("verified_through")
        if not isinstance(title, str) or not title.strip():
            self._refuse(("title",), "the card has no title", "write title: and what the payer or contract is called")
        if through is not None and type(through) is not date:
            self._refuse(("verified_through",), f"{through!s:.40} is no day", "write it as YYYY-MM-DD")
        if through is None and "extends" not in self._raw:
            self._refuse((), "nothing says how long the card is known", "write verified_through: YYYY-MM-DD")
        if self._raw.get("family", FAMILIES[0]) not in FAMILIES:
            self._refuse(("family",), "there is no such family", f"use one of {', '.join(FAMILIES)}")
        for key in ("called", "called_beside_label", "notes"):
            found = self._raw.get(key, [])
            if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
                self._refuse((key,), "this is no list of words", f"write {key}: [one, two]")

    def _sources(self) -> None:
        for name, source in self._mapping(("sources",)).items():
            if not isinstance(source, Mapping):
                self._refuse(("sources", name), "a source has a title", "write {title: ..., link: ..., date: ...}")
            self._known(source, ("sources", name), SOURCE)
            if not isinstance(source.get("title"), str):
                self._refuse(("sources", name), "the source has no title", "write title: and what it is called")
            self._marked(source, ("sources", name))

    def _marked(self, entry: Mapping[str, Any], path: tuple[object, ...]) -> None:
        if entry.get("mark", VERIFIED) not in (VERIFIED, NOT_VERIFIED):
            self._refuse((*path, "mark"), "this mark is not known", f"write {VERIFIED} or {NOT_VERIFIED}")

    def _lines(self, lines: Any, path: tuple[object, ...]) -> None:
        if not isinstance(lines, Mapping):
            self._refuse(path, "lines have a name, and dates under it", "write them under this key")
        self._known(lines, path, tuple(LINES))
        for name, dated in lines.items():
            if not isinstance(dated, Mapping) or not dated:
                self._refuse((*path, name), "the line has no dates", f"write {_STEP} under it")
            self._dated(name, dated, (*path, name))

    def _dated(self, name: str, dated: Mapping[Any, Any], path: tuple[object, ...]) -> None:
        before: date | None = None
        ends: date | None = None
        for since, entry in dated.items():
            here = (*path, since)
            if type(since) is not date:
                self._refuse(here, f"{since!s:.40} is no day", "write it as YYYY-MM-DD")
            if before is not None and since < before:
                self._refuse(here, f"the day stands after {before}", "put the days in order, the oldest first")
            if ends is not None and since <= ends:
                self._refuse(here, f"the value before it runs through {ends}, so the two overlap", "let one end sooner")
            self._step(name, entry, here)
            before, ends = since, entry.get("through")

    def _step(self, name: str, entry: Any, path: tuple[object, ...]) -> None:
        if not isinstance(entry, Mapping) or "value" not in entry:
            self._refuse(path, "there is no value", f"write {_STEP}")
        self._known(entry, path, KEYS)
        self._marked(entry, path)
        self._cited(entry, path)
        through = entry.get("through")
        if through is not None and (type(through) is not date or through < path[-1]):  # type: ignore[operator]  # a date
            self._refuse((*path, "through"), f"{through!s:.40} is no day from {path[-1]} on", "write it as YYYY-MM-DD")
        if entry["value"] == UNKNOWN and not isinstance(entry.get("why"), str):
            self._refuse(path, "a value that is unknown needs its reason", "write why: and what is missing")
        if name == "rates" and isinstance(entry["value"], Mapping) and set(entry["value"]) == {card_lines.FILE}:
            self._rates(str(entry["value"][card_lines.FILE]), path)
        if name == "rates" and isinstance(entry["value"], Mapping) and set(entry["value"]) == {card_lines.TABLE}:
            self._table(str(entry["value"][card_lines.TABLE]), path)
        if name == "rates" and isinstance(entry["value"], Mapping) and card_lines.NETWORK in entry["value"]:
            self._network(str(entry["value"][card_lines.NETWORK]), path)
        try:
            card_lines.plain(name, entry["value"])
        except ValueError as error:
            meaning = LINES[name].meaning
            self._refuse(path, str(error), f"{name} says: {meaning} Write such a value, or unknown with a why")

    def _rates(self, file: str, path: tuple[object, ...]) -> None:
        if Path(file).name != file:
            self._refuse(path, f"{file:.60} lies elsewhere", "put the file of rates beside the card and write its name")
        try:
            rate_files.read(self._path.parent / file)
        except Refusal as wrong:
            self._refuse(path, f"its rates cannot be used ({wrong.says.rstrip('.')})", "correct that file")

    def _table(self, table: str, path: tuple[object, ...]) -> None:
        if table not in rate_tables.names():
            known = ", ".join(rate_tables.names()) or "none"
            what = f"there is no imported schedule {table:.60} ({known})"
            self._refuse(path, what, "import it with `romberg knowledge import`, or correct the name")

    def _network(self, network: str, path: tuple[object, ...]) -> None:
        if network not in network_terms.names():
            known = ", ".join(network_terms.names()) or "none"
            what = f"there are no imported in-network rates {network:.60} ({known})"
            self._refuse(path, what, "import them with `romberg knowledge import`, or correct the name")

    def _cited(self, entry: Mapping[str, Any], path: tuple[object, ...]) -> None:
        cite = entry.get("cite")
        if not isinstance(cite, str) or not (cite in self._mapping(("sources",)) or cite in citations.bundled()):
            what = "the value has no cite" if cite is None else f"the cite {cite!s:.60} is nowhere"
            self._refuse((*path, "cite"), what, "name a source that stands under sources: in this file, with its title")


def all_words(raw: Mapping[str, Any], key: str) -> Iterator[str]:
    """How notes name the payer, in small letters."""
    return (" ".join(str(word).lower().split()) for word in raw.get(key, ()))
