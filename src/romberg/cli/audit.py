"""`romberg audit`: files of claims of any size, audited and priced bucket by bucket into a folder of tables."""

from __future__ import annotations

import re
import sys
import time
from argparse import Namespace

from romberg.batch import options
from romberg.batch.audit import engines
from romberg.batch.audit.run import Wanted
from romberg.batch.audit.run import run as run_audit
from romberg.batch.audit.together import Told
from romberg.batch.parallel import cores
from romberg.cli.entry import BLOCKS, NOTHING_BLOCKS
from romberg.cli.output import say, tell_refused_cards
from romberg.formats.line_tables import maps
from romberg.formats.unreadable import Unreadable

_SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
_LEAST_MEMORY = 400_000_000
_BAR = 24  # signs


def run(arguments: Namespace) -> int:
    """Audit the inputs into a folder; 1 where a finding blocks a claim, 0 where none does."""
    if arguments.maps:
        print(_maps())
        return NOTHING_BLOCKS
    if not arguments.inputs or arguments.out is None:
        says = "Name the files of claims and with --out the folder of the results; `romberg audit --help` tells more."
        raise Unreadable("option", says, "--out")
    tell_refused_cards()
    jobs = cores() if arguments.jobs is None else options.jobs(arguments.jobs)
    wanted = Wanted(
        inputs=tuple(arguments.inputs),
        out=arguments.out,
        map=arguments.map,
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        jobs=jobs,
        memory=_memory(arguments.memory),
        whole_years=arguments.whole_years,
        undecided=arguments.undecided,
        anew=arguments.anew,
        since=arguments.since,
        notes=tuple(arguments.notes or ()),
        delta=arguments.delta,
    )
    told = _told(arguments, wanted)
    print(_sentence(told, arguments.out))
    blocking = told.summary.filter(by="rule", severity="blocks")["failed"].sum()
    return BLOCKS if blocking else NOTHING_BLOCKS


def _maps() -> str:
    """The maps that there are, each with its columns."""
    parts = []
    for name in maps.bundled():
        told = maps.opened(name).told()
        width = max(len(ours) for ours, _ in told)
        parts.append("\n".join([f"--map {name}", *(f"  {ours:<{width}}  {theirs}" for ours, theirs in told)]))
    parts.append("FHIR ExplanationOfBenefit resources in .ndjson need no map.")
    return "\n\n".join(parts)


def _told(arguments: Namespace, wanted: Wanted) -> Told:
    """The run, by the engine that is asked for."""
    if arguments.engine == "local":
        if arguments.master:
            raise Unreadable("option", "--master names a Spark cluster; give --engine spark too.", "--master")
        return run_audit(wanted, Line(), say)
    with engines.spark(arguments.master) as engine:
        return run_audit(wanted, Line(), say, engine)


def _memory(given: str) -> int:
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)([KMG]?)B?", given.strip().upper())
    held = int(float(match[1]) * _SIZES[match[2]]) if match else 0
    if held < _LEAST_MEMORY:
        says = f"--memory takes an amount from 400M on, such as 2G, and {given!r} is none."
        raise Unreadable("memory", says, "--memory")
    return held


def _sentence(told: Told, out: str) -> str:
    counts = told.manifest["counts"]
    rejected = sum(told.manifest["rejects"].values())
    share = 100 * counts["clean_claims"] / counts["claims"] if counts["claims"] else 0
    aside = f" {rejected:,} rows were set aside (rejects.parquet says why)." if rejected else ""
    return (
        f"{out}: {counts['lines']:,} lines of {counts['claims']:,} claims audited; {share:.1f} percent of the claims "
        f"are clean.{aside}{_notes(told)} report.html tells more."
    )


def _notes(told: Told) -> str:
    """How many notes were joined with claims, and how many not, by the names of the reasons."""
    outcomes = dict(told.manifest.get("note_outcomes", {}))
    if not outcomes:
        return ""
    every, joined = sum(outcomes.values()), outcomes.pop("joined", 0)
    rest = ", ".join(f"{count:,} {name}" for name, count in sorted(outcomes.items()))
    more = f"; not joined: {rest} (notes.parquet names them)" if rest else ""
    without = told.manifest["counts"]["visits"] - joined
    return f" {joined:,} of {every:,} notes joined{more}; {without:,} visits stand without a note."


class Line:
    """One line at a terminal: a bar, what is done, the rate and the time left; nothing for a program at a pipe.

    The first word of a stage comes when it begins, so that the rate is that of the work done since.
    """

    def __init__(self) -> None:
        self._begun: dict[str, tuple[float, int]] = {}
        self._lines: dict[str, int] = {}

    def __call__(self, what: str, done: int, lines: int) -> None:
        """Move on to `done` millionths of a stage, in which so many more lines were worked on."""
        now = time.monotonic()
        begun, first = self._begun.setdefault(what, (now, done))
        self._lines[what] = self._lines.get(what, 0) + lines
        if sys.stderr.isatty():
            self._show(what, done, first, now - begun)

    def _show(self, what: str, done: int, first: int, spent: float) -> None:
        told = [f"{done / 10_000:.0f} %"]
        if done > first and spent > 0:
            told.append(f"{self._lines[what] / spent:,.0f} lines a second")
            if done < 1_000_000:
                told.append(f"{_in_words(spent * (1_000_000 - done) / (done - first))} left")
        bar = "#" * (done * _BAR // 1_000_000)
        end = "\n" if done >= 1_000_000 else ""
        line = f"\r\x1b[K{what:<8} [{bar:.<{_BAR}}] {', '.join(told)}"
        print(line, end=end, file=sys.stderr, flush=True)


def _in_words(seconds: float) -> str:
    """A time as people say it: 3 h 20 min, 4 min, 20 s."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"
