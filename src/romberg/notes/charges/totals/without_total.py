"""All minutes stated without the word total: "Face to face 27 min", "seen 45 min", minutes alone on a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from romberg.notes.charges.totals import told
from romberg.notes.charges.totals.figures import Figure
from romberg.notes.charges.totals.forms import minutes_in, unnamed
from romberg.notes.charges.totals.others import RESTS, of_a_service
from romberg.notes.layout import Document
from romberg.notes.minutes import amounts

_BESIDE_TIMED = re.compile(
    r"\b(?:treatment|treated|tx|visit|session|therapy|all)\b(?:[ \t]+(?:time|minutes|min|today|length))*[ \t:=|-]*"
    r"(?P<n>\d{1,3})\b(?![/%.:]\d|[ \t]*(?:-|to|of|x|u|units?)\b)"
)
_NEAR = 14  # signs before minutes in which a rest can stand
_OF_A_SPINE = re.compile(r"9894[0-3][^.;\n]{0,30}[.;][ \t]+(\d{1,3})[ \t]*min(?:ute)?s?\b\.?(?=\s)")
_ALONE = re.compile(
    rf"^[ \t]*(?:{amounts.timed('n')}|(?:minutes|time)[ \t:=]*{amounts.amount('m')}[ \t]*\(?untimed\)?)"
    r"(?:[ \t]+w(?:/|ith)[ \t]+(?:the[ \t]+)?(?:dr|doctor|dc|patient|pt)\b)?\.?[ \t]*$",
    re.MULTILINE,
)


def without_total(document: Document, timed: Figure | None, stated: Sequence[Figure]) -> Figure | None:
    """All minutes stated in a weaker way, the surest first; `stated` are the figures with their word."""
    return (
        _by_form(document, timed, stated)
        or (timed and (_beside_timed(document, timed) or told.beside(document, timed)))
        or _told(document, timed, stated)
        or (None if timed else _of_a_spine(document) or _alone(document))
    )


def _by_form(document: Document, timed: Figure | None, stated: Sequence[Figure]) -> Figure | None:
    """Minutes with another word for the whole: "Face to face 27 min"; no part of a figure read before, and no rest."""
    folded, (start, end) = document.folded, document.active
    for match in unnamed().finditer(folded, start, end):
        minutes = minutes_in(match.groupdict())
        known = any(s.start < match.end() and match.start() < s.end for s in stated)
        if known or of_a_service(document, *match.span()):
            continue
        near = folded[max(start, match.start() - _NEAR) : match.start()]
        if minutes and (timed is None or minutes >= timed.minutes) and not RESTS.search(near):
            return Figure(minutes, False, *match.span(), 0)
    return None


def _told(document: Document, timed: Figure | None, stated: Sequence[Figure]) -> Figure | None:
    """All minutes told in a sentence, no fewer than the timed ones, and of no service alone."""
    least = timed.minutes if timed else 1
    for one in told.everything(document):
        if _meets(one, stated) or one.minutes < least or of_a_service(document, one.start, one.end):
            continue
        return one
    return None


def _meets(one: Figure, stated: Sequence[Figure]) -> bool:
    """Whether a figure begins in one that was read, or shares its words with one of all minutes."""
    near = (s for s in stated if one.start < s.end)
    return any(s.start <= one.start < s.end or (s.start < one.end and not s.timed) for s in near)


def _of_a_spine(document: Document) -> Figure | None:
    """Minutes behind the only code of a chiropractor's visit: "98941 CMT. 12 minutes."."""
    found = _OF_A_SPINE.search(document.folded, *document.active)
    return Figure(int(found[1]), False, found.start(1), found.end(), 0) if found else None


def _alone(document: Document) -> Figure | None:
    """The last line of the visit that holds nothing but minutes."""
    found = next(reversed(list(_ALONE.finditer(document.folded, *document.active))), None)
    return Figure(amounts.value(found["n"] or found["m"]), False, *found.span(), 0) if found else None


def _beside_timed(document: Document, timed: Figure) -> Figure | None:
    """ "Timed today 31   Treatment today 31": on the line of the timed minutes the word total can be missing."""
    for match in _BESIDE_TIMED.finditer(document.folded, timed.end, document.line_at(timed.start).end):
        if int(match["n"]) >= timed.minutes:
            return Figure(int(match["n"]), False, *match.span(), 0)
    return None
