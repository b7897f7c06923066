"""How notes speak of cover (over small letters): for each kind of remark its signs, its words and what unsays it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from romberg.notes import lexicon

_UP_TO = r"(?:[^.;\n]|(?<=dr)\.){0,%d}?"
_LATER = re.compile(
    r"\b(?:if|until|unless|when|once|whether|not|no|never|without|denies|denied|before|avoid|prevents?|risk of|will"
    r"|should|in case|nor)\b[^.;\n]{0,18}$"
)
_FAMILY = re.compile(
    r"\b(?:husband|wife|spouse|mother|mom|father|dad|brother|sister|son|daughter|friend|neighbou?r|dog|partner|aunt"
    r"|uncle|cousin|caregiver|family|fam hx|no|not|denies|declin\w*|off|from|after|before|prior|previous\w*|hx|history"
    r"|old|remote)\b[^.;\n]{0,26}$"
)
_ONSET = re.compile(r"\b(?:after|s/p|following|since|d/t|due to|from|in|onset)\s+(?:an?\s+|the\s+|her\s+|his\s+)?$")
_RECENT = re.compile(r"\W{0,3}(?:on |of )?(?=\d{1,2}/\d{1,2}/\d{2,4})")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of remark. `signs`: about one of them the words are sought; `parts` are the regions it may stand in.

    A kind without signs is sought only where a plateau is told. `but` are words before a match that unsay it; `dated`
    asks for a date behind it; `onset` for words that make an accident the reason of this treatment; `needs` are words
    of which a match has one (none: a match may do without), so that most notes are not searched.
    """

    name: str
    signs: tuple[str, ...]
    words: re.Pattern[str]
    but: re.Pattern[str] | None = None
    parts: frozenset[str] = frozenset()
    dated: bool = False
    onset: bool = False
    needs: frozenset[str] = frozenset()


_TOLD = frozenset(("header", "assessment", "objective", "treatment", "response", "totals", "charges", "signature"))
_JUDGED = frozenset(("header", "assessment", "response", "objective"))
_ABN = r"\b(?:abn|advance(?:d)? beneficiary notice)\b"
_SENT = r"(?:sent|faxed|mailed|routed|transmitted|submitted)"
_POC = r"\b(?:poc|plan of care|cert(?:ification)?)\b"
_ORDER = r"(?:order|referral|script|prescription|rx)"
_NAME = r"(?:dr\.?\s+)?[a-z'-]{2,20}(?:\s+[a-z'-]{1,20}\.?){0,2}"

KINDS = (
    Kind(
        "notice missing",
        ("abn", "beneficiary n"),
        re.compile(
            rf"\bno (?:signed )?abn\b|{_ABN}{_UP_TO % 30}\b(?:not (?:yet )?(?:signed|obtained|given|on file|issued"
            r"|completed)|unsigned|refused|declined|missing)\b|\b(?:refused|declined) (?:to sign )?(?:the |an )?abn\b"
            r"|\bwithout (?:an? )?abn\b"
        ),
        needs=lexicon.each("abn beneficiary"),
    ),
    Kind(
        "notice signed",
        ("abn", "beneficiary n"),
        re.compile(
            rf"{_ABN}(?:(?!\b(?:not?|un|refus\w*|declin\w*)\b)[^.;\n]){{0,50}}?\b(?:signed|on file|obtained|given"
            r"|issued|completed|in chart|received)\b|\bsigned (?:an? |the )?abn\b"
        ),
        but=_LATER,
        needs=lexicon.each("abn beneficiary"),
    ),
    Kind(
        "audio only",
        ("audio", "phone"),
        re.compile(
            r"\baudio[\s-]only\b|\b(?:by|via|over the|on the) (?:tele)?phone (?:only|alone)\b"
            r"|\b(?:tele)?phone (?:visit|session|treatment)\b"
            rf"|\b(?:no|without|lost) video\b{_UP_TO % 30}\b(?:phone|audio)\b"
        ),
        but=_LATER,
        needs=lexicon.each("audio phone telephone"),
    ),
    Kind(
        "plateau",
        ("plateau", "no further", "no progress", "no significant", "not progress", "not improv", "potential"),
        re.compile(
            r"\bplateau(?:ed|ing|s)?\b|\bno (?:(?:further|significant|measurable|functional|objective|real) ){1,2}"
            r"(?:progress|gains?|improvements?)\b(?!\s*(?:report|note|rpt))"
            r"|\bno (?:progress|gains)\b(?!\s*(?:report|note|rpt))|\bnot (?:progressing|improving)\b"
            r"|\b(?:has|have) (?:reached|hit|met) (?:max(?:imum|imal)?|full) "
            r"(?:rehab\w* |therapy |functional )?potential\b"
        ),
        but=_LATER,
        parts=_JUDGED,
        needs=lexicon.each(
            "plateau plateaued plateauing plateaus progress gain gains improvement improvements progressing improving",
            "potential",
        ),
    ),
    Kind(
        "plan changed",
        (),
        re.compile(
            r"\b(?:chang\w+|modif\w+|adjust\w+|revis\w+|updat\w+|advanc\w+|new|different|trial|add(?:ed|ing)?|switch\w*"
            r"|refer\w*|discharg\w*|d/c|discontinu\w*|taper\w*|wean\w*|reduc\w+|decreas\w+|consult\w*|instead|begin\w*"
            r"|start\w*|introduc\w+|because|due to|d/t|flare|illness|surgery|exacerbation)\b"
        ),
        parts=frozenset(("plan", "assessment")),
    ),
    Kind(
        "goals met",
        ("goal", "ltg"),
        re.compile(
            r"\ball (?:of )?(?:the |her |his |their |pt )?(?:(?:short|long)[\s-]term |rehab |therapy |pt |ot )?"
            r"(?:goals?|stgs? (?:and|&) ltgs?|ltgs?)\s+(?:have been |has been |are |were |now )?"
            r"(?:met|achieved|reached)\b"
            r"|\bgoals? (?:all|fully) met\b"
        ),
        but=re.compile(r"\b(?:not|until|when|once|if|unless|nearly|almost)\b[^.;\n]{0,12}$"),
        parts=_JUDGED | {"goals", "plan"},
        needs=lexicon.each("goal goals ltg ltgs"),
    ),
    Kind(
        "authorization through",
        ("auth",),
        re.compile(
            rf"\bauth\w*\b(?:{_UP_TO % 40}\b(?:through|thru|expires?|exp\.?|expired|until|ends?|end date|valid"
            rf"|good)\b[\s:=,(]*(?:on |to |through |thru |until )?|{_UP_TO % 24}\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
            r"\s*(?:-|to|thru|through)\s*)"
        ),
        dated=True,
    ),
    Kind(
        "authorization refused",
        ("auth",),
        re.compile(
            rf"\bauth\w*\b{_UP_TO % 24}\b(?:denied|expired|exhausted|used up|not approved)\b(?!\s*(?:on\s*)?\d)"
            r"|\bno (?:prior )?auth\w*\b(?!\s*(?:is |was )?(?:required|needed|necessary|req\b))"
        ),
    ),
    Kind(
        "order on file",
        ("order", "referral", "script"),
        re.compile(
            rf"\bsigned (?:and dated )?(?:(?:md|physician|doctor|pt|ot|slp|therapy|his|her) ){{0,2}}{_ORDER}\b"
            rf"|\b{_ORDER}\b{_UP_TO % 24}\b(?:signed|on file|in chart)\b"
        ),
        but=re.compile(r"\b(?:no|not|without|needs?|await\w*|un)\b[^.;\n]{0,14}$"),
        needs=lexicon.each("order referral script prescription rx"),
    ),
    Kind(
        "plan sent",
        ("fax", "mailed", "routed", " sent "),
        re.compile(
            rf"{_POC}{_UP_TO % 25}\b{_SENT}\b{_UP_TO % 30}(?=\d{{1,4}}[/-])"
            rf"|\b{_SENT}\b{_UP_TO % 12}{_POC}{_UP_TO % 30}(?=\d{{1,4}}[/-])"
        ),
        dated=True,
        needs=lexicon.each("sent faxed mailed routed transmitted submitted"),
    ),
    Kind(
        "verbal order",
        ("verbal o", "verbal cert", "verbal app"),
        re.compile(rf"\bverbal (?:order|cert\w*|ok|approval|consent to plan)s?\b{_UP_TO % 30}(?=\d{{1,4}}[/-])"),
        but=re.compile(r"\bsigned\b[^.;\n]{0,12}$"),
        dated=True,
        needs=lexicon.each("verbal"),
    ),
    Kind(
        "late certification",
        ("late cert", "late re", "delayed c", "delayed re"),
        re.compile(r"\b(?:delayed|late|untimely) (?:re-?)?cert(?:ification)?s?\b"),
        but=re.compile(r"\b(?:no|not|avoid)\b[^.;\n]{0,12}$"),
        needs=lexicon.each("delayed late untimely"),
    ),
    Kind(
        "order by chiropractor",
        (", dc", "chiropractor", "dentist", " dds", " dmd"),
        re.compile(
            rf"\b(?:refer(?:red|ral|ring)(?: (?:by|from|provider|source|md))?|order(?:ed|s)? (?:by|from)|rx (?:by|from)"
            rf"|script from)\s*[:=]?\s*{_NAME},?\s+(?:d\.c\.|dc(?![\w/])|chiropractor\b|dds\b|dmd\b|dentist\b)"
        ),
        but=re.compile(r"\b(?:to|not|no)\s+$"),
        needs=lexicon.each("referred referral referring order ordered orders rx script"),
    ),
    Kind(
        "assistant alone",
        ("on site", "on-site", "off-site", "off site", "building"),
        re.compile(
            r"\b(?:no|without (?:an?|the)) (?:supervising )?(?:pt|ot|therapist) (?:was |is )?"
            r"(?:on[\s-]?site|in (?:the )?(?:clinic|building)|available)\b"
            r"|\b(?:supervising (?:pt|ot|therapist)|therapist) (?:was |is )?(?:off[\s-]?site"
            r"|not (?:on[\s-]?site|in (?:the )?(?:clinic|building)|available)|out of (?:the )?(?:clinic|building))\b"
        ),
        needs=lexicon.each("site onsite offsite clinic building available"),
    ),
    Kind(
        "home health",
        ("home health", "home-health"),
        re.compile(
            r"\b(?:open to|active with|receiving|receives|under(?: an?)?|still (?:has|with|gets)) (?:a )?"
            r"home[\s-]health\b"
            r"|\bhome[\s-]health (?:episode|agency|nursing|pt|ot|aide|rn) (?:is |are )?(?:still |currently )?"
            r"(?:active|open|ongoing|coming)\b"
        ),
        but=_FAMILY,
        needs=lexicon.each("health"),
    ),
    Kind(
        "hospice",
        ("hospice",),
        re.compile(r"\b(?:on|under|receiving|enrolled in|elected) (?:a )?hospice\b"),
        but=_FAMILY,
        needs=lexicon.each("hospice"),
    ),
    Kind(
        "crash",
        ("mva", "mvc", "motor vehicle", "car acc", "car crash"),
        re.compile(
            r"\b(?:mv[ac]|motor vehicle (?:accident|collision|crash)|car (?:accident|crash|wreck)|auto accident)\b"
        ),
        onset=True,
        needs=lexicon.each("mva mvc vehicle accident crash wreck"),
    ),
    Kind(
        "work injury",
        ("injured at", "related inj", "job inj", "work inj", "work acc"),
        re.compile(
            r"\b(?:injured at work|work[\s-]related injury|on[\s-]the[\s-]job (?:injury|accident)"
            r"|work(?:place)? (?:injury|accident))\b"
        ),
        onset=True,
        needs=lexicon.each("injured injury accident"),
    ),
)  # fmt: skip


def is_onset(before: str, folded: str, end: int) -> bool:
    """Whether an accident is what this treatment is for: named as its cause, or with its day."""
    if _FAMILY.search(before) and not _ONSET.search(before):
        return False
    return bool(_ONSET.search(before) or _RECENT.match(folded, end))
