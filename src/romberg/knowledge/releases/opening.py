"""Opens what the user named: a plain file, a gzip file, an archive, archives in an archive (one deep)."""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import IO, cast

from romberg.knowledge.releases import archive
from romberg.knowledge.releases.refusal import Refusal
from romberg.knowledge.releases.source import HEAD, Source

ON_DISK = 6 << 30  # bytes that a library without streams may have laid out on disk
_ZIP, _GZIP = b"PK", b"\x1f\x8b"
_WHOLE_NAME = "open it, save the table as csv or txt, and import that"
_FOREIGN = (
    (b"%PDF", "a PDF", "import the data file of the same release (csv, txt or xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old .xls workbook or one with a password", _WHOLE_NAME),
    (b"\xff\xfe", "text in UTF-16", "save it as UTF-8 text and import that"),
    (b"\xfe\xff", "text in UTF-16", "save it as UTF-8 text and import that"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it and import the files"),
    (b"Rar!", "a RAR archive", "unpack it and import the files"),
)


class Opened:
    """The files that one path holds, open until it is closed; what was unpacked to disk is removed then."""

    def __init__(self, path: Path, shown: str) -> None:
        self._stack = ExitStack()
        self._scratch: Path | None = None
        try:
            self.sources: tuple[Source, ...] = tuple(self._sources(path, shown))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *told: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archives and remove what was unpacked."""
        self._stack.close()

    def _folder(self) -> Path:
        if self._scratch is None:
            self._scratch = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="romberg-")))
        return self._scratch

    def _sources(self, path: Path, shown: str) -> Iterator[Source]:
        head = _head(path, shown)
        if head.startswith(_ZIP) and not shown.lower().endswith(".xlsx"):
            _prove_suffix(shown, ".zip", "an archive")
            yield from self._members(path, shown, inside=False)
        elif head.startswith(_GZIP):
            _prove_suffix(shown, ".gz", "a gzip file")
            yield self._gzip(path, shown)
        else:
            name = Path(shown).name
            yield Source(name, shown, path.stat().st_size, partial(_plain, path, shown), lambda: path)

    def _gzip(self, path: Path, shown: str) -> Source:
        most = archive.RATIO * max(path.stat().st_size, archive.SMALL)
        opener = partial(_gunzipped, path, shown, most)
        name = Path(shown).name[: -len(".gz")]
        return Source(name, shown, path.stat().st_size, opener, partial(self._place, opener, shown))

    def _members(self, path: Path, shown: str, inside: bool) -> Iterator[Source]:
        file = self._stack.enter_context(archive.opened(path, shown))
        for one in archive.members(file, shown):
            origin = f"{shown}!{one.filename}"
            opener = partial(archive.member, file, one, origin)
            if not one.filename.lower().endswith(".zip"):
                name = one.filename.replace("\\", "/").rpartition("/")[2]
                yield Source(name, origin, one.file_size, opener, partial(self._place, opener, origin))
            elif inside:
                what = "an archive lies in an archive in an archive"
                raise Refusal(origin, what, "unpack the outer ones and import the inner one")
            else:
                yield from self._members(self._place(opener, origin), origin, inside=True)

    def _place(self, opener: Callable[[], IO[bytes]], origin: str) -> Path:
        """Lay a packed file out on disk, under a name of our own, so that no name of an archive becomes a path."""
        handle = tempfile.NamedTemporaryFile(dir=self._folder(), delete=False)  # noqa: SIM115  # closed two lines below
        with handle, opener() as file:
            while piece := file.read(1 << 20):
                if handle.tell() > ON_DISK:
                    raise Refusal(
                        origin, f"unpacked it is larger than {ON_DISK >> 30} GB", "unpack it and import the file"
                    )
                handle.write(piece)
        return Path(handle.name)


def _gunzipped(path: Path, shown: str, most: int) -> IO[bytes]:
    return archive.unpacking(cast(IO[bytes], gzip.open(path)), shown, most)


def _prove_suffix(shown: str, suffix: str, what: str) -> None:
    if not shown.lower().endswith(suffix):
        fix = f"rename it to end in {suffix} if you trust it, or download it again"
        raise Refusal(shown, f"its content is {what}, which its name does not say", fix)


def _head(path: Path, shown: str) -> bytes:
    with _plain(path, shown) as file:
        return file.read(HEAD)


def _plain(path: Path, shown: str) -> IO[bytes]:
    try:
        if path.is_dir():
            raise Refusal(shown, "it is a folder", "name the files in it")
        return path.open("rb")
    except OSError as error:
        reason = (error.strerror or "no reason given").lower()
        raise Refusal(shown, f"it cannot be read ({reason})", "check the name and the right to read it") from None


def prove_content(source: Source, head: bytes) -> None:
    """A Refusal where the content is not what the name says, or is nothing."""
    if not head:
        raise Refusal(source.origin, "the file is empty", "download it again from the publisher")
    foreign = next(((what, fix) for sign, what, fix in _FOREIGN if head.startswith(sign)), None)
    if foreign is not None:
        raise Refusal(source.origin, f"its content is {foreign[0]}", foreign[1])
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        fix = "accept the licence on the publisher's page, download the file itself and import that"
        raise Refusal(source.origin, "its content is a web page, perhaps the licence page of the download", fix)
    _prove_packing(source, head)


def _prove_packing(source: Source, head: bytes) -> None:
    packed = head.startswith((_ZIP + b"\x03\x04", _ZIP + b"\x05\x06"))
    if source.suffix == "xlsx":
        if not packed:
            raise Refusal(source.origin, "its content is no .xlsx workbook", _WHOLE_NAME)
        archive.prove_workbook(source.placed(), source.origin)
    elif packed:
        raise Refusal(
            source.origin, "its content is an archive, which its name does not say", "rename it to end in .zip"
        )
    elif b"\0" in head:
        raise Refusal(source.origin, "its content is not text", "download it again from the publisher")
