"""The process that reads documents: bytes come in, words go out, and nothing else can happen in it."""

from __future__ import annotations

import logging
import sys
import warnings
from typing import IO

from romberg.formats.documents import limits
from romberg.formats.documents.readers import answer
from romberg.formats.documents.refused import Refused, too_much
from romberg.formats.documents.wire import Answer, Request, send_answer, take_request

# What the PDF library would load if it were installed: parsers of pictures and fonts, which words do not need.
_LEFT_OUT = ("PIL", "fontTools", "brotli", "arabic_reshaper", "bidi")


def main() -> None:
    """Read one document after another until the parent is gone, or the process has grown too large."""
    taken, given = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not stand among the answers
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.modules.update(dict.fromkeys(_LEFT_OUT))  # type: ignore[arg-type]  # None there means: not to be imported
    limits.confine()
    serve(taken, given)


def serve(taken: IO[bytes], given: IO[bytes]) -> None:
    """Answer requests, each with its own allowance of work."""
    held = b""
    inherited = limits.largest_size()  # the system counts the parent's largest size as this process's own
    while (asked := take_request(taken, held)) is not None:
        limits.allow_cpu(limits.CPU_SECONDS)
        held = asked.data
        found = guarded(asked)
        leaving = found.leaving or limits.largest_size() > max(limits.RESTART_BYTES, inherited)
        send_answer(given, Answer(found.found, found.members, leaving))
        if leaving:
            return


def guarded(asked: Request) -> Answer:
    """The answer to a request, also where the reader itself fails on the file."""
    try:
        return answer(asked)
    except (MemoryError, RecursionError) as error:
        return _failed(asked, too_much("memory" if isinstance(error, MemoryError) else "depth"))
    except Exception as error:
        says = f"could not be read ({type(error).__name__}); it may be damaged: export it again, or save it as .txt."
        return _failed(asked, Refused("damaged", says))


def _failed(asked: Request, error: Refused) -> Answer:
    return Answer(((asked.source, error.named(asked.source)),), leaving=True)


if __name__ == "__main__":
    main()
