"""Words in the treatment that say who furnished it: "PTA Teo Marsh alone 22 min", "Supervised by aide Darnell"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from romberg.notes.layout import Document, Line
from romberg.notes.people import names
from romberg.notes.people.credentials import Letters, discipline, letters
from romberg.notes.people.ends import end_begins
from romberg.notes.people.first_names import by_first_names
from romberg.notes.people.in_words import in_words, led
from romberg.notes.people.initials import by_initials
from romberg.notes.people.performer import (
    DID,
    FURNISHED,
    NOT_DONE,
    NUMBERED,
    SELDOM,
    Performer,
    minutes_with,
    taken_over_after,
)
from romberg.notes.people.shared_out import shared_out
from romberg.notes.people.supervision import is_away, supervised
from romberg.visit import Clinician

_BY = re.compile(
    rf"\b{FURNISHED}\b(?:\s+(?:personally|entirely|solely|only|mostly|today|in full|1:1|one[\s-]on[\s-]one"
    rf"|independently|throughout|over|off))*\s*(?:by|with|w/|to|via)\s*:?\s*(?:(?:a|an|the|our|my|his|her|licensed"
    rf"|attending|treating|gym|clinic|rehab|certified|front (?:office|desk)|office)\s+)*$"
    r"|(?:^|[\s,;:(])(?:by|w/|with|via)\s*:?\s*(?:(?:a|an|the|our|my|licensed)\s+)*$"
)
_FIRMLY_BY = re.compile(rf"\b{FURNISHED}\b[^.;\n]{{0,24}}$")
_OPENS = re.compile(
    r"[\s*#>|.-]*(?:(?:part|block|segment)\s+[a-d1-6]\b[\s:.-]*)?(?:\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*(?:-|to)\s*\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*[:,-]?\s*)?(?:(?:o|tx|rx|obj|objective|treatment|interventions?)\s*[:|>/-][\s*]*)?$"
)
_TIME = re.compile(r"\d\s*(?:min|'|x\s*\d)|\d:\d\d|\d{4}\s?-")
_TIMED_AHEAD = re.compile(r"\d\s*(?:min(?:ute)?s?\b|')[,/|\s-]*(?:all (?:by )?)?$")
_ALL_OF_IT = re.compile(r"\s*,?\s*all of (?:it|this|that|them)\b")
_LABELLED = re.compile(
    r"\b(?:provider|clinician|staff|hands|initials?|init|treated by"
    r"|performed by|provided by|furnished by|seen by)"
    r"(?: (?:for|of) this (?:block|part|portion))?\s*[:=]\s*$"
)
_BLOCK_BEHIND = re.compile(
    r"(?:,?\s+(?:l?pta|cota(?:/l)?|spt|ots)\b)?,?\s*(?:(?:1:1|one[\s-]on[\s-]one)\s?:"
    r"|(?:portion|part|block|section|time|minutes|treatment|tx)?\s?(?:\(\d{1,3}\s?(?:min\w*|')\)\s?)?[:-]"
    r"|\*+\s|\d{1,2}:?\d\d\s*(?:[ap]m?)?\s*(?:-|to)\s*\d|\d{1,3}\s*min|,[^.;:\n]{0,48}?\s\d{1,3}\s*min)"
)
_UNDER = re.compile(  # "performed with supervision of Lily, volunteer"
    r"\b(?:under|with) (?:the )?(?:eye|supervision|oversight|guidance|direction|watch) of (?:a |an |the |our )?$"
)
_ENDED_UNDER = re.compile(r"\b(?:finished|completed|continued|ended|done|rest) under (?:our |the )?$")
_SUBJECT = re.compile(r"(?:^|[.;,:(]|-|\b(?:and|while|when|with|so))\s*(?:our |the |my |an? )?$")
_MINDED = re.compile(
    r"[\s,)]*(?:stood|sat|stayed|was|kept|counted|watched|minded|supervised|looked|spotted|timed|helped|cued|walked)\b"
)
_FETCHED = re.compile(
    r"[\s,)]*(?:fetched|brought|cleaned|wiped|answered|set|put|took (?:the|off)|checked (?:her|him) in)\b"
)
_REST = re.compile(r",[^()\n]{1,30}\)")
_WORK = (
    r"\b(?:manual(?: therapy)?|mt|exercises?|ther(?:apeutic)? ?ex(?:ercises?)?|te|nmr|neuro\w*(?: re-?ed\w*)?"
    r"|gait(?: training)?|balance|(?:ther(?:apeutic)? )?activit(?:y|ies)|ther ?act|ta|adls?|self[- ]?care|strength\w*"
    r"|stretch\w*|9\d{4})"
)
_EQUALS = re.compile(rf"{_WORK}\s?=\s?(?:the )?$")  # "Who: manual = PT Dole. Exercise = PTA Nash"
_EQUALS_BEHIND = re.compile(rf"\s?=\s?{_WORK}\b")  # "PT = gait (15 min), PTA = ther ex (23 min)"
_WORK_AHEAD = re.compile(  # "TE 20 min squats, bridges PTA"
    r"\d\s?(?:min\w*|'|x\s?\d+)[^\n]{0,60}?[a-z\d\"')] "
    r"(?<!from )(?<!to )(?<!of )(?<!for )(?<!per )(?<!the )(?<!and )(?<!or )(?<!no )(?<!than )(?<!next )"
    r"(?<!assist )(?<!by )(?<!with )$"
)
_TIME_OPENS = re.compile(  # "9:00-9:20 PTA TE squats"
    r"(?:^|[.;]\s)(?:(?:o|tx|rx|obj\w*|treatment)\s?[:|-]\s?)?[\s*•>-]*\(?\d{1,2}:?\d\d\s?(?:[ap]m?)?\s?(?:-|to)\s?"
    r"\d{1,2}:?\d\d\s?(?:[ap]m?)?\)?\s$"
)
_CLOCK_AHEAD = re.compile(r"(?:\d:?\d\d\s?(?:[ap]m?)?|\bmin(?:ute)?s?)[\s|]{2,}$")  # "1:15 - 1:40  PTA  exercise"
_COLUMN_BEHIND = re.compile(r"(?:[ \t]{2,}|\t|\s?\|)\s?(?=[a-z0-9])")
_WROTE = re.compile(r"\bwritten by\s*$")  # a student who tells the work has done it
_VISIT = re.compile(r"\s+(?:visit|session|encounter)\s*[,:;(-]")  # "COTA visit, Brenda Yoo COTA/L"
_CLOCKED = re.compile(r"[\s,(:]{1,2}(?:from )?\d{1,2}:\d\d\s?(?:-|to)\s?\d{1,2}:\d\d")  # "then Lee Poe, PTA 1:30-1:45"
_CLOSES = re.compile(r"(?:\s[a-z]{2,3})?[)\]}]|\s*,[^)\]\n]{0,40}[)\]]")  # the rest of brackets that a person opens
_POSSESSED = re.compile(r"\b(?:our|my|the) $")
_DENIED = re.compile(r"\b(?:not|never|n't)\b[^.;]{0,25}$")
_SENTENCE = re.compile(r"[.;]\s+")
_MARKS = (":", ",", "(", "|", "")  # behind a helper who stands behind minutes
_NEXT = re.compile(r"\b(?:pta|cota|ota|tech|aide|spt|ots|assistant|student)\s?:[^\n]*[,;]\s*$")  # "PTA: squats 15, PT:"
_LABELS = re.compile(r"[\s*#>|-]*$")
_LATER = re.compile(
    r"\s*(?:(?:took|taken|set|put|wiped|cleaned|brought|removed|handed|fetched)\s+(?:the\s+|her\s+|his\s+)?(?:\w+\s+)?"
    r"(?:off|out|pads?|electrodes)\b|to\b|will\b|next\b|should\b|can\b|may\b|plans?\b|needs?\b|needed\b"
    r"|in (?:2|two) w|on site|onsite|available|informed|notified|aware|consult|at the|in the|in suite|present"
    r"|in (?:gym|clinic|building|area|dep(?:ar)?t\w*|office|room|sight)\b|(?:had |has |was )?(?:gone|left)\b|nearby"
    r"|next door|set up (?:the |her |his )?(?:table|room|equipment|mat|station|machine|bike|area|cones|course|gym)\b"
    r"|on (?:mon|tue|wed|thu|fri|sat|sun)|asked\b|told\b|shadow|observ|watch"
    r"|troubles?\b|issues?\b|problems?\b|difficult|support\b|glitch|failure)"
)
_SECOND = re.compile(
    r"[^.;\n]{0,40}\b(?:second|2nd|extra) (?:person|pair|set|hands?)\b|[^.;\n]{0,24}\bas (?:a )?spotter\b"
)
# Two with one patient at once: the helper's hands are the therapist's second pair, and the time is the therapist's.
_HELPS = re.compile(
    r"\)?,?\s*(?:was\s|who\s)?(?:assist|help)(?:ed|ing|s)?\s+(?:the\s|with the\s)?(?:pt|ot|otr|otr/l|slp|therapist|me\b"
    r"|at\b|as\b|for safety|(?:with|w/|on)\s(?:the\s)?(?:l|r|left|right|trunk|pelvis|hips?|legs?|feet|foot|knees?"
    r"|arms?|lines?|guarding|safety|lower|upper|[12] person|two))\b"
)
# "PT+PTA together": the time is the therapist's.
_BESIDE = re.compile(r"\b(?:pt|ot|otr|otr/l|slp|therapist|me)\s?(?:\+|&|and|with|w/)\s?(?:the\s)?$")
_TOGETHER = re.compile(r"\)?,?\s(?:together|jointly|both|at once|side by side|simultaneously)\b")
_WITH_A_HELPER = re.compile(
    r"\s?(?:\+|&|and|with|w/)\s?(?:the\s)?(?:l?pta|c?ota(?:/l)?|aide|tech|student|spt|ots)"
    r",?\s(?:together|jointly|both|at once|side by side|simultaneously)\b"
)
_HELPER = ("assistant", "student", "aide")
_AT_THE_END = re.compile(
    r"(?:\.\s|\bof (?:it|this|that|these|them)\s|;\s|\s-{1,2}\s?|,\s|\s{2})\s*(?:all\s|the\s|our\s|my\s)?$"
)
_ENDS_THERE = re.compile(r"\s*(?:\([^)\n]{0,40}\)\s*)?(?:$|[.;]\s*(?:$|(?=[a-z])))")
_FAMILY = re.compile(
    r"\b(?:home health|her|his|their|hha|nurse'?s?|school|classroom|caregiver|hospital|dining|lives|hired|private)\s*$"
    r"|(?:^|[.;:]|\b(?:is|was|pt|patient|client|he|she))\s*(?:up|came|here|arrived|walked in|drove in|brought|dressed"
    r"|bathed|showered|home) (?:in )?(?:today )?(?:w/|with|by) (?:an? |the )?$"  # "Up w/ aide, hair wet"
)

_NEAR = 160
_I = re.compile(r"(?:^|[\s.])i\s?\(\s*$")  # "I (F. Castell, OTS) gave the session"
_SENTENCE_ENDS = re.compile(r"[.;](?:\s|$)")
_SIGNED = re.compile(r"sign|e-?sig|/e?s/|\d{1,2}[/-]\d{1,2}[/-]\d{2}")


def mentions(document: Document, clinicians: Sequence[Clinician] = ()) -> tuple[Performer, ...]:
    """Who furnished what, in the order of the note. `clinicians` lets "I did" and "PTA MARSH" find their person."""
    parted = [*led(document), *shared_out(document), *by_initials(document, clinicians)]
    lettered = list(_by_letters(document, clinicians))
    told = [*lettered, *in_words(document, clinicians), *by_first_names(document, clinicians, lettered)]
    others = [one for one in told if not any(one.start < two.end and two.start < one.end for two in parted)]
    return tuple(_each_once(sorted([*others, *parted], key=lambda performer: (performer.start, performer.end))))


def _each_once(found: Sequence[Performer]) -> Iterator[Performer]:
    """The people without one who is told twice with the same name: "fieldwork student Nia Day, OTS, on her own"."""
    last: Performer | None = None
    for one in found:
        if last is None or one.start >= last.end or one.role != last.role:
            yield one
            last = one


def _by_letters(document: Document, clinicians: Sequence[Clinician]) -> Iterator[Performer]:
    last = end_begins(document)
    for run in letters(document.text, *document.active):
        if document.region_at(run.start) in NOT_DONE and not _heads_block(document, run):
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
    before, behind = names.before(text, line.start, run.start), names.behind(text, run.end, line.end)
    person = behind if before and behind and before.text.isupper() else before or behind  # "QL - PT A. Frost"
    person = person or _known_behind(text, run, line.end, clinicians)
    start, end = (min(run.start, person.start), max(run.end, person.end)) if person else (run.start, run.end)
    if "(" in text[start:end] and text[end : min(end + 1, line.end)] == ")":
        end += 1
    ahead = folded[max(line.start, start - 48) : start]
    minutes = minutes_with(folded, end, line.end, ahead)
    if not _furnishes(document, run, (start, end), bool(person), minutes):
        return None
    is_supervised = supervised(document, start) if run.role in ("student", "aide") else None
    name = person.text if person else None
    after = taken_over_after(folded, end, line.end)
    return Performer(start, end, run.role, name, minutes, is_supervised, discipline(run.text), after, run.text)


def _known_behind(text: str, run: Letters, end: int, clinicians: Sequence[Clinician]) -> names.Name | None:
    """In a note in capitals only a name known from elsewhere can be told from the words behind it."""
    behind = text[run.end : end].lstrip(" (:")
    at = end - len(behind)
    for person in clinicians:
        if person.name and behind.lower().startswith(person.name.lower()):
            return names.Name(text[at : at + len(person.name)], at, at + len(person.name), titled=False)
    return None


_NOT_BY = re.compile(
    r"\b(?:discuss\w*|spoke|talked|conferr?\w*|review\w*|consult\w*|coordinat\w*|met|communicat\w*|check\w*|shared"
    r"|agreed|collaborat\w*|report\w*)\s+(?:\w+\s+){0,4}(?:with|to)\s+(?:the\s+|our\s+|my\s+)?$"
    r"|\b(?:given|provided|sent|delivered|reported|explained|shown|demonstrated)\s+to\s+(?:the\s+|our\s+)?$|"
    r"\bco-?t(?:reat\w*|x)\s+with\s+(?:pt|ot|st|slp)?\s*\(?\s*$|\b(?:no|not|without|than|refer\w*|per|from|see"
    r"|cue[ds]? by)\s+$"
)


def _furnishes(document: Document, run: Letters, at: tuple[int, int], named: bool, minutes: int | None) -> bool:
    folded, line, (start, end) = document.folded, document.line_at(at[0]), at
    ahead, behind = folded[max(line.start, start - 80) : start], folded[end : line.end]
    weak = run.role == "therapist" and not run.firm and not named
    if _in_cell(document, run) or (run.role in _HELPER and _I.search(ahead)):
        return True
    if run.role == "therapist" and is_away(_SENTENCE_ENDS.split(behind[:_NEAR], maxsplit=1)[0]):
        return False
    if run.role in _HELPER and ((minutes is None and _SECOND.match(behind)) or _HELPS.match(behind)):
        return False
    if run.role == "therapist" and _WITH_A_HELPER.match(behind):
        return True
    if run.role in _HELPER and _BESIDE.search(ahead) and _TOGETHER.match(behind):
        return False
    if run.role == "aide" and not _FAMILY.search(ahead) and _minds(document, at, named):
        return True
    if _LATER.match(behind) or _FAMILY.search(ahead) or _NOT_BY.search(ahead) or _DENIED.search(ahead):
        return False
    titled = run.role == "assistant" and line.start == document.lines[0].start and "treatment" in ahead
    told = titled or document.region_at(start) != "header" or bool(_TIME.search(ahead))
    if _in_brackets(document, at) and not weak and told:
        return True
    if _EQUALS.search(ahead) or _EQUALS_BEHIND.match(behind):
        return True
    if run.role == "aide" and _UNDER.search(ahead):
        return True
    firmly = bool(_FIRMLY_BY.search(ahead) and _BY.search(ahead))
    if firmly or (minutes is None and document.region_at(start) in SELDOM):
        return firmly
    if minutes is not None:
        return not weak or _is_share(run, ahead, behind)
    return _takes_part(run, weak, ahead, behind) or (not weak and _heads_lines(document, ahead, end, line))


def _minds(document: Document, at: tuple[int, int], named: bool) -> bool:
    """Whether an aide is the subject of a sentence that says that the clinician was elsewhere: "Nell stood by"."""
    segment, (start, end) = document.segment_at(at[0]), at
    if document.region_at(start) in (*NOT_DONE, *SELDOM):
        return False
    since = max(segment.start, start - _NEAR)
    opens = _SUBJECT.search(document.folded[since:start])
    minds = opens and (named or _MINDED.match(document.folded, end)) and not _FETCHED.match(document.folded, end)
    return bool(minds) and is_away(document.folded[since : min(document.line_at(start).end, end + _NEAR)])


def _heads_lines(document: Document, ahead: str, end: int, line: Line) -> bool:
    """Whether a person has a line to themselves over the deeper lines of what they did."""
    index = document.segment_at(line.start).line
    rest = document.folded[end : line.end].strip()
    alone = not ahead.strip() and (not rest or (rest[0] == "(" and rest[-1] == ")"))
    below = document.lines[index + 1] if index + 1 < len(document.lines) else line
    return alone and below.indent > line.indent and below.end > below.start + below.indent


def _takes_part(run: Letters, weak: bool, ahead: str, behind: str) -> bool:
    opens = bool(_OPENS.match(_SENTENCE.split(ahead)[-1])) and bool(_BLOCK_BEHIND.match(behind))
    heads = bool(_NEXT.search(ahead)) and behind.lstrip()[:1] == ":"
    if weak:
        timed = re.match(r"\s*:[^\n]*?\d\s*(?:min|')", behind) or (heads and re.match(r"\s*:[^\n]*?\d", behind))
        labelled = bool(_LABELLED.search(ahead)) and bool(re.search(r"\d", ahead)) and not behind.strip()
        return (labelled or ((opens or heads) and bool(timed))) and run.text.isupper()
    all_of_it = _ALL_OF_IT.match(behind)
    further = behind[all_of_it.end() :] if all_of_it else behind
    if _TIMED_AHEAD.search(ahead) and further.lstrip()[:1] in (_MARKS if run.role in _HELPER else (":",)):
        return True
    if _AT_THE_END.search(ahead) and _ENDS_THERE.match(behind) and _TIME.search(ahead):
        return True
    if _LABELLED.search(ahead) and re.search(r"\d", ahead):
        return True
    if run.role in _HELPER and run.text.isupper() and not behind.strip() and _WORK_AHEAD.search(ahead):
        return True
    if run.role in _HELPER and run.text.isupper() and _TIME_OPENS.search(ahead):
        return True
    if run.role in _HELPER and _CLOCK_AHEAD.search(ahead) and _COLUMN_BEHIND.match(behind):
        return True
    if _CLOCKED.match(behind) or NUMBERED.match(behind) or (run.role == "assistant" and _VISIT.match(behind)):
        return True
    if run.role == "student" and _WROTE.search(ahead):
        return True
    helps = run.role in _HELPER and bool(_BY.search(ahead) or _ENDED_UNDER.search(ahead))
    rest = _REST.match(behind)  # "Rory Vale (SPT, 3rd clinical) treated"
    return opens or heads or helps or bool(DID.match(behind, rest.end() if rest else 0))


def _in_brackets(document: Document, at: tuple[int, int]) -> bool:
    """Letters that open a pair of brackets: "TE 15 min (M. Poe, PTA)", "[PTA]", "[PTA, J. Tran, PT in gym]"."""
    start, end = at
    opened = _POSSESSED.sub("", document.folded[max(0, start - 6) : start])[-1:]
    return opened in ("(", "[", "{") and bool(_CLOSES.match(document.folded, end))


def _is_share(run: Letters, ahead: str, behind: str) -> bool:
    """Whether PT with minutes is a clinician's share ("PT 23 min, OT 22 min") and no patient's ("PT LATE 20 MIN")."""
    stands_with = re.match(r"[\s:=]*\d|\s*(?:first|part|portion|x|alone)\b", behind) or re.search(
        r"(?:min\w*|')\s*(?:[-:(]|by|with|w/)\s*$", ahead
    )
    rests = re.match(r"\s*(?:late|rested?|sat|waited|arrived|left|walked|rode)", behind)
    return bool(stands_with or _CLINICIAN_DID.match(behind)) and not rests and run.text.isupper()


# What no patient does: "PT opened, 9 min"; "PT did 10 min on the bike" can be the patient.
_CLINICIAN_DID = re.compile(
    r"\s(?:then\s|also\s)?(?:opened|led|treated|provided|gave|directed|guided|instructed|supervised|took over"
    r"|join(?:ed|ing|s)|conducted|furnished|delivered|administered|stepped in)\b"
)


def _in_cell(document: Document, run: Letters) -> bool:
    """A cell of a table that holds nothing but the letters: the column of who did it."""
    line = document.line_at(run.start)
    ahead, behind = document.text[line.start : run.start].rstrip(" "), document.text[run.end : line.end].lstrip(" ")
    wide = document.text[max(line.start, run.start - 2) : run.start] in ("  ", " \t", "\t") or ahead.endswith("\t")
    if ahead.endswith("|") and (not behind or behind[0] == "|"):
        return True
    return bool(ahead) and wide and not behind and bool(re.search(r"\d", ahead)) and run.role != "aide"
