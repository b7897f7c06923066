"""How charges are written: a code, its modifiers, its units, its minutes, in many orders."""

from __future__ import annotations

import re

_LETTERS = "gp|go|gn|kx|cq|co|xe|xs|xp|xu|at|gy|ga|gx|gz|gt|fq|kf|lt|rt"
_DIGITS = "59|95|93|22|25|26|52|53|76|77|96|97"
_ONE = rf"(?:(?:{_LETTERS})(?![\w./])|(?:{_DIGITS})(?![\w./]|[ \t]?(?:min|u\b|unit|'|x[ \t]?\d{{2}})))"
UNIT = r"(?:billable\s+)?(?:units?|unts?|un|u)\b"
NUMBER = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight)"

# The first letters stand first so that the search skips quickly to them; what must not stand before is asked after.
CODE = re.compile(
    r"(?:9(?<![\w$.#/+(-]9)(?<![\w#/+-]\(9)[0-8]\d{3}|2(?<![\w$.#/+-]2)05(?:60|61)|g(?<!\wg)0(?:28[123]|329|295|237"
    r"|54[123]|151|152|157|158|159)|s(?<!\ws)8948)"
    r"(?!\d|\.\d|/(?!9\d{4})\d\d|/\d/|-\d{3,})"
)
MODIFIERS = re.compile(rf"(?:[ \t]*[-,/:+\s(][ \t]*{_ONE})+\)?")
ONE_MODIFIER = re.compile(rf"(?<!\w){_ONE}")

# Units straight behind the code: "x 2", "x2u", "2u", "2 units", "(2)", ": 2", "= 2", "@ 2", "units 2".
UNITS = re.compile(
    rf"[ \t]*(?:(?:[|,;:-]|\.{{2,}})[ \t]*)?(?:"
    rf"\(?(?:[x*@=]|times\b)[ \t]*(?P<times>{NUMBER})\b(?![ \t]?(?:min|'|sec|[./:%x]\d"
    rf"|\d(?!\d{{0,2}}[ \t]?(?:min|mn\b|'))))(?:[ \t]*{UNIT})?"
    rf"|\(?(?P<counted>{NUMBER})[ \t]*{UNIT}"
    rf"|\(?{UNIT}[ \t]*[:=x]?[ \t]*(?P<named>{NUMBER})\b(?![ \t]?(?:min|'))"
    rf"|(?:[:=|(/][ \t]*)?(?P<bare>\d{{1,2}})\b(?![ \t]*(?:min|mn|m\b|'|sec|x|reps?|sets?|lb|#|ft|\d|[./:%-]\d|deg))"
    rf"|(?P<spelt>one|two|three|four)(?=[ \t]*(?:[,;.]|and\b|$|\n))"
    rf")\)?"
)
LATER_UNITS = re.compile(
    rf"(?<![\w./])(?P<counted>{NUMBER})[ \t]*{UNIT}|(?<![\w])x[ \t]*(?P<times>\d{{1,2}})\b(?![ \t]?(?:min|'|sec|\d))"
    rf"|\bunits?[ \t]*[:=x]?[ \t]*(?P<named>{NUMBER})\b"
    r"|\bmin(?:ute)?s?[ \t]*(?:\.{2,}|[|/;,-])[ \t]*(?P<cell>[1-8])(?=[ \t]*(?:\.{2,}|[|/;,-]|$|\n))"
)
UNITS_BEFORE = re.compile(rf"(?<![\w./])(?P<n>{NUMBER})[ \t]*(?:x|\*|{UNIT}(?:[ \t]+of)?)[ \t:]*(?:cpt[ \t]*)?$")
MINUTES = re.compile(
    r"(?<![\d:./])(?<!\bunits\s)(?<!\bunit\s)(\d{1,3})[ \t]*(?:min(?:ute)?s?\b|mn\b|')"
    r"|\bmin(?:ute)?s?[ \t]*[:=]?[ \t]*(?P<labelled>\d{1,3})\b"
)

# A line (or what stands before the first code of it) that is about billing.
LABEL = re.compile(
    r"\b(?:bill(?:ed|ing|s|able)?|fees|charges?|charged|codes?|cpts?|units?|superbill|fee slip|procedure codes?|coding"
    r"|dos charges|hcpcs|submitted|services?(?=\s?:\s*$))\b|\[\$\]"
)
NOT_CHARGED = re.compile(
    r"(?:\b(?:not?|without|claim(?!s?:\s*$)|auth(?:orization)?|mrn?|phone|ext|fax|tel|pt ?id|acct|per|hold|held|denied"
    r"|call)|n't|\[\s?\]|\(\s\)|☐)"
    r"[\s#:.]*(?:(?:bill(?:ed|ing)?|charg(?:ed|ing)|cod(?:ed|ing)|for|the|a|code|cpt)[\s:]+)*$"
)
CLAIM = re.compile(r"\bclaims?:\s*$")  # a number follows, or the charges themselves
SUBTOTAL = re.compile(r"\bsub-?totals?\b")
NOT_BILLED = re.compile(
    r"[ \t]*\?|[ \t,:(-]*_{2}"
    r"|[ \t,:(-]*(?:[a-z-]+[ \t]+){0,3}?(?:not\s+(?:billed|charged|billable|today|done|performed)"
    r"|no\s+charge|n/?c\b|unbilled|non-?billable|"
    r"held\b|deferred|void|was\s+(?:denied|not)|denied)"
)
OTHER_DAY = re.compile(
    r"\b(?:next (?:visit|time|session|week|month)|last (?:visit|time|session|week|month|year|tx|appt)|ago\b"
    r"|previous(?:ly)?|prior|planned|will bill"
    r"|appeal|denial|plan to|yesterday|tomorrow)\b"
)
GRID_HEAD = re.compile(
    r"(?=.*\b(?:code|cpt|procedure)\b)(?=.*(?:\bunits?\b|(?<![^\s|])(?:u|qty)(?![^\s|])))(?=.*(?:\||\t|\S\s{2,}\S))"
)
