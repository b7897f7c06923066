"""Where the command starts and ends: no error leaves as anything but a sentence and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from romberg.cli.parser import build

NOTHING_BLOCKS, BLOCKS, NOT_READ = 0, 1, 2
BROKEN_PIPE, INTERRUPTED = 141, 130  # as a shell reports a command that a signal ended


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the status is 0 (nothing blocks), 1 (a finding blocks) or 2 (not read, or called wrongly)."""
    try:
        arguments = build().parse_args(argv)
    except SystemExit as ended:  # argparse has said what is wrong, or shown the help
        return ended.code if isinstance(ended.code, int) else NOT_READ
    try:
        status: int = import_module(f"romberg.cli.{arguments.module}").run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        return _reader_left()
    except KeyboardInterrupt:
        print("romberg: interrupted.", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        if arguments.debug:
            raise
        say = import_module("romberg.cli.output").say
        say(_sentence(error, arguments.command))
        return NOT_READ


def _reader_left() -> int:
    """The reader of the pipe is gone: end without a word, also when Python closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _sentence(error: Exception, command: str) -> str:
    """What is wrong, where, and what to do; for a fault of Romberg's own, what to report."""
    says = getattr(error, "says", None)
    if isinstance(says, str):
        return says
    where = _innermost(error)
    return (
        f"Romberg itself failed in `romberg {command}` ({type(error).__name__} in {where}); that is a fault of "
        "the program. Please report this line with what --debug prints, and without any patient's words."
    )


def _innermost(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{os.path.basename(trace.tb_frame.f_code.co_filename)} line {trace.tb_lineno}" if trace else "no place"
