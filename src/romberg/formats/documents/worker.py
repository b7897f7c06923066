"""The parent's side: hands documents to a child process that is kept warm, and replaces it when it dies or hangs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from romberg.formats.documents.limits import CPU_SECONDS, MEMORY_BYTES, WALL_SECONDS
from romberg.formats.documents.wire import Answer, Found, Request, send_request, take_answer
from romberg.formats.unreadable import Unreadable

MOST_LIMITS = 10  # members of one ZIP that may run into a limit before the rest is left unread
_START = (
    "import sys, json; sys.path[:0] = json.loads(sys.argv[1]); from romberg.formats.documents.child import main; main()"
)


class Worker:
    """Reads documents in a child process; to be used in a `with`, at whose end the child ends too.

    The child starts with the first document, and holds no environment, no open file and no connection.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._held: bytes | None = None  # what the child has at hand
        self._late = False

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        process, self._process, self._held = self._process, None, None
        if process is not None:
            with suppress(OSError):
                process.kill()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            process.wait()

    def read(self, data: bytes, source: str, beside: bytes | None = None, exchange: bool = False) -> Iterator[Found]:
        """The documents of a file by name, or the reason why one is not read; `beside` are charges of visits.

        With `exchange`, files of X12 in a ZIP are given as they are.
        """
        suffix = Path(source).suffix.lower()
        told = self._ask(Request(source, suffix, data, beside))
        if told.members is None:
            yield from told.found
            return
        limited = 0
        for one in told.members:
            if one.error is not None:
                yield one.source, one.error
            elif limited >= MOST_LIMITS:
                yield one.source, _given_up(one.source)
            else:
                also = None if one.beside is None else str(one.beside).encode()
                found = self._ask(Request(one.source, suffix, data, also, one.number, exchange=exchange)).found
                limited += any(isinstance(each, Unreadable) and each.code == "limit" for _, each in found)
                yield from found

    def _ask(self, asked: Request) -> Answer:
        """One request and its answer, with a child that is replaced where it does not live to give it."""
        for _ in range(2):
            process, fresh = self._living()
            held = self._held is asked.data
            self._late = False
            timer = threading.Timer(WALL_SECONDS, self._kill, (process,))
            timer.daemon = True
            timer.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                send_request(process.stdin, replace(asked, held=held))
                told = take_answer(process.stdout)
            except OSError:
                told = None
                if not fresh and not self._late:  # it died between two files: this one is not to blame
                    self.close()
                    continue
            finally:
                timer.cancel()
            return self._settled(asked, told)
        return self._settled(asked, None)

    def _settled(self, asked: Request, told: Answer | None) -> Answer:
        if told is None:
            error = self._cause(asked.source)
            self.close()
            return Answer(((asked.source, error),))
        self._held = asked.data
        if told.leaving:
            self.close()
        return told

    def _living(self) -> tuple[subprocess.Popen[bytes], bool]:
        if self._process is not None and self._process.poll() is None:
            return self._process, False
        self.close()
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-B", "-c", _START, json.dumps([one for one in sys.path if one])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"SYSTEMROOT": r"C:\Windows"} if sys.platform == "win32" else {},
            start_new_session=True,
        )
        return self._process, True

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        self._late = True
        process.kill()

    def _cause(self, source: str) -> Unreadable:
        """Why there is no answer: too much work or time, else too much memory or a crash."""
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        ended = self._process.returncode
        if ended == 1:  # Python ended itself: the reader, not the file, is at fault
            says = f"{source} was not read, because the process that reads documents failed; please report this."
            return Unreadable("internal", says, source)
        if self._late:
            says = f"{source} takes longer than {WALL_SECONDS:.0f} s to read, so nothing is said about it; "
        elif sys.platform != "win32" and ended == -signal.SIGXCPU:
            says = f"{source} takes more than {CPU_SECONDS} s of work to read, so nothing is said about it; "
        else:
            says = f"{source} takes more than the {MEMORY_BYTES // 1_000_000} MB allowed, or breaks its reader; "
        return Unreadable("limit", says + "save the note as .txt and check that.", source)


def _given_up(source: str) -> Unreadable:
    says = (
        f"{source} was not tried, because {MOST_LIMITS} files of this ZIP ran into a limit; unpack it and look at them."
    )
    return Unreadable("limit", says, source)
