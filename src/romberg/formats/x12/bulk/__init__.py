"""Service lines of files of any size as frames: many at once where a file is as most are, else one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

import polars as pl

from romberg.formats.x12.bulk import claims, payments
from romberg.formats.x12.bulk.reading import Bulk, frames
from romberg.formats.x12.flat import FlatClaims, Parties
from romberg.formats.x12.flat_paid import FlatPayments, Payment
from romberg.formats.x12.segments import begun

WINDOW = 2 << 20  # bytes read at a time: with twice as many, a process holds more than 150 MB
SMALL = 200_000  # bytes below which the plain reader is done sooner
CLAIMS = Bulk("837", ("HL", "CLM"), claims.SCHEMA, FlatClaims, claims.read, Parties._fields, Parties._make)
PAYMENTS = Bulk("835", ("CLP",), payments.SCHEMA, FlatPayments, payments.read, Payment._fields, Payment._make)
BULKS: Mapping[str, Bulk[Any]] = {one.kind: one for one in (CLAIMS, PAYMENTS)}


def claim_lines(stream: IO[bytes], window: int = WINDOW, small: int = SMALL) -> Iterator[pl.DataFrame]:
    """The service lines of claims (837P, 837I) in frames with the columns of `FlatLine`, in order.

    Raises Unreadable exactly where `flat_lines` does, and as it does; the frames before are then to be thrown away.
    """
    signs, head = begun(stream)
    yield from frames(stream, head, FlatClaims(signs), CLAIMS, window, small)


def paid_lines(stream: IO[bytes], window: int = WINDOW, small: int = SMALL) -> Iterator[pl.DataFrame]:
    """The paid lines of remittances (835) in frames with the columns of `FlatPaid`, in order.

    Raises Unreadable exactly where `flat_paid` does, and as it does; the frames before are then to be thrown away.
    """
    signs, head = begun(stream)
    yield from frames(stream, head, FlatPayments(signs), PAYMENTS, window, small)
