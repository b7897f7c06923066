"""How notes write visit numbers, authorisations, certification and progress reports (over small letters)."""

from __future__ import annotations

import re

from romberg.notes import lexicon

_CARDINAL = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty"
)
_NTH = "fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
NUMBER_WORDS = {word: index + 1 for index, word in enumerate(_CARDINAL.split("|"))}
NUMBER_WORDS |= {word: index + 4 for index, word in enumerate(_NTH.split("|"))}
_N = (
    rf"(?P<n>\d{{1,3}}|{_CARDINAL})(?![\w%]|[/.-]\d{{1,2}}[/.-]\d|\s*(?:min|x\b|x/|times|per|a week|wks?|weeks|/wk"
    rf"|/week|days?|hours?))"
)
_OF = (
    r"(?:\s*(?:/|of|out of)\s*(?:est(?:imated)?\.?\s*|approx\.?\s*|auth\w*\s*|approved\s*)?(?P<of>\d{1,3})(?![\d/]"
    r"|\s*(?:min|weeks|wks)))?"
)

# (word that must stand in the note, pattern). Group n is the number, group of the visits planned or authorised.
VISIT = (
    ("visit", re.compile(rf"visits?\s*(?:no\.?|num(?:ber)?|nr\.?|count|today|note(?=\s*#))?\s*[#:=]*\s*{_N}{_OF}")),
    ("session", re.compile(rf"session\s*(?:no\.?|num(?:ber)?)?\s*[#:]*\s*{_N}{_OF}")),
    (
        "tx",
        re.compile(
            rf"tx\s*(?:no\.?|num(?:ber)?|visit)?\s*[#:]*\s*{_N}\s*(?:/|of)\s*(?:est\.?\s*"
            rf"|approx\.?\s*)?(?P<of>\d{{1,3}})"
        ),
    ),
    ("treatment", re.compile(rf"treatment\s*(?:no\.?|num(?:ber)?|#)\s*[#:]*\s*{_N}{_OF}")),
    ("encounter", re.compile(rf"encounter\s*(?:no\.?|num(?:ber)?|#)\s*[#:]*\s*{_N}{_OF}")),
    ("appointment", re.compile(rf"appointment\s*[#:]*\s*{_N}\s*of\s*(?P<of>\d{{1,3}})")),
    (
        "v",
        re.compile(
            r"v(?<![\w/]v)[#.]?\s?(?P<n>\d{1,2})(?![\d./\w%-]|\s*(?:progress\s*)?(?:report|pr|pn)\b)"
            r"(?:\s*(?:/|of)\s*(?P<of>\d{1,3}))?"
        ),
    ),
    (
        "#",
        re.compile(r"#\s?(?P<n>\d{1,3})\b(?:\s*(?:/|of)\s*(?P<of>\d{1,3}))?(?=\s*(?:today|this (?:visit|date)))"),
    ),
    ("th visit", re.compile(rf"(?P<n>{_NTH})\s+visit\b(?P<of>(?!))?")),
    ("appt", re.compile(rf"appt\s*[#:]*\s*{_N}\s*of\s*(?P<of>\d{{1,3}})")),
    (
        "th ",
        re.compile(
            r"(?P<n>\d(?=\d{0,2}[snrt][tdh])\d{0,2})(?P<of>(?!))?(?<!/\d)(?<!/\d\d)(?:st|nd|rd|th)\s+(?:pt |ot |slp "
            r"|therapy |treatment )?(?:visit|session|treatment)\b"
        ),
    ),
)
ORDINALS = lexicon.each("st nd rd th")  # behind figures: the last of VISIT needs one
NOT_TODAYS_VISIT = re.compile(
    r"\b(?:next|last|prior|previous|previously|by|per|after|at|until|before|pr|pn|done|report|due|start|since|for"
    r"|from|up to|another|add|additional|missed|remaining|every|begin|will|in|within|x|approve[ds]?|request\w*|home"
    r"|school|virtual|video|two|three|recheck|of|on|total|timed)[\s(=:#]{0,3}$"
)
IS_A_SHARE = re.compile(r"\s*(?:visits?|tx|sessions?)?\s*(?:remaining|left|missed|cancel\w*|no[\s-]?shows?)")
TODAY_BEHIND = re.compile(r"\W{0,3}today")

AUTHORISED = re.compile(
    r"(?<![\d/])(?P<a>\d{1,3})\s*(?:visits?|vs|sessions?)\s*(?:were\s|are\s)?(?:auth\w*|approved|certified)"
    r"|\bauth(?:ori[sz](?:ation|ed))?\b\W{0,3}(?:for\s|of\s|is\s)?(?P<b>\d{1,3})(?![\d/-])(?!\s*(?:min|-\d))\b"
    r"|\bapproved\s*(?:for\s)?(?P<c>\d{1,3})\s*(?:visits?|sessions?)"
)

_BEFORE_DATE = (
    r"(?:[\s:=,(.-]|\b(?:date|dated|period|on|from|dates|effective|eff|start(?:ed|ing)?|is|was|done|completed"
    r"|through|thru|until|to|expires?|exp|ends?|due|by|valid|initial|for|pt|ot|slp|md|signed|certified|cert)\b){0,6}"
)
# Each begins with plain letters, so that the search skips quickly; what must not stand before them is asked after.
CERTIFIED = re.compile(
    rf"(?P<word>c(?<![a-df-z]c)ert(?:if\w*)?|p(?<![a-z]p)(?:oc|lan of (?:care|treatment)"
    rf"|lan))\b(?P<gap>{_BEFORE_DATE})(?=\d|[jfmasond][a-z]{{2,8}}\.? \d)"
)
RANGE = re.compile(r"\s*(?:-|to|thru|through|until|till|>)+\s*")
FIGURES = re.compile(r"\(?(\d{1,4}([/.-])\d{1,2}\2\d{2,4})(?!\d)")
ENDS = re.compile(r"\b(?:through|thru|until|to|exp\w*|ends?|due|by)\b")
SIGNED_ON = re.compile(r"\b(?:signed|certified|by|done|received|returned)\b")
_UNSIGNED = (
    r"\bno signature|\bnot (?:yet )?(?:been )?(?:signed|returned|back|received|certified)|\bunsigned|\bpending"
    r"|\bawait\w*|\boutstanding|\bsignature (?:needed|missing|requested)"
    r"|\b(?:faxed|sent|mailed|routed|submitted)\b(?![^;\n]{0,40}(?<!not )(?<!yet )\b(?:signed|returned|back"
    r"|received)\b)"
)
PENDING = (
    ("cert", re.compile(rf"c(?<![a-df-z]c)ert(?:if\w*)?\b[^;\n]{{0,60}}?(?:{_UNSIGNED})")),
    ("poc", re.compile(rf"poc\b[^;\n]{{0,60}}?(?:{_UNSIGNED})")),
    ("plan of care", re.compile(rf"plan of care\b[^;\n]{{0,60}}?(?:{_UNSIGNED})")),
    ("await", re.compile(r"await\w*\s+(?:[\w.]+\s+){0,3}(?:signature|signed (?:poc|plan|cert|recert))")),
    (
        "signature",
        re.compile(
            r"no (?:md |physician |dr |signed )?signature (?:back |returned |received )?(?:yet|on (?:poc|plan|recert"
            r"|cert))"
        ),
    ),
)

_TO_DATE = r"(?:[\s:=,(.-]|\b(?:date|dated|on|was|done|pt|ot|slp)\b){0,5}(?=\d|[jfmasond][a-z]{2,8}\.? \d)"
EVALUATED = (
    ("eval", re.compile(rf"eval(?<![a-z]eval)(?:uation|uated|'?d|\b){_TO_DATE}")),
    ("initial ", re.compile(rf"initial (?:exam(?:ination)?|visit|assessment)\b{_TO_DATE}")),
    ("soc", re.compile(rf"soc(?<![a-z]soc)\b{_TO_DATE}")),
    ("start of care", re.compile(rf"start of care\b{_TO_DATE}")),
    ("ie", re.compile(rf"ie(?<![a-z]ie)\b{_TO_DATE}")),
    ("i.e", re.compile(rf"i\.e\.?{_TO_DATE}")),
)
NOT_FIRST_EVALUATION = re.compile(r"\bre-?\s?$|\bnext\W{0,3}$|\bot\W{0,2}$")

REPORTED = re.compile(
    r"(?:p(?<![a-z]p)(?:rogress (?:report|note|rpt|summary)|rog (?:report|rpt|note)|\.?r\.?(?=\W)|n\b)"
    r"|r(?<![a-z]r)e-?(?:eval(?:uation|\b)|assessment)|1(?<!\d1)0th visit (?:note|report))"
    r"(?P<gap>(?:[\s:=,(.-]|\b(?:date|dated|on|was|done|completed|written|sent|at|in|is|last|by|pt|one|file|filed|record|the|since"
    r"|none|only|found|so far|not|yet)\b){0,14})"
    r"(?:(?P<eval>\(?(?:initial\s)?eval(?:uation)?)\W{0,3})?(?:(?:visit|v|tx"
    r"|session)\s*[#:]?\s*(?P<visit>\d{1,3})(?![/\d])|(?=\d{1,4}[/.-]\d|[jfmasond][a-z]{2,8}\.? \d)"
    r"|(?P<only>(?:(?<=eval)|(?<=evaluation))\b))"
)
# One of these stands in whatever tells of a report.
REPORT_SIGNS = (
    "progress ",
    "prog ",
    "pr ",
    "pr=",
    "pr:",
    "p.r",
    "pn ",
    "pn:",
    "e-eval",
    "reeval",
    "assess",
    "10th visit",
)
LAST = re.compile(r"\b(?:last|prior|previous|most recent)\s+$")
AT_VISIT = re.compile(
    r"\W{0,3}(?:at |on |after )?\(?(?:visit|v|tx|session)\s*[#:]?\s*(?P<visit>\d{1,3})"
    r"(?![/\d]|\s*(?:progress\s*)?(?:report|note|pr|pn)\b)"
)
NONE_SINCE = re.compile(r"\bno\W{0,3}$")  # "no progress report since eval": the evaluation was the last one
NOT_YET = re.compile(r"\b(?:next|due|will|no|needs?|upcoming|overdue)\W{0,3}$")
DUE_BEHIND = re.compile(r"\b(?:due|next|by)\b")
