"""How much a document may cost, and what the process that reads it is allowed to do."""

from __future__ import annotations

import codecs
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

LARGEST_BYTES = 25_000_000  # of a file
LARGEST_TEXT = 5_000_000  # characters of one document, as for a text file
LARGEST_REPLY = 64_000_000  # bytes that the parent takes from the child
MEMORY_BYTES = 512_000_000
CPU_SECONDS = 8  # the kernel ends the child after so much work on one file
PAGES_SECONDS = 5.0  # a reader that can stop half way (PDF) does, and says what it left out
WALL_SECONDS = 60.0  # on the clock: for what waits instead of working, on a machine that is busy with other things
RESTART_BYTES = 200_000_000  # a child that ever grew so large is replaced
MOST_DOCUMENTS = 20_000  # in one file
OPEN_FILES = 3  # standard input, output and error: with these open, no file and no socket can be opened
FOR_LOADING = 64
# Character sets of old documents: looked up before the doors close, because their tables are files.
_CHARSETS = """
    ascii latin-1 utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 unicode-escape
    cp437 cp850 cp852 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
    iso8859-2 iso8859-5 iso8859-7 iso8859-9 iso8859-15 mac-roman cp932 cp936 cp949 cp950 gbk gb2312 gb18030 big5
    big5hkscs euc-jp euc-kr shift-jis johab koi8-r charmap
    """


def confine() -> None:
    """Give up memory beyond the cap, writing of files, further processes, core dumps; then close the doors."""
    for name in _CHARSETS.split():
        codecs.lookup(name)
    for what, value in (("RLIMIT_AS", MEMORY_BYTES), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0), ("RLIMIT_NPROC", 0)):
        _limit(what, value, value)
    close_doors()


def close_doors() -> None:
    """From now on nothing can be opened, neither a file nor a connection."""
    _limit("RLIMIT_NOFILE", OPEN_FILES, None)


@contextmanager
def doors_open() -> Iterator[None]:
    """For the loading of a library, before it sees a byte of a document; where doors were open they stay so."""
    before = _open_files()
    if before is not None and before < FOR_LOADING:
        _limit("RLIMIT_NOFILE", FOR_LOADING, None)
    try:
        yield
    finally:
        if before is not None and before < FOR_LOADING:
            _limit("RLIMIT_NOFILE", before, None)


def _open_files() -> int | None:
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415  # not on every system

    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def allow_cpu(seconds: int) -> None:
    """So many more seconds of work from now on; the kernel ends the process after them."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # not on every system

        used = resource.getrusage(resource.RUSAGE_SELF)
        _limit("RLIMIT_CPU", int(used.ru_utime + used.ru_stime) + 1 + seconds, None)


def largest_size() -> int:
    """The most memory, in bytes, that this process ever held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource  # noqa: PLC0415  # not on every system

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def _limit(what: str, soft: int, hard: int | None) -> None:
    """Set one limit where the system knows it; `hard` None leaves the ceiling as it is."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # not on every system

        with suppress(ValueError, OSError, AttributeError):
            number = getattr(resource, what)
            ceiling = resource.getrlimit(number)[1] if hard is None else hard
            resource.setrlimit(number, (soft, ceiling))
