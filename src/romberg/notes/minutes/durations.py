"""Minutes in every written form: "24 min", "24'", "twenty-four minutes", "10:05-10:17"."""

from __future__ import annotations

import re
from typing import NamedTuple

from romberg.notes.minutes import words

_ASSIST = (
    r"(?![ \t]*(?:a\b|assist|assistance|cue|cues|cueing|verbal|tactile|vc|tc|guard|pain|sway|difficulty|to\s+mod))"
)
_MINUTES = re.compile(
    rf"(?<![\d:./])(?:(?P<plus>\d{{1,2}}(?:\s?\+\s?\d{{1,2}})+)|(?P<n>\d{{1,3}})(?:\s?(?:-|to)\s?(?P<n2>\d{{1,3}}))?)\s?-?(?:minutes?\b|mins?\b{_ASSIST}|mn\b|m(?![\w/.])|'(?![\d'a-z]))"
    rf"|\b(?P<w>{words.PATTERN})(?:\s|-)+(?:minutes?|mins?)\b{_ASSIST}"
    r"|\bmin(?:ute)?s?\s?[:=]\s?(?P<n3>\d{1,3})(?!\d|[/:.])"
    r"|\b(?P<half>half an hour|half-hour|half hour)\b|\b(?P<hour>one hour|an hour)\b"
)
_TIME = r"(?:(\d{1,2}):(\d{2})|(\d{2})(\d{2})(?=\s*(?:h|hrs|hours|a|p|-|to|\b)))\s?(a\.?m?\.?|p\.?m?\.?)?(?![a-z\d])"
_CLOCK = re.compile(rf"(?<![\d:./\-])(?:from\s+)?{_TIME}\s?(?:-|to|until|till|til|thru|through|>)+\s?{_TIME}")


class Duration(NamedTuple):
    """A stretch of minutes written in the note. `kind`: minutes, mark (24'), clock; `most` is the end of a range."""

    start: int
    end: int
    minutes: int
    kind: str
    most: int | None = None


def durations(folded: str, start: int, end: int) -> list[Duration]:
    """Every duration between two offsets of the folded note, in order, clock spans included."""
    clocks = [found for m in _CLOCK.finditer(folded, start, end) if (found := _clock(m))]
    plain = (_plain(m) for m in _MINUTES.finditer(folded, start, end))
    return sorted([*clocks, *(d for d in plain if not any(c.start <= d.start < c.end for c in clocks))])


def _plain(match: re.Match[str]) -> Duration:
    if match["w"]:
        return Duration(match.start(), match.end(), words.number(match["w"]), "minutes")
    if match["half"] or match["hour"]:
        return Duration(match.start(), match.end(), 30 if match["half"] else 60, "minutes")
    if match["plus"]:
        return Duration(match.start(), match.end(), sum(map(int, match["plus"].split("+"))), "minutes")
    most = int(match["n2"]) if match["n2"] else None
    kind = "mark" if match.group().endswith("'") else "minutes"
    return Duration(match.start(), match.end(), int(match["n"] or match["n3"]), kind, most)


def _clock(match: re.Match[str]) -> Duration | None:
    h1, m1, h2, m2 = (int(match.group(a) or match.group(b)) for a, b in ((1, 3), (2, 4), (6, 8), (7, 9)))
    if max(m1, m2) > 59 or max(h1, h2) > 23:
        return None
    begin, finish = _of_day(h1, m1, match.group(5)), _of_day(h2, m2, match.group(10))
    span = (finish - begin) % (12 * 60)
    if not 0 < span <= 240:
        return None
    return Duration(match.start(), match.end(), span, "clock")


def _of_day(hour: int, minute: int, half: str | None) -> int:
    return (hour % 12 if half else hour) * 60 + minute + (720 if half and half[0] == "p" else 0)
