"""Minutes in every written form: "24 min", "24'", "twenty-four minutes", "10:05-10:17"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from romberg.notes.minutes import words

_ASSIST = (
    r"(?![ \t]?a\b(?!-)|[ \t]*(?:assist|assistance|cue|cues|cueing|verbal|tactile|vc|tc|guard|pain|sway"
    r"|difficulty|to\s+mod))"
)
_DIGITS = re.compile(
    r"\d(?=\d{0,2}\s?[-+mto'])(?<![\d:.]\d)(?<!\d/\d)(?:(?P<plus>\d?(?:\s?\+\s?\d{1,2})+)"
    r"|(?P<n>\d{0,2})(?:\s?(?:-|to)\s?(?P<n2>\d{1,3})|\s(?:out )?of (?:the )?\d{1,3})?)"
    rf"(?:[^\S\n]|\n(?!min\w*\s?[:=\d]))?-?(?:minutes?\b|mins?\b{_ASSIST}|mn\b|m(?![\w/.]|\s?walk)|'(?![\d'a-z]))"
)
_LABELLED = re.compile(r"min(?<![a-z]min)(?:ute)?s?\s?[:=]\s?(?P<n3>\d{1,3})(?!\d|[/:.])")
_SPOKEN = re.compile(
    rf"(?P<w>{words.PATTERN})[\s\-]+(?:minutes?|mins?)\b{_ASSIST}"
    r"|(?P<half>half an hour|half-hour|half hour)\b"
)
_HOURS = re.compile(
    r"(?<!half )(?:(?P<quarters>three|a)?[\s-]?quarters?\s(?:of\san\s)?hour\b"
    rf"|(?<![\d.:/-])(?P<h>[1-4](?:\.\d{{1,2}})?|0?\.\d{{1,2}}|one|two|three|four|an)[\s-]?h(?:ou)?rs?\b"
    rf"(?:,?\s(?:and\s)?(?:(?P<ahalf>a\shalf)|(?P<m>\d{{1,2}}|{words.PATTERN})[\s-]?min(?:ute)?s?\b))?)"
    r"(?!\s?/|\s*(?:ago|later|post|after|before|prior|per|a\sday|daily|old|of\s(?:sleep|sitting|standing)))"
)
_VALUE = {"one": 1.0, "an": 1.0, "two": 2.0, "three": 3.0, "four": 4.0}
_TIME = r"(\d\d?)(:?)(\d\d)(?!\d)\s?(a\.?m?\.?|p\.?m?\.?)?(?![a-z\d])"
_CLOCK = re.compile(
    rf"{_TIME}\s?(?:-|to|until|till|til|thru|through|>|[,;/]?\s?(?:stop|end)\w*\s?:?|(?:and\s)?(?:stopped|ended|finished)(?:\sat)?)+\s?{_TIME}"
)
# "2:00 exercise until 2:22": the work stands between the two times.
_AROUND = re.compile(rf"{_TIME}[ ]+(?![ap]\.?m)(?:[a-z][a-z-]*[ ,/&]{{1,3}}){{1,5}}(?P<mark>until|till|til)[ ]+{_TIME}")
# How number words end, before "minutes": text without such an end needs no search for spoken numbers.
_SPOKEN_END = re.compile(r"min(?<=(?:ne|wo|ee|ur|ve|ix|en|ht|ty)[ \-\n]min)")
# "Time in 9:05  Time out 9:25", "Start: 1330   Stop: 1410": a stretch of the clock as forms ask for it.
_IN_OUT = re.compile(
    rf"(?:time\s)?(?:in|start(?:ed)?|begin|began|from)(?:\stime)?\s?[:=]?\s?{_TIME}"
    rf"[\s,;|/-]{{0,12}}(?:time\s)?(?:out|stop(?:ped)?|ended|end|finish(?:ed)?|to)(?:\stime)?\s?[:=]?\s?{_TIME}"
)
_LESS = re.compile(
    r"[\s,(-]{1,3}(?:less|minus)\s(?:an?\s|the\s)?(?P<rest>\d{1,2})[\s-]?(?:min(?:ute)?s?\s?)?(?:of\s)?(?:seated\s|standing\s|water\s)?"
    r"(?:rests?|breaks?|set-?up|waiting|late|off)\b(?:\s(?:breaks?|periods?|time)\b)?(?:\s?=\s?(?P<left>\d{1,3})(?!\d)(?:\s?min(?:ute)?s?\b)?)?"
)
_COUNT = re.compile(rf"(?<![\w/.:-])(?P<n>[2-6]|{words.PATTERN})\s?(?:x\s?)?$")
_BLOCKS = re.compile(r"[\s-](?:blocks|segments|stints)\b")
_BEFORE_BLOCKS = 12  # signs
_HOUR = re.compile(r"h(?:ou)?rs?\b")
_BEFORE_HOUR = 21  # signs; "three quarters of an " is the longest way to come to an hour


class Duration(NamedTuple):
    """A stretch of minutes written in the note. `kind`: minutes, mark (24'), clock; `most` is the end of a range."""

    start: int
    end: int
    minutes: int
    kind: str
    most: int | None = None


class Interval(NamedTuple):
    """A stretch of the clock written in the note: from which to which minute of the day, and where it stands."""

    begin: int
    finish: int
    start: int
    end: int


def intervals(folded: str, start: int, end: int) -> Iterator[Interval]:
    """Every stretch of the clock between two offsets of the folded note, in order; "10:50-1:05" is 135 minutes."""
    for match in _CLOCK.finditer(folded, start, end):
        found = _clock(match)
        if found:
            begin = _of_day(int(match[1]), int(match[3]), match[4])
            yield Interval(begin, begin + found.minutes, found.start, found.end)


def in_and_out(folded: str, start: int, end: int) -> Duration | None:
    """The stretch of the clock that a form's "in" and "out" give between two offsets."""
    match = _IN_OUT.search(folded, start, end)
    return _clock(match) if match else None


def durations(folded: str, start: int, end: int) -> list[Duration]:
    """Every duration between two offsets of the folded note, in order, clock spans included."""
    clocks = [found for m in _CLOCK.finditer(folded, start, end) if (found := _clock(m))]
    if "til" in folded:
        apart = ((m, _clock(m)) for m in _AROUND.finditer(folded, start, end))
        clocks += [found._replace(start=m.start("mark")) for m, found in apart if found]
    plain = [_written(m) for m in _DIGITS.finditer(folded, start, end)]
    plain += [Duration(m.start(), m.end(), int(m["n3"]), "minutes") for m in _LABELLED.finditer(folded, start, end)]
    if "hour" in folded or "hr" in folded:
        hours = [_of_hours(m) for m in _hours(folded, start, end)]
        plain = hours + [d for d in plain if not any(h.start <= d.start < h.end for h in hours)]
    if "hour" in folded or _SPOKEN_END.search(folded):
        spoken = (m for m in _SPOKEN.finditer(folded, start, end) if not folded[m.start() - 1 : m.start()].isalpha())
        plain += [_spoken(m) for m in spoken if not any(p.start <= m.start() < p.end for p in plain)]
    plain = [_in_blocks(folded, _without_rest(folded, one)) for one in plain]
    plain = _outer(plain)
    return sorted([*clocks, *(d for d in plain if not any(c.start <= d.start < c.end for c in clocks))])


def _outer(found: list[Duration]) -> list[Duration]:
    """Those that begin inside no other, in order; of equal starts all."""
    kept: list[Duration] = []
    reach, begins, ends = -1, -1, -1  # how far those reach that begin earlier; the last start, and its furthest end
    for one in sorted(found):
        if one.start > begins:
            reach, begins, ends = max(reach, ends), one.start, -1
        ends = max(ends, one.end)
        if one.start >= reach:
            kept.append(one)
    return kept


def _without_rest(folded: str, told: Duration) -> Duration:
    """Minutes of which a rest is taken off: "20 min less a 4 min rest = 16"."""
    rest = _LESS.match(folded, told.end)
    if not rest or told.most is not None or (rest["left"] and int(rest["left"]) != told.minutes - int(rest["rest"])):
        return told
    left = told.minutes - int(rest["rest"])
    return told._replace(end=rest.end(), minutes=left) if left > 0 else told


def _in_blocks(folded: str, told: Duration) -> Duration:
    """Minutes told by equal blocks: "2 15-min blocks", "three 10 minute segments"."""
    count = _COUNT.search(folded, max(0, told.start - _BEFORE_BLOCKS), told.start)
    if not count or not _BLOCKS.match(folded, told.end):
        return told
    many = int(count["n"]) if count["n"].isdigit() else words.number(count["n"])
    return told._replace(start=count.start("n"), minutes=many * told.minutes)


def _hours(folded: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Hours with their number, sought only where the word stands."""
    at = start
    for word in _HOUR.finditer(folded, start, end):
        before = range(max(at, word.start() - _BEFORE_HOUR), word.start())
        found = next((m for place in before if (m := _HOURS.match(folded, place, end))), None)
        if found:
            yield found
            at = found.end()


def _spoken(match: re.Match[str]) -> Duration:
    minutes = words.number(match["w"]) if match["w"] else 30
    return Duration(match.start(), match.end(), minutes, "minutes")


def _of_hours(match: re.Match[str]) -> Duration:
    """Hours and parts of hours in minutes: "1 hr 15 min", "an hour and a half", "three quarters of an hour"."""
    if match["h"] is None:
        minutes = 45 if match["quarters"] == "three" else 15
    else:
        minutes = round(60 * (_VALUE.get(match["h"]) or float(match["h"])))
        more = match["m"]
        minutes += 30 if match["ahalf"] else 0 if not more else int(more) if more.isdigit() else words.number(more)
    return Duration(match.start(), match.end(), minutes, "minutes")


def _written(match: re.Match[str]) -> Duration:
    first = match.group()[0]
    if match["plus"] is not None:
        added = sum(int(part) for part in (first + match["plus"]).split("+"))
        return Duration(match.start(), match.end(), added, "minutes")
    kind = "mark" if match.group().endswith("'") else "minutes"
    if match["n2"] and _set_off(match):
        return Duration(match.start("n2"), match.end(), int(match["n2"]), kind)
    most = int(match["n2"]) if match["n2"] else None
    return Duration(match.start(), match.end(), int(first + match["n"]), kind, most)


_OPENS_RANGE = re.compile(
    r"(?:^|[(\[:,;~=]|\b(?:for|about|approx\w*|around|took|lasted|in|of|every|x?\s?each|rest))\s*$"
)


def _set_off(match: re.Match[str]) -> bool:
    """Whether a dash with blanks sets minutes off from a dose, "4 x 10 - 23 min", where "10 - 23" would be a range."""
    between = match.string[match.end("n") : match.start("n2")]
    if between.strip() != "-" or not (between[0].isspace() and between[-1].isspace()):
        return False
    before = match.string[max(0, match.start() - 12) : match.start()]
    return not _OPENS_RANGE.search(before.rpartition("\n")[2])


def _clock(match: re.Match[str]) -> Duration | None:
    before, behind = (
        match.string[max(0, match.start() - 1) : match.start()],
        match.string[match.end() : match.end() + 2],
    )
    if before in tuple("0123456789:./-") or (behind[:1] == "-" and behind[1:].isdigit()):
        return None
    hour1, colon1, minute1, half1, *_, hour2, colon2, minute2, half2 = match.groups()
    if not all(colon or len(hour) == 2 for hour, colon in ((hour1, colon1), (hour2, colon2))):
        return None
    h1, m1, h2, m2 = (int(written) for written in (hour1, minute1, hour2, minute2))
    if max(m1, m2) > 59 or max(h1, h2) > 23:
        return None
    begin, finish = _of_day(h1, m1, half1), _of_day(h2, m2, half2)
    span = (finish - begin) % (12 * 60)
    if not 0 < span <= 240:
        return None
    return Duration(match.start(), match.end(), span, "clock")


def _of_day(hour: int, minute: int, half: str | None) -> int:
    return (hour % 12 if half else hour) * 60 + minute + (720 if half and half[0] == "p" else 0)
