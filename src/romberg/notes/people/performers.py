"""Words in the treatment that say who furnished it: "PTA Teo Marsh alone 22 min", "Supervised by aide Darnell"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from romberg.notes.layout import Document, Line
from romberg.notes.people import names
from romberg.notes.people.credentials import Letters, discipline, letters
from romberg.notes.people.ends import end_begins
from romberg.notes.people.supervision import NEGATED, supervised
from romberg.visit import Clinician, Role

_FURNISHED = (
    r"(?:provided|performed|given|carried out|rendered|furnished|delivered|conducted|administered|done|led|run"
    r"|treated|seen|supervised|directed|overseen|monitored|completed|guided|instructed|assisted|applied|set up"
    r"|taken through|"
    r"worked|exercis(?:ed|es)|exercises?|rehab|therapy|continued|handed (?:over|off)|transitioned"
    r"|intervention|treatment|tx|session)"
)
_BY = re.compile(
    rf"\b{_FURNISHED}\b(?:\s+(?:personally|entirely|solely|only|mostly|today|in full|1:1|one[\s-]on[\s-]one"
    rf"|independently|throughout|over|off))*\s*(?:by|with|w/|to)\s*:?\s*(?:(?:a|an|the|our|my|his|her|licensed"
    rf"|attending|treating|gym|clinic|rehab|certified)\s+)*$"
    r"|(?:^|[\s,;:(])(?:by|w/|with)\s*:?\s*(?:(?:a|an|the|our|my|licensed)\s+)*$"
)
_FIRMLY_BY = re.compile(rf"\b{_FURNISHED}\b[^.;\n]{{0,24}}$")
_MINUTES = re.compile(
    r"[\s,:(=-]*(?:alone|only|first|then|last|next|x|for|did|spent|took|treated|worked|1:1|with pt|with patient"
    r"|portion|part|about|approx\w*)?[\s:,]*(?:x\s*|for\s+|first\s+|last\s+|about\s+)?(\d{1,3})\s*(?:min(?:ute)?s?\b"
    r"|')"
)
_MINUTES_AHEAD = re.compile(
    r"(?:of which|including|incl\.?)\s*(?P<part>\d{1,3})\s*(?:min(?:ute)?s?|')?\s*(?:by|with|w/)\s*(?:the\s+|a\s+)?$"
    r"|(?P<all>\d{1,3})\s*(?:min(?:ute)?s?|')\s*(?:(?:of\s+(?!which)[a-z]+\s+(?:[a-z]+\s+)?)?(?:by|with"
    r"|w/)\s*:?\s*(?:the\s+|a\s+)?"
    r"|[-:()\[]\s*)$"
    r"|(?:^|[:;,.]|\band\b|\bthen\b|\bfirst\b|\blast\b|\bnext\b)\s*(?P<share>\d{1,3})\s*(?:min(?:ute)?s?|')\s+$"
)
_MINUTES_FURTHER = re.compile(r"[^.;:\n]{0,32}?(?<![\d/:.])(\d{1,3})\s*(?:min(?:ute)?s?\b|')")
_OPENS = re.compile(
    r"[\s*#>|.-]*(?:(?:part|block|segment)\s+[a-d1-6]\b[\s:.-]*)?(?:\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*(?:-|to)\s*\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*[:,-]?\s*)?(?:(?:o|tx|rx|obj|objective|treatment|interventions?)\s*[:|>/-]\s*)?$"
)
_TIMED_AHEAD = re.compile(r"\d\s*min(?:ute)?s?\b[,\s]*$")
_LABELLED = re.compile(
    r"\b(?:provider|clinician|staff|treated by|performed by|provided by|furnished by|seen by)\s*[:=]\s*$"
)
_BLOCK_BEHIND = re.compile(
    r"(?:,?\s+(?:l?pta|cota(?:/l)?|spt|ots)\b)?,?\s*(?:[:-]|\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*(?:-|to)\s*\d|\d{1,3}\s*min|,[^.;:\n]{0,48}?\s\d{1,3}\s*min)"
)
_WROTE = re.compile(r"\bwritten by\s*$")  # a student who tells the work has done it
_VISIT = re.compile(r"\s+(?:visit|session|encounter)\s*[,:;(-]")  # "COTA visit, Brenda Yoo COTA/L"
_CLOSES = re.compile(r"[)\]]|\s*,[^)\]\n]{0,40}[)\]]")  # the rest of brackets that a person opens
_DENIED = re.compile(r"\b(?:not|never|n't)\b[^.;]{0,25}$")
_DID = re.compile(
    r"[\s,]*(?:alone\s+|then\s+|only\s+)?(?:did|led|performed|provided|completed|took|ran|supervised|assisted|worked"
    r"|gave|conducted|furnished|delivered|treated|guided|instructed|progressed|carried out|administered|set up"
    r"|monitored)\b|\s+(?:alone\b|part of the (?:session|treatment))"
)
_LABELS = re.compile(r"[\s*#>|-]*$")
_LATER = re.compile(
    r"\s*(?:(?:took|taken|set|put|wiped|cleaned|brought|removed|handed|fetched)\s+(?:the\s+|her\s+|his\s+)?(?:\w+\s+)?"
    r"(?:off|out|pads?|electrodes)\b|to\b|will\b|next\b|should\b|can\b|may\b|plans?\b|needs?\b|needed\b"
    r"|in (?:2|two) w|on site|onsite|available|informed|notified|aware|consult|at the|in the|in suite|present"
    r"|in (?:gym|clinic|building|area|dep(?:ar)?t\w*|office|room|sight)\b|(?:had |has |was )?(?:gone|left)\b|nearby"
    r"|next door)"
)
_SELDOM = ("response", "assessment")
_NOT_DONE = ("plan", "subjective", "history", "home", "goals", "prior", "education", "signature", "charges", "totals")
_FAMILY = re.compile(
    r"\b(?:home health|her|his|their|hha|nurse'?s?|school|classroom|caregiver|hospital|dining|lives|hired|private)\s*$"
)

# Both begin with plain letters, so that the search skips quickly; what must not stand before them is asked after.
_I_DID = re.compile(
    r"i(?<![\w'.]i)(?:\s+(?:then|personally|also|myself|alone))*\s+(?:did|performed|provided|treated|led|took|ran"
    r"|gave|furnished|delivered|carried out|conducted|began|finished with|completed)\b(?!\s+(?:not|n't))"
)
_BY_ROLE = re.compile(
    r"by(?<![a-z]by)\s+(?:the\s+|a\s+|an\s+)?(physician|doctor|chiropractor|therapist|assistant"
    r"|student)\b(?!\s*(?:pt|ot|slp|therapist|clinician|physical|occupational))"
)
_GIVEN = re.compile(
    r"\b(?:given|provided|performed|furnished|rendered|delivered|done|administered|conducted|led|completed"
    r"|carried out)\s+(?:[\w:]+\s+){0,2}$"
)
_WORD_ROLE: dict[str, Role] = {
    "physician": "physician",
    "doctor": "physician",
    "chiropractor": "chiropractor",
    "therapist": "therapist",
    "assistant": "assistant",
    "student": "student",
}


_NEAR = 160
_SIGNED = re.compile(r"sign|e-?sig|/e?s/|\d{1,2}[/-]\d{1,2}[/-]\d{2}")


@dataclass(frozen=True, slots=True)
class Performer:
    """Who the words at this place say furnished the treatment.

    `minutes` where they stand with the person; `supervised` of a student (or aide): True where a clinician was there,
    directing, False where the note says that none was; `discipline` where the letters tell it.
    """

    start: int
    end: int
    role: Role
    name: str | None
    minutes: int | None
    supervised: bool | None
    discipline: str | None = None


def mentions(document: Document, clinicians: Sequence[Clinician] = ()) -> tuple[Performer, ...]:
    """Who furnished what, in the order of the note. `clinicians` lets "I did" and "PTA MARSH" find their person."""
    found = [*_by_letters(document, clinicians), *_in_words(document, clinicians)]
    return tuple(sorted(found, key=lambda performer: (performer.start, performer.end)))


def _by_letters(document: Document, clinicians: Sequence[Clinician]) -> Iterator[Performer]:
    last = end_begins(document)
    for run in letters(document.text, *document.active):
        if document.region_at(run.start) in _NOT_DONE and not _heads_block(document, run):
            continue
        if run.start >= last and _is_signature(document, run):
            continue
        performer = _performer(document, run, clinicians)
        if performer:
            yield performer


def _is_signature(document: Document, run: Letters) -> bool:
    line = document.line_at(run.start)
    since, until = max(line.start, run.start - _NEAR), min(line.end, run.end + _NEAR)
    if _FIRMLY_BY.search(document.folded[since : run.start]):
        return False
    return bool(_SIGNED.search(document.folded, since, until))


def _heads_block(document: Document, run: Letters) -> bool:
    line = document.line_at(run.start)
    return bool(_FIRMLY_BY.search(document.folded[line.start : run.start][-40:])) and document.region_at(
        run.start
    ) not in ("plan", "history")


def _performer(document: Document, run: Letters, clinicians: Sequence[Clinician]) -> Performer | None:
    text, folded, line = document.text, document.folded, document.line_at(run.start)
    person = names.before(text, line.start, run.start) or names.behind(text, run.end, line.end)
    person = person or _known_behind(text, run, line.end, clinicians)
    start, end = (min(run.start, person.start), max(run.end, person.end)) if person else (run.start, run.end)
    if "(" in text[start:end] and text[end : min(end + 1, line.end)] == ")":
        end += 1
    ahead = folded[max(line.start, start - 48) : start]
    minutes = _minutes(folded, end, line.end, ahead)
    if not _furnishes(document, run, (start, end), bool(person), minutes):
        return None
    is_supervised = supervised(document, start) if run.role in ("student", "aide") else None
    name = person.text if person else None
    return Performer(start, end, run.role, name, minutes, is_supervised, discipline(run.text))


def _minutes(folded: str, start: int, end: int, ahead: str) -> int | None:
    """The minutes that stand with a person: right behind, behind what the person did, or before "by"."""
    if found := _MINUTES.match(folded, start, end):
        return int(found[1])
    if found := _MINUTES_AHEAD.search(ahead):
        return int(found["part"] or found["all"] or found["share"])
    did = _DID.match(folded, start, end)
    further = _MINUTES_FURTHER.match(folded, did.end(), end) if did else None
    return int(further[1]) if further else None


def _known_behind(text: str, run: Letters, end: int, clinicians: Sequence[Clinician]) -> names.Name | None:
    """In a note in capitals only a name known from elsewhere can be told from the words behind it."""
    behind = text[run.end : end].lstrip(" (:")
    at = end - len(behind)
    for person in clinicians:
        if person.name and behind.lower().startswith(person.name.lower()):
            return names.Name(text[at : at + len(person.name)], at, at + len(person.name), titled=False)
    return None


_NOT_BY = re.compile(
    r"\bco-?t(?:reat\w*|x)\s+with\s+(?:pt|ot|st|slp)?\s*\(?\s*$|\b(?:no|not|without|than|refer\w*|per|from|see"
    r"|cue[ds]? by)\s+$"
)


def _furnishes(document: Document, run: Letters, at: tuple[int, int], named: bool, minutes: int | None) -> bool:
    folded, line, (start, end) = document.folded, document.line_at(at[0]), at
    ahead, behind = folded[max(line.start, start - 48) : start], folded[end : line.end]
    weak = run.role == "therapist" and not run.firm and not named
    if _in_cell(document, run):
        return True
    if _LATER.match(behind) or _FAMILY.search(ahead) or _NOT_BY.search(ahead) or _DENIED.search(ahead):
        return False
    titled = run.role == "assistant" and line.start == document.lines[0].start and "treatment" in ahead
    if _in_brackets(document, at) and not weak and (titled or document.region_at(start) != "header"):
        return True
    firmly = bool(_FIRMLY_BY.search(ahead) and _BY.search(ahead))
    if firmly or (minutes is None and document.region_at(start) in _SELDOM):
        return firmly
    if minutes is not None:
        return not weak or _is_share(run, ahead, behind)
    return _takes_part(run, weak, ahead, behind) or (not weak and _heads_lines(document, ahead, end, line))


def _heads_lines(document: Document, ahead: str, end: int, line: Line) -> bool:
    """Whether a person has a line to themselves over the deeper lines of what they did."""
    index = document.segment_at(line.start).line
    rest = document.folded[end : line.end].strip()
    alone = not ahead.strip() and (not rest or (rest[0] == "(" and rest[-1] == ")"))
    below = document.lines[index + 1] if index + 1 < len(document.lines) else line
    return alone and below.indent > line.indent and below.end > below.start + below.indent


def _takes_part(run: Letters, weak: bool, ahead: str, behind: str) -> bool:
    opens = bool(_OPENS.match(ahead)) and bool(_BLOCK_BEHIND.match(behind))
    if weak:
        return opens and bool(re.match(r"\s*:[^\n]*?\d\s*(?:min|')", behind)) and run.text.isupper()
    if _TIMED_AHEAD.search(ahead) and behind.lstrip()[:1] == ":":
        return True
    if _LABELLED.search(ahead) and re.search(r"\d", ahead):
        return True
    if run.role == "assistant" and _VISIT.match(behind):
        return True
    if run.role == "student" and _WROTE.search(ahead):
        return True
    helps = run.role in ("assistant", "student", "aide") and bool(_BY.search(ahead))
    return opens or helps or bool(_DID.match(behind))


def _in_brackets(document: Document, at: tuple[int, int]) -> bool:
    """Letters that open a pair of brackets: "TE 15 min (M. Poe, PTA)", "[PTA]", "[PTA, J. Tran, PT in gym]"."""
    start, end = at
    return start > 0 and document.text[start - 1] in "([" and bool(_CLOSES.match(document.folded, end))


def _is_share(run: Letters, ahead: str, behind: str) -> bool:
    """Whether PT with minutes is a clinician's share ("PT 23 min, OT 22 min") and no patient's ("PT LATE 20 MIN")."""
    stands_with = re.match(r"[\s:=]*\d|\s*(?:first|part|portion|x|alone)\b", behind) or re.search(
        r"(?:min\w*|')\s*[-:(]\s*$", ahead
    )
    rests = re.match(r"\s*(?:late|rested?|sat|waited|arrived|left|walked|rode)", behind)
    return bool(stands_with) and not rests and run.text.isupper()


def _in_cell(document: Document, run: Letters) -> bool:
    """A cell of a table that holds nothing but the letters: the column of who did it."""
    line = document.line_at(run.start)
    ahead, behind = document.text[line.start : run.start].rstrip(" "), document.text[run.end : line.end].lstrip(" ")
    wide = document.text[max(line.start, run.start - 2) : run.start] in ("  ", " \t", "\t") or ahead.endswith("\t")
    if ahead.endswith("|") and (not behind or behind[0] == "|"):
        return True
    return bool(ahead) and wide and not behind and bool(re.search(r"\d", ahead)) and run.role != "aide"


def _in_words(document: Document, clinicians: Sequence[Clinician]) -> Iterator[Performer]:
    folded, (start, end) = document.folded, document.active
    for match in _I_DID.finditer(folded, start, end):
        if document.region_at(match.start()) not in ("plan", "subjective", "history", "home", "goals", "prior"):
            yield Performer(match.start(), match.end(), _writer(clinicians), None, None, None)
    for match in _BY_ROLE.finditer(folded, start, end):
        role = _WORD_ROLE[match[1]]
        if not _GIVEN.search(folded, max(start, match.start() - 40), match.start()):
            continue
        if document.region_at(match.start()) in ("plan", "home", "goals", "prior") or NEGATED.search(
            folded[max(start, match.start() - 34) : match.start()]
        ):
            continue
        is_supervised = supervised(document, match.start()) if role in ("student", "aide") else None
        minutes = _MINUTES.match(folded, match.end(), document.line_at(match.start()).end)
        yield Performer(match.start(1), match.end(1), role, None, int(minutes[1]) if minutes else None, is_supervised)


def _writer(clinicians: Sequence[Clinician]) -> Role:
    """The role of the one who says "I": the licensed person who signed."""
    order: tuple[Role, ...] = ("therapist", "chiropractor", "physician", "assistant", "student")
    signed = {person.role for person in clinicians if person.signed}
    return next((role for role in order if role in signed), "therapist")
