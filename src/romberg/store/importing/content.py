"""The bytes of a file that came in, sealed on the disk piece by piece until it has been worked through.

Each piece is a line of base64, so that what was read stays readable while more is written; it is sealed to its import,
its file and its number, so that pieces cannot change places.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from romberg.formats.unreadable import Unreadable
from romberg.knowledge.data_folder import data_folder
from romberg.store.workplace import Workplace
from romberg.store.workplace.engine import file_of
from romberg.store.workplace.sealing import Place, Sealer

LARGEST_BYTES = 25_000_000
_PIECE = 262_144


@dataclass(frozen=True, slots=True)
class Content:
    """Where the bytes of one file lie: the folder, the import, the file's number in it, the clinic."""

    folder: Path
    import_id: str
    at: int
    clinic: str

    @property
    def path(self) -> Path:
        """The file on the disk; its name says nothing."""
        return self.folder / f"{self.import_id}-{self.at}"

    def _place(self, piece: int) -> Place:
        return Place("import_files", f"content {piece}", f"{self.import_id}/{self.at}", self.clinic)

    def written(self, sealer: Sealer, pieces: Iterable[bytes]) -> tuple[int, str]:
        """Write the bytes, whole on the disk or not at all; how many they are, and their SHA-256.

        Raises Unreadable where they are more than 25 MB, or the disk takes no more.
        """
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = self.path.with_suffix(".part")
        try:
            told = self._sealed(sealer, pieces, part)
            os.replace(part, self.path)
        except OSError as error:
            reason = (error.strerror or "no reason given").lower()
            says = f"The file could not be taken to the disk ({reason}); make room and send it again."
            raise Unreadable("disk", says, "file") from None
        finally:
            with suppress(OSError):
                part.unlink()
        return told

    def _sealed(self, sealer: Sealer, pieces: Iterable[bytes], part: Path) -> tuple[int, str]:
        size, digest = 0, hashlib.sha256()
        with open(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            for number, piece in enumerate(_evened(pieces)):
                size += len(piece)
                if size > LARGEST_BYTES:
                    says = f"The file is larger than {LARGEST_BYTES // 1_000_000} MB; split it and send the parts."
                    raise Unreadable("too_large", says, "file")
                digest.update(piece)
                kept = sealer.seal(base64.b64encode(piece).decode(), self._place(number))
                file.write(base64.b64encode(kept) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return size, digest.hexdigest()

    def read(self, sealer: Sealer) -> bytes:
        """The bytes again; raises Unreadable where they are gone or were changed."""
        try:
            with open(self.path, "rb") as file:
                lines = [base64.b64decode(line) for line in file]
        except (OSError, ValueError):
            says = "What was sent is no longer on the disk; send the file again."
            raise Unreadable("gone", says, "file") from None
        return b"".join(base64.b64decode(sealer.open(kept, self._place(at))) for at, kept in enumerate(lines))

    def removed(self) -> None:
        """Take the bytes off the disk."""
        with suppress(FileNotFoundError):
            self.path.unlink()


def swept(folder: Path, import_id: str) -> None:
    """Take off the disk what killed runs left of an import that is through."""
    for left in folder.glob(f"{import_id}-*"):
        with suppress(FileNotFoundError):
            left.unlink()


def _evened(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size, the last one shorter."""
    held = b""
    for piece in pieces:
        held += piece
        while len(held) >= _PIECE:
            yield held[:_PIECE]
            held = held[_PIECE:]
    if held:
        yield held


def folder_of(workplace: Workplace) -> Path:
    """Where files that came in lie until they are worked through: beside the database, else in the data folder."""
    file = file_of(workplace.engine.url)
    return (file.parent if file else data_folder()) / "incoming"
