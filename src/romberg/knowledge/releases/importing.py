"""Imports what the user named: opens, recognises, reads, keeps; what is wrong with one file stops no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from romberg.knowledge.editions import forget
from romberg.knowledge.releases import store
from romberg.knowledge.releases.kept import Kept
from romberg.knowledge.releases.kind import Kind, Only, Progress
from romberg.knowledge.releases.kinds import KINDS, all_kinds, recognised
from romberg.knowledge.releases.opening import Opened, prove_content
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.release import Release
from romberg.knowledge.releases.source import Source

Status = Literal["imported", "known", "refused", "left out"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one file, or of the files of one release: a status and a sentence."""

    file: str
    status: Status
    says: str
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one release, and the kind that reads them."""

    kind: Kind
    sources: tuple[Source, ...]


@dataclass(slots=True)
class Plan:
    """What is to be read, and what is already known not to be; open until it is closed."""

    groups: list[Group] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    stack: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Plan:
        return self

    def __exit__(self, *ended: object) -> None:
        self.stack.close()

    @property
    def size(self) -> int:
        """The bytes that are to be read."""
        return sum(source.size for group in self.groups for source in group.sources)


def plan(paths: Iterable[str]) -> Plan:
    """Open what the user named, and sort its files into releases."""
    made = Plan()
    sets: dict[tuple[str, str], list[Source]] = defaultdict(list)
    for path in dict.fromkeys(paths):
        try:
            sources = made.stack.enter_context(Opened(Path(path), path)).sources
            made.told += _sorted_in(path, sources, sets)
        except Refusal as refusal:
            made.told.append(Told(path, "refused", refusal.says))
    kinds = {kind.name: kind for kind in all_kinds()} if sets else {}
    for (name, _), members in sets.items():
        chosen, passed = _one_form(kinds[name], members)
        made.groups.append(Group(kinds[name], chosen))
        made.told += [
            Told(one.origin, "left out", f"{one.origin}: the same in another form was read.") for one in passed
        ]
    return made


def _sorted_in(path: str, sources: Sequence[Source], sets: dict[tuple[str, str], list[Source]]) -> list[Told]:
    """Put the files that a kind knows into their sets; what is told of the others."""
    unknown = []
    for source in sources:
        head = source.head()
        kind = recognised(source.name, head)
        if kind is not None:
            sets[kind.name, kind.set_of(source.origin)].append(source)
        else:
            unknown.append((source, head))
    if len(unknown) == len(sources):
        raise _unknown(path, unknown)
    return [Told(one.origin, "left out", f"{one.origin}: Romberg needs nothing of it.") for one, _ in unknown]


def _unknown(path: str, unknown: Sequence[tuple[Source, bytes]]) -> Refusal:
    if len(unknown) == 1:
        prove_content(*unknown[0])  # an empty file or a web page has a reason of its own
    what = "it is none of the files that can be imported" if len(unknown) == 1 else "it holds no file to import"
    return Refusal(path, what, "`romberg knowledge list --kinds` names them, with where each is found")


def _one_form(kind: Kind, members: Sequence[Source]) -> tuple[tuple[Source, ...], list[Source]]:
    """Of each name the form that is read best, and the forms that are passed over."""
    stems: dict[str, list[Source]] = defaultdict(list)
    for source in members:
        stems[source.name.lower().rpartition(".")[0]].append(source)
    ranks = {form: rank for rank, form in enumerate(kind.forms)}
    ordered = [sorted(found, key=lambda one: ranks.get(one.suffix, len(ranks))) for found in stems.values()]
    return tuple(found[0] for found in ordered), [one for found in ordered for one in found[1:]]


def carry_out(
    made: Plan,
    folder: Path,
    on: date,
    progress: Progress,
    may_replace: bool = False,
    only: Only | None = None,
    debug: bool = False,
) -> Iterator[Told]:
    """Read and keep each release of a plan; one sentence for each, and for each file that was not taken."""
    yield from made.told
    for group in sorted(made.groups, key=lambda one: KINDS.index(one.kind.name)):
        try:
            outcome = store.keep(folder, _read(group, progress, only), on, may_replace)
            forget()  # so that the next file is proved against this one
            yield _imported(group, outcome)
        except Refusal as refusal:
            yield Told(refusal.file, "refused", refusal.says)
        except Exception as error:  # a fault of ours in one file must not stop the others
            if debug:
                raise
            yield Told(group.sources[0].origin, "refused", _fault(group, error))


def _fault(group: Group, error: Exception) -> str:
    where, what = group.sources[0].origin, type(error).__name__
    return (
        f"{where}: Romberg itself failed while reading it ({what}); nothing of it was kept, and that is a fault of the "
        "program. Please report it with what --debug prints."
    )


def _read(group: Group, progress: Progress, only: Only | None) -> Release:
    for source in group.sources:
        prove_content(source, source.head())
    if only and group.kind.read_only:
        release = group.kind.read_only(group.sources, progress, only)
    else:
        release = group.kind.read(group.sources, progress)
    return replace(release, files=(*(source.record() for source in group.sources), *release.files))


def _imported(group: Group, outcome: store.Outcome) -> Told:
    kept, file = outcome.kept, group.sources[0].origin
    if outcome.known:
        return Told(file, "known", f"{file}: {kept.title} is already there, with the same figures.", kept)
    days = f"from {kept.starts}" + (f" to {kept.ends}" if kept.ends else " on")
    took = f"; it takes the place of {outcome.replaced.title}, which is kept aside" if outcome.replaced else ""
    rows = f"{kept.rows_kept:,} of {kept.rows_read:,} rows kept"
    says = f"{file}: {kept.title}, {group.kind.title}, speaks for {days}: {rows}{took}."
    return Told(file, "imported", " ".join([says, *(f"{one.rstrip('.')}." for one in kept.warnings)]), kept)
