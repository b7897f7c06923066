"""What is wrong with an X12 file, in one sentence that names the segment and never what stands in it."""

from __future__ import annotations

from romberg.formats.unreadable import Unreadable


def malformed(code: str, what: str, number: int, element: str = "") -> Unreadable:
    """The error of a file that cannot be read on: `number` counts segments from 1, ISA being the first.

    `code` is stable; `what` says what is wrong and what to do, as one sentence without a patient's data.
    """
    where = f"segment {number}" + (f", {element}" if element else "")
    return Unreadable(code, f"{where}: {what}", where)
