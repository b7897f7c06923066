"""Romberg tells a rehab clinic whether a claim stands on its documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from romberg.report import Report

__version__ = "0.1.0"
__all__ = ["__version__", "check"]


def check(text: str, payer: str | None = "medicare", *, zip5: str | None = None, on: str | None = None) -> Report:
    """The report on one visit note: what it supports, what a payer would deny, and what it pays.

    `payer` is a card's name; None follows the payer that the note names. `zip5` prices the visit where it was given,
    `on` (YYYY-MM-DD) dates a note that carries no date. Raises ValueError, with a sentence, for what cannot be read.
    """
    from romberg.batch import Options, check_text, options  # noqa: PLC0415  # the rooms load when a note comes

    chosen = Options(
        payer=None if payer is None else options.payer(payer),
        zip5=None if zip5 is None else options.zip5(zip5),
        on=None if on is None else options.day(on),
    )
    return check_text(text, chosen)
