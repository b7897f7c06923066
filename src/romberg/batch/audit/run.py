"""A run from files of claims to the folder of its results: encode, audit bucket by bucket, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from romberg.batch.audit import delta, notes_in, together, whole, years
from romberg.batch.audit.engines import Engine, Processes
from romberg.batch.audit.judge import Asked
from romberg.batch.audit.page import page
from romberg.batch.audit.refused import alone, not_written, undone_if_refused
from romberg.batch.audit.since import since
from romberg.batch.audit.stages import REJECT, Encode, Judge
from romberg.batch.audit.work import MANIFEST, Plan, Work
from romberg.formats.line_tables import maps
from romberg.formats.line_tables.pieces import BYTES, ROWS, Piece, Size, files, pieces
from romberg.formats.unreadable import Unreadable

A_LINE = 3_400  # bytes that a process needs for each line of its bucket, as measured (docs/performance.md)
A_LINE_UNDECIDED = 24_000  # the same where undecided findings, some thirty a line, are listed
A_ROW = 1_000  # bytes that a process needs for each row of a Parquet file that it reads
A_BYTE = 10  # the same for each byte of a text file
A_PROCESS = 260_000_000  # bytes that a process needs for itself
_LEAST, _MOST = 20_000, 400_000  # lines of a bucket: fewer waste time, more bring nothing
_LEAST_UNDECIDED = 4_000
_WITH_NOTES = 32  # buckets at the least where notes are read, so that all processes read to the end
Progress = Callable[[str, int, int], None]
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a run: inputs, the folder of its results, a map, a payer for all, processes, memory in bytes."""

    inputs: tuple[str, ...]
    out: str
    map: str | None = None
    payer: str | None = None
    jobs: int = 1
    memory: int = 2_000_000_000
    buckets: int | None = None
    whole_years: bool = False
    undecided: bool = False
    anew: bool = False
    since: str | None = None
    notes: tuple[str, ...] = ()
    delta: bool = False  # the tables as Delta, too


def run(wanted: Wanted, progress: Progress, tell: Callable[[str], None], engine: Engine | None = None) -> together.Told:
    """Audit the inputs; what is told of the whole. A run that was stopped goes on where it was.

    `engine` does the work; without one, processes of this machine.
    """
    engine = engine or Processes(wanted.jobs)
    if wanted.delta:
        delta.library()  # where it is missing, this is told before the work
    held, after = maps.opened(wanted.map), since(wanted.since, wanted.out)
    found, unread = _pieces(wanted)
    if not found:
        nothing = "The files hold no rows below their headings; give a table of claim lines (docs/audit.md)."
        raise unread[0] if unread else Unreadable("empty", nothing, wanted.inputs[0])
    for error in unread:
        tell(error.says)
    plan = Plan(tuple(found), wanted.buckets or 1, held, wanted.payer, wanted.whole_years, wanted.undecided, after)
    plan = replace(plan, notes=wanted.notes)
    if wanted.buckets is None:
        buckets = _buckets(found, wanted)
        plan = replace(plan, buckets=max(buckets, _WITH_NOTES) if wanted.notes else buckets)
    try:
        return _done((Work(Path(wanted.out)), plan, wanted), unread, progress, tell, engine)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise not_written(error, wanted.out) from None


def _done(
    run_of: tuple[Work, Plan, Wanted], unread: Sequence[Unreadable], progress: Progress, tell: Callable[[str], None],
    engine: Engine,
) -> together.Told:  # fmt: skip
    """All stages of a run (its folder, its plan, what is asked), but those that a run before it has done."""
    work, plan, wanted = run_of
    work.out.mkdir(parents=True, exist_ok=True)
    with alone(work.out):
        if not wanted.anew and work.finished(plan):
            left = wanted.delta and delta.left(work.out)
            tell(f"This audit is finished; {'its Delta tables are written now' if left else 'nothing is left to do'}.")
            work.done()
            told = together.kept(work)
        else:
            if work.begin(plan, wanted.anew):
                tell("A run that was stopped goes on where it was.")
            with undone_if_refused(work):
                _encode(work, plan, engine, progress, tell)
                _judge(work, plan, engine, progress, tell)
            lost = pl.DataFrame([(one.at, 1, 1, "file_not_read") for one in unread], schema=REJECT, orient="row")
            told = _told(work, plan, lost)
        if wanted.delta:
            delta.put(work.out, progress)
        return told


def _told(work: Work, plan: Plan, lost: pl.DataFrame) -> together.Told:
    """The results put together; the manifest last, which tells that all of them stand."""
    told = together.put(work, plan, lost)
    whole.text(work.out / "report.html", page(told))
    whole.plain(work.out / MANIFEST, told.manifest)
    work.done()
    return told


def _pieces(wanted: Wanted) -> tuple[list[Piece], list[Unreadable]]:
    """The pieces of all files, so large that they keep within the memory, and the files that cannot be read at all."""
    room = max(wanted.memory // wanted.jobs - A_PROCESS, _LEAST * A_ROW)
    size = Size(min(room // A_ROW, ROWS), min(room // A_BYTE, BYTES))
    found: list[Piece] = []
    unread: list[Unreadable] = []
    for path in files(wanted.inputs):
        try:
            found += pieces(path, size)
        except Unreadable as error:
            unread.append(error)
    return found, unread


def _buckets(found: Sequence[Piece], wanted: Wanted) -> int:
    """How many buckets: so many that the processes together keep within the memory, by a cautious guess of lines."""
    a_line = {"parquet": 1, "csv": 60, "ndjson": 200, "x12": 100}  # bytes of a line in the file, at the least
    lines = sum((one.stop - one.start) // a_line[one.kind] for one in found)
    a_line_held, least = (A_LINE_UNDECIDED, _LEAST_UNDECIDED) if wanted.undecided else (A_LINE, _LEAST)
    room = (wanted.memory // wanted.jobs - A_PROCESS) // a_line_held
    return max(1, -(-lines // min(max(room, least), _MOST)))


def _encode(work: Work, plan: Plan, engine: Engine, progress: Progress, tell: Callable[[str], None]) -> None:
    left = work.encoded(plan.pieces)
    given = [(at, plan.pieces[at]) for at in left]
    former = plan.since if plan.since is not None and plan.since.years is not None else None
    if former is not None and former.years is not None:
        years.keep(work.opening, Path(former.years), former.day.year)
    encode = Encode(str(work.out), plan.map, None if former is None else former.number)
    _work(encode, given, engine, ("reading", len(plan.pieces), progress), tell)


def _judge(work: Work, plan: Plan, engine: Engine, progress: Progress, tell: Callable[[str], None]) -> None:
    left = work.judged(plan.buckets)
    paths = tuple(one.path for one in plan.pieces)
    asked = Asked(plan.whole_years, plan.undecided, None if plan.since is None else plan.since.number)
    notes = _gathered(work, plan)
    payers, opening = tuple(sorted(plan.map.payers.items())), str(work.opening) if work.opening.is_dir() else None
    judge = Judge(str(work.out), work.run(), paths, plan.buckets, payers, plan.payer, asked, opening, notes)
    _work(judge, left, engine, ("auditing", plan.buckets, progress), tell)


def _gathered(work: Work, plan: Plan) -> str | None:
    """The folder of the run's notes, gathered unless they are; None where there are none."""
    if not plan.notes:
        return None
    if not work.notes.is_dir():
        encoded = [work.piece(at) for at in range(len(plan.pieces)) if work.piece(at).is_dir()]
        notes_in.gather(work.notes, plan.notes, encoded)
    return str(work.notes)


def _work(
    work: Callable[[_Given], int], given: Sequence[_Given], engine: Engine, told: tuple[str, int, Progress],
    tell: Callable[[str], None],
) -> None:  # fmt: skip
    """Let the engine do some work on all that is given; `told` is how to show it."""
    what, total, progress = told
    done = total - len(given)
    if given:
        progress(what, done * 1_000_000 // total, 0)
    for lines in engine(work, given, tell) if given else ():
        done += 1
        progress(what, done * 1_000_000 // max(total, 1), lines)
