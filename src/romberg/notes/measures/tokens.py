"""The words that stand between a measure's name and its figures: numbers, sides, arrows, words of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

_SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = ["twenty", "thirty", "forty", "fourty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = {word: n for n, word in enumerate(_SMALL + _TEENS)}
_VALUES |= {word: n * 10 for n, word in enumerate((w for w in _TENS if w != "fourty"), start=2)} | {"fourty": 40}

_DIGIT_WORD = "|".join(_SMALL)
NUMBER_WORDS = (
    rf"(?:(?:(?:one|two|a)\s+hundred(?:\s+and)?(?:\s+|\b))?(?:(?:{'|'.join(_TENS)})(?:[\s\-](?:{_DIGIT_WORD}))?"
    rf"|{'|'.join(_TEENS)}|{_DIGIT_WORD})|one\s+hundred)(?:\s+point\s+(?:{_DIGIT_WORD})(?:\s+(?:{_DIGIT_WORD})\b(?!\s+(?:out|of|over)\b))?|\s+and\s+a\s+half\b)?"
    rf"|point\s+(?:{_DIGIT_WORD})(?:\s+(?:{_DIGIT_WORD})\b(?!\s+(?:out|of|over)\b))?"
)
UNIT = (
    r"%|per\s?cent\b|m/s(?:ec)?\b|mps\b|met(?:er|re)s?\s+(?:per|a)\s+sec(?:ond)?\b|ft/s(?:ec)?\b|sec(?:ond)?s?\b|s\b|deg(?:ree)?s?\b|°|º|cms?\b|mm\b"
    r"|inch(?:es)?\b|in\b(?!\s+(?:the|a|his|her|\d))|lbs?\b|pounds?\b|#|kgs?\b|feet\b|ft\b|met(?:er|re)s?\b|m\b|reps?\b|repetitions\b|stands\b|times\b"
    r"|points?\b|pts?\b(?!\s+(?:is|was|re))|errors?\b|err\b|blocks?\b|sites?\b|lines?\b|textures?\b|pegs?\b|mmhg\b|min(?:ute)?s?\b|hours?\b|hrs?\b|"
    r"'(?!')|''|\"|x\b|bpm\b|mph\b|w(?:ee)?ks?\b|days?\b|visits?\b|yo\b|y/o\b|ea(?:ch)?\b|steps?\b|trials?\b|sets?\b|directions?\b|sides\b|g\b|n\b"
)
_MONTH = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s+\d{1,2}\b(?!\s*(?:%|/|out))(?:,?\s+20\d\d)?"
)
_EARLIER = (
    r"was|were|from|prior|previous(?:ly)?|prev|pn\b|last\s+(?:visit|time|tx|session|report|week|wk|month|mo|pn|pr|note|re\S*)|at\s+last|baseline|bl\b|"
    r"(?:initial\s+)?eval(?:uation)?|initial(?:ly)?|i\.?e\b\.?|start(?:ing)?|soc\b|admission|admit|pre\b|ago|before|first\s+visit|had\s+been"
)
_NOW = r"today|now|current(?:ly)?|at\s+discharge|discharge|d/?c\b|post|after|present|this\s+(?:visit|date)"
_BOUND = (
    r"goals?|target|ltg\S*|stg\S*|norm(?:al|s|ative)?\b|cut\s?-?offs?|mdc\d*|mcid|mic\b|expected|should|needs?|to\s+reach|>=|<=|≥|≤|<|(?:under|over(?!\s+\d+\s*(?:m|ft|feet|met))|"
    r"above|below)\b|at\s+least|less\s+than|greater\s+than|more\s+than|within|until|by\s+\d+\s*(?:w|m)\w*|if\b|when\b|change\w*|gain\w*|diff\w*|delta"
)
_STOP = (
    r"not\b|unable|refus\w*|deferred|declin\w+|held\s+off|nt\b|n/a|next\b|recheck|retest\w*|reassess\w*|will\b|hep\b|could\s+not|can\s?not|"
    r"didn'?t|missed|pending|practi\w+|exercise\w*|drills?\b|training|perturb\w*|strengthening|gripper|putty|then\s+\d+\s*min"
)

_SIDE = r"(?:r|l|rt|lt|right|left)"
_HEIGHT_OF = r"(?:chair|mat|box|step|surface|height|seat|bed|hurdle|curb|stool|block|plinth)"
_TOKEN = (
    r"(?P<date>(?<![\d/])\d{1,2}(?P<sep>[/\-])\d{1,2}(?P=sep)(?:20)?\d\d\b(?!/)|\b20\d\d-\d\d-\d\d\b|\b" + _MONTH + r")"
    r"|(?P<aside>\bitems?\s+#?\d+(?:\s*(?:,|&|-|and|to)\s*\d+)*(?:\s*(?:score|[=:\-])\s*\d+)?|\b\d\.\d(?=\s*:\s*\d+\s*%)|\btrials?\s+#?\d\b|\bx\s*[2-6]\s*(?:trials\b|(?=:))|\bnot\s+felt\b"
    r"|\b(?:avg|average|mean|best|max(?:imum)?)\s+of\s+(?:[2-6]|two|three|four|five)\b(?:\s+(?:trials|attempts|reps|tries)\b)?|\b(?:avg|average|mean)\s+x\s*[2-6]\b"
    r"|\b(?:others?|remaining|the\s+rest)\s*[:=]?\s*\d+(?:\s*s(?:ec)?\b)?"
    r"|\b(?:5\.07|4\.17|4\.31|3\.61|2\.83|6\.65)\b|\b10\s?-?\s?g\b|\bstatic\s+20/\d+|\bdynamic\s+20/\d+)"
    r"|(?P<dose>\b\d+(?:\.\d+)?\s*(?:s|sec|'|\"|m|ft|min|reps?)?\s*x\s*\d+(?!\s*trials)|\bx\s*\d+|\bgr(?:ade)?\s*[iv\d]|\b\d{5}\b|\b\d{1,2}:\d\d\b"
    r"|\b\d+(?:\.\d+)?\s*(?:\"|''|in(?:ch(?:es)?)?)\s*" + _HEIGHT_OF + r")"
    r"|(?P<strength>(?<![\d.])[0-5][+\-]\s*/\s*5\b)"
    r"|(?P<pair>\(?\b(?P<first>" + _SIDE + r")\b\)?\s*(?:/|and\b|&)\s*\(?\b" + _SIDE + r"\b\)?)"
    r"|(?P<several>(?<![\d.])[1-6]\s?-\s?[1-6](?=[:=\s]+\d))"
    r"|(?P<number>(?:(?<=[\s(:=])[-])?(?<![\d.])(?:\d,\d{3}|\d{1,4}(?:\.\d+)?|\.\d{1,2}))(?!\d)(?P<half>\s+and\s+a\s+half\b)?"
    r"(?:\s*(?:/|out\s+of|of)\s*(?P<total>\d{1,3}(?:\.\d+)?)(?![\d/]))?(?:\s*(?P<unit>"
    + UNIT
    + r"))?(?P<dosed>\s*x\s*\d(?!\s*trials))?"
    r"|(?P<words>\b" + NUMBER_WORDS + r"\b)(?:\s+(?:out\s+of|of|over)\s+(?P<wtotal>" + NUMBER_WORDS + r")\b)?"
    r"(?:[\s\-]+(?P<wunit>" + UNIT + r"))?"
    r"|(?P<arrow>-+>|=+>|>{1,3}(?!=))"
    r"|\b(?P<to>to)\b(?=\s*(?:\d|" + NUMBER_WORDS + r"))"
    r"|(?P<side>\(?\b(?:right|left|rt|lt|[rl]|bilat(?:eral(?:ly)?)?|b|both(?=\s*[:=]?\s*\d))\b\)?)"
    r"|(?P<eyes>\b(?:eo|ec|eyes?\s+(?:open|closed|shut))\b)"
    r"|(?P<stage>\bcond(?:itions?)?\b\.?\s*#?\d(?P<range>\s*[-,&/]\s*\d)?|\b(?:semi\s?-?\s?)?tandem\b"
    r"|\bstage\s*#?[1-4]\b(?=\W{1,3}(?:[a-z]+\s)?\d)|\bc\s?[1-4]\b(?=\s*[:=]?\s*\d)|\b(?:single|triple|cross\s?-?over)\b(?!\s+(?:leg|limb))"
    r"|\bside\s?-?\s?by\s?-?\s?side\b|\b(?:foam|firm)\s+e[oc]\b)"
    r"|(?P<sport>\bsports?\b)"
    r"|(?P<sat>\bsat(?:isf\w*)?\b)"
    r"|(?P<dual>\bcog(?:nitive)?\b|\bdual(?:[\s\-]task)?\b|\bdt\b|\bcounting\b(?:\s+back\w*)?(?:\s+(?:by|in)\s+\w+)?|\bserial\s+\w+|\bsubtract\w*(?:\s+by\s+\w+)?)"
    r"|(?P<manual>\bmanual\b|\b(?:cup|glass)\b(?:\s+of\s+water)?)"
    r"|(?P<pick>\b(?:best|avg|average|mean)\b(?=\s*(?:is|was|[:=(])?\s*\d))"
    r"|\b(?P<earlier>" + _EARLIER + r")(?![a-z])"
    r"|\b(?P<now>" + _NOW + r")(?![a-z])"
    r"|(?:\b|(?<=[\s\d(:]))(?P<bound>" + _BOUND + r")"
    r"|\b(?P<stop>" + _STOP + r")"
    r"|(?P<open>\()|(?P<close>\))|(?P<break>;|(?<!\.)\.(?![\d.])|\|)"
)  # fmt: skip
_UNIT_NAMES = (
    (r"%|per", "%"), (r"m/s|mps|met\w+\s+(?:per|a)\b", "m/s"),
    (r"ft/s", "ft/s"), (r"s\b|sec", "s"), (r"deg|°|º", "deg"),
    (r"cm", "cm"), (r"mmhg", "mmhg"), (r"mm", "mm"), (r"in", "in"), (r"lb|pound|#", "lb"), (r"kg", "kg"),
    (r"f(?:ee)?t", "ft"), (r"met|m$", "m"),
    (r"rep|stand|times|x$", "reps"), (r"po?i?n?ts?$", "points"), (r"err", "errors"),
    (r"block", "blocks"), (r"site", "sites"), (r"line", "lines"), (r"texture", "textures"), (r"peg", "pegs"),
    (r"min", "min"), (r"''|\"", "inch mark"), (r"'", "foot mark"), (r"g$", "g"), (r"n$", "n"),
)  # fmt: skip


class Token(NamedTuple):
    """A word of the window with its kind; numbers carry value, total behind a stroke and unit."""

    kind: str
    start: int
    end: int
    text: str
    value: float = 0.0
    total: float | None = None
    unit: str | None = None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"{_TOKEN}|[a-z]+ *")  # any other word as a whole, so that nothing is tried inside it


def tokens(folded: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a stretch of the folded note, in order."""
    for match in _pattern().finditer(folded, start, end):
        kind = match.lastgroup
        if kind is None:
            continue
        if match.group("number") is not None:
            yield _digits(match)
        elif match.group("words") is not None:
            yield _spelled(match)
        elif match.group("pair") is not None:
            yield Token("pair", match.start(), match.end(), match.group("first")[0])
        elif match.group("range") is not None or match.group("several") is not None:
            yield Token("range", match.start(), match.end(), match.group())
        else:
            yield Token(kind, match.start(), match.end(), match.group())


def _digits(match: re.Match[str]) -> Token:
    total, unit = match.group("total"), match.group("unit")
    if match.group("dosed"):
        return Token("dose", match.start(), match.end(), match.group())
    return Token(
        "number",
        match.start(),
        match.end(),
        match.group(),
        float(match.group("number").replace(",", "")) + (0.5 if match.group("half") else 0),
        float(total) if total else None,
        unit_name(unit) if unit else None,
    )


def _spelled(match: re.Match[str]) -> Token:
    total, unit = match.group("wtotal"), match.group("wunit")
    value = spelled(match.group("words"))
    return Token(
        "words",
        match.start(),
        match.end(),
        match.group(),
        value,
        spelled(total) if total else None,
        unit_name(unit) if unit else None,
    )


def spelled(words: str) -> float:
    """The number that words such as "forty one" or "thirteen point one" mean."""
    whole, half, _ = words.partition("and a half")
    if half:
        return spelled(whole) + 0.5
    whole, _, part = words.partition("point")
    digits = "".join(str(_VALUES[word]) for word in part.split())
    total = 0
    for word in re.split(r"[\s\-]+", whole.strip()):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += _VALUES.get(word, 0)
    return float(f"{total}.{digits}") if digits else float(total)


@cache
def unit_name(unit: str) -> str:
    """A unit as written, by its one name."""
    for expression, name in _UNIT_NAMES:
        if re.match(expression, unit):
            return name
    return "other"
