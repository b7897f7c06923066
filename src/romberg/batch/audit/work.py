"""The folder of a run: what was asked, which pieces are encoded and which buckets are done; so that a run goes on.

`run.json` holds what the run hangs on. A folder of another run is refused, unless it may be begun anew. Everything in
the folder appears whole or not at all, so that what is there is done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from romberg import __version__
from romberg.batch.audit import notes_in, whole
from romberg.batch.audit.since import Since
from romberg.checks.loading import names as names_of_rules
from romberg.formats.line_tables.maps import Map
from romberg.formats.line_tables.pieces import Piece
from romberg.formats.unreadable import Unreadable
from romberg.knowledge.editions import version

RESULTS = ("findings", "lines", "summary", "days", "years", "clinicians", "spread", "rejects")
MANIFEST = "manifest.json"  # written last: where it stands, the results are whole
_RUN = "run.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does: its pieces, how many buckets, and what was asked of each."""

    pieces: tuple[Piece, ...]
    buckets: int
    map: Map
    payer: str | None
    whole_years: bool
    undecided: bool
    since: Since | None = None
    notes: tuple[str, ...] = ()  # tables and files of notes, or folders of them

    def identity(self) -> dict[str, Any]:
        """All that the results hang on, as a plain object."""
        noted = notes_in.files(self.notes) if self.notes else []
        files = {path: Path(path).stat() for path in dict.fromkeys([*(one.path for one in self.pieces), *noted])}
        return {
            "romberg": __version__,
            "polars": pl.__version__,
            "knowledge": version(),
            "rules": hashlib.sha256("\n".join(names_of_rules()).encode()).hexdigest()[:16],
            "files": {path: [held.st_size, held.st_mtime_ns] for path, held in files.items()},
            "pieces": len(self.pieces),
            "buckets": self.buckets,
            "map": json.loads(json.dumps(asdict(self.map))),
            "payer": self.payer,
            "whole_years": self.whole_years,
            "undecided": self.undecided,
            "notes": list(self.notes),
            "since": None if self.since is None else self.since.told(),
        }


@dataclass(frozen=True, slots=True)
class Work:
    """The folder in which a run works, beside what it will show."""

    out: Path

    @property
    def opening(self) -> Path:
        """The sums of a former run, with which buckets begin."""
        return self.folder / "opening"

    @property
    def notes(self) -> Path:
        """The notes of the run, gathered."""
        return self.folder / "notes"

    @property
    def folder(self) -> Path:
        """Where pieces and buckets lie until the run is finished."""
        return self.out / "_work"

    def run(self) -> str:
        """What tells this run from others of the same folder."""
        return str((self.folder / _RUN).stat().st_mtime_ns)

    def piece(self, number: int) -> Path:
        """The folder of an encoded piece."""
        return self.folder / "pieces" / f"{number:06}"

    def piece_rejects(self, number: int) -> Path:
        """The rows of a piece that were set aside; it is written last, so that it tells that the piece is done."""
        return self.folder / "pieces" / f"{number:06}.rejects.parquet"

    def bucket(self, number: int) -> Path:
        """The folder of a bucket's results."""
        return self.folder / "buckets" / f"{number:06}"

    def finished(self, plan: Plan) -> bool:
        """Whether the folder holds the whole results of this very plan."""
        told = self.out / MANIFEST
        if not told.is_file():
            return False
        held = json.loads(told.read_text(encoding="utf-8"))
        return all(held.get(name) == value for name, value in plan.identity().items())

    def begin(self, plan: Plan, anew: bool) -> bool:
        """Make the folder ready; true where a stopped run goes on. Raises Unreadable where it is of another run."""
        told = self.folder / _RUN
        mine = plan.identity()
        self._swept()
        if told.is_file():
            if json.loads(told.read_text(encoding="utf-8")) == mine:
                return True
            if not anew:
                says = f"{self.out} holds an unfinished run of other files or options; name another, or give --anew."
                raise Unreadable("other_run", says, str(self.out))
        self._refuse_finished(anew)
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in ("pieces", "buckets"):
            (self.folder / name).mkdir(parents=True)
        whole.plain(told, mine)
        return False

    def _refuse_finished(self, anew: bool) -> None:
        if (self.out / MANIFEST).is_file() and not anew:
            says = f"{self.out} holds a finished audit of other files or options; name another, or give --anew."
            raise Unreadable("finished_run", says, str(self.out))

    def _swept(self) -> None:
        """Take away what a stopped run left half-written."""
        for one in [*self.out.glob(f".*{whole.UNFINISHED}"), *self.folder.rglob(f".*{whole.UNFINISHED}")]:
            if one.is_dir():
                shutil.rmtree(one, ignore_errors=True)
            else:
                one.unlink(missing_ok=True)

    def done(self) -> None:
        """Take away what a run worked with; first what tells which run it was, so that no half of it goes on."""
        (self.folder / _RUN).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def given_up(self) -> None:
        """Leave nothing of a run that was refused, and no folder in which nothing else stands."""
        self.done()
        with suppress(OSError):  # somebody's other files stand in it
            self.out.rmdir()

    def encoded(self, pieces: Sequence[Piece]) -> list[int]:
        """The pieces that are still to be encoded."""
        return [at for at in range(len(pieces)) if not self.piece_rejects(at).is_file()]

    def judged(self, buckets: int) -> list[int]:
        """The buckets that are still to be audited."""
        return [at for at in range(buckets) if not (self.bucket(at) / "rejects.parquet").is_file()]
