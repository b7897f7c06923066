"""One file as it was downloaded: by itself, or inside an archive."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from romberg.knowledge.releases.release import Read

_PIECE = 1 << 20
HEAD = 4096  # bytes that tell of which kind a file is


@dataclass(frozen=True, slots=True)
class Source:
    """One file. `name` is its own name, `origin` how the user finds it ("rvu26a.zip!PPRRVU2026_Jan_nonQPP.csv").

    `opener` opens its bytes for reading, as often as it is called; `placed` gives a path on disk that holds them, for a
    library that takes no stream. Both raise a Refusal where the bytes turn out to be damaged, or far too many.
    """

    name: str
    origin: str
    size: int
    opener: Callable[[], IO[bytes]]
    placed: Callable[[], Path]

    @property
    def suffix(self) -> str:
        """The end of the name in small letters, without the dot: csv, txt, xlsx."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    def head(self) -> bytes:
        """The first bytes."""
        with self.opener() as file:
            return file.read(HEAD)

    def pieces(self) -> Iterator[bytes]:
        """All bytes, a piece at a time."""
        with self.opener() as file:
            while piece := file.read(_PIECE):
                yield piece

    def read(self) -> bytes:
        """All bytes at once, for files of a few megabytes."""
        return b"".join(self.pieces())

    def record(self) -> Read:
        """Name, hash and size, as the store keeps them."""
        digest = hashlib.sha256()
        for piece in self.pieces():
            digest.update(piece)
        return Read(self.origin, digest.hexdigest(), self.size)
