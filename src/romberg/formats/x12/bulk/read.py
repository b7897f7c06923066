"""What is read of a window at once, and what of it hangs on the windows before."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

import polars as pl

from romberg.formats.x12.bulk.proof import Structure

A = TypeVar("A", bound=tuple[str, ...])


class Read(NamedTuple, Generic[A]):
    """The lines of a window, what stands above what follows it, its structure, and how many segments it holds."""

    frame: pl.DataFrame
    above: A
    structure: Structure
    passed: int
