"""What the store writes down of each release: a plain value, as JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from romberg.knowledge.releases.release import Read


@dataclass(frozen=True, slots=True)
class KeptTable:
    """One table of a release: its file below the store's folder, its rows and its hash."""

    file: str
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Kept:
    """One release in the store. `imported` is the day of its import, `replaces` what it took the place of."""

    kind: str
    series: str
    name: str
    revision: str
    issued: date
    starts: date
    ends: date | None
    rows_read: int
    files: tuple[Read, ...]
    warnings: tuple[str, ...]
    tables: Mapping[str, KeptTable]
    imported: date
    replaces: str = ""

    @property
    def key(self) -> tuple[str, str, date]:
        """Releases of one key are texts of the same edition: one of them is in force."""
        return self.kind, self.series, self.issued

    @property
    def title(self) -> str:
        """The name with its revision, as lists show it."""
        return f"{self.name} ({self.revision})" if self.revision else self.name

    @property
    def rows_kept(self) -> int:
        """The rows of all its tables."""
        return sum(one.rows for one in self.tables.values())

    def speaks_for(self, on: date) -> bool:
        """Whether a day of service lies among those that it speaks for."""
        return self.starts <= on <= (self.ends or on)

    def as_dict(self) -> dict[str, Any]:
        """The release as JSON carries it."""
        return {
            "kind": self.kind,
            "series": self.series,
            "name": self.name,
            "revision": self.revision,
            "issued": self.issued.isoformat(),
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else None,
            "rows_read": self.rows_read,
            "files": [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in self.files],
            "warnings": list(self.warnings),
            "tables": {
                name: {"file": one.file, "rows": one.rows, "sha256": one.sha256} for name, one in self.tables.items()
            },
            "imported": self.imported.isoformat(),
            "replaces": self.replaces,
        }


def from_dict(given: Mapping[str, Any]) -> Kept:
    """The release of a JSON object; KeyError, TypeError or ValueError where it is none."""
    return Kept(
        kind=given["kind"],
        series=given["series"],
        name=given["name"],
        revision=given["revision"],
        issued=date.fromisoformat(given["issued"]),
        starts=date.fromisoformat(given["starts"]),
        ends=date.fromisoformat(given["ends"]) if given["ends"] else None,
        rows_read=given["rows_read"],
        files=tuple(Read(one["name"], one["sha256"], one["size"]) for one in given["files"]),
        warnings=tuple(given["warnings"]),
        tables={name: KeptTable(one["file"], one["rows"], one["sha256"]) for name, one in given["tables"].items()},
        imported=date.fromisoformat(given["imported"]),
        replaces=given["replaces"],
    )
