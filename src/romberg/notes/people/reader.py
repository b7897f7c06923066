"""Who treated, supervised or signed this visit, with credential, role and whether they signed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from romberg.notes.layout import Document, Line
from romberg.notes.people import names, signatures
from romberg.notes.people.credentials import Letters, letters
from romberg.notes.people.ends import end_begins, stretches
from romberg.notes.people.unlettered import without_letters
from romberg.visit import Clinician, Span

_LABEL = re.compile(
    r"(?:\b(?:therapist|provider|clinician|practitioner|doctor|chiropractor|instructor|ci|pt|ot|slp|assistant|student|aide"
    r"|tech)|pta|cota"
    r"|treated|seen|performed|provided|given|rendered|furnished|delivered|carried out|conducted|administered|led"
    r"|done|completed|documented|dictated|written|supervised|supervising|directed|overseen|assisted"
    r"|(?:clinician|therapist|pt|ot) of record|therapist on site)"
    r"(?:\s(?:by|with))?\s*[:=(-]?\s*(?:(?:dr|mr|mrs|ms|my|the)\b\.?\s*)?$"
    r"|(?:^|[\s,;(])(?:by|with|w/|under|supervision of|ci)\s*:?\s*(?:(?:dr|mr|mrs|ms|my|the|a)\b\.?\s*)?$"
)
_ELSEWHERE = re.compile(
    r"(?:primary care|\b(?:refer\w*|ordered|orders?\b|ordering|per\b|prescri\w*|script\b|rx\b|pcp\b"
    r"|family (?:dr|doctor|md)|surgeon\b|surgery\b|plan by|plan of care|poc\b|certif\w*|recert\w*|cc:"
    r"|protocol\b|lmn\b|sent to|fax\w*|report(?:ed)? to|d/w\b|discuss\w*|spoke|talked|consult\w*"
    r"|follow[\s-]?up with|f/u with|appointment|appt|sees\b|saw\b|see\b|call(?:ed)?\b|notif\w*"
    r"|under (?:the )?care|attn\b|coordinat\w*|co-?t(?:reat\w*|x)\b|evaluated by|previous(?:ly)?\b"
    r"|last (?:visit|time|session|seen)|next (?:visit|session|time)|wife\b|husband\b|daughter\b|son\b"
    r"|eval\w*(?: (?:was|done|performed|completed|dated?|on))* \d{1,2}/\d{1,2}"
    r"|sister\b|brother\b|adjuster\b|case manager|ncm\b|supplier\b|vendor\b|attorney\b|teacher\b))"
    r"(?:[^.;\n]|\bdr\.|\bmr\.|\bms\.|\bmrs\.){0,34}$"
)
_PERSONALLY = re.compile(
    r"\b(?:treated|given|provided|performed|seen|rendered|supervis\w+|supervising (?:physician|provider)"
    r"|under supervision of)\b[^.;\n]{0,24}$"
)
_FURNISHES_BEHIND = re.compile(
    r"[^.;\n]{0,20}?\d+\s*(?:min|')|[\s,)]*(?:alone\s+|then\s+)?(?:led|did|performed|provided|ran|took|gave|carried"
    r"|completed|supervised|assisted|worked|set up|monitored|instructed|guided|treated)\b"
)
_SPEAKS = re.compile(  # "PT SAID NO": the patient
    r"\s+(?:said|says|stated?s?|reports?|reported|declin\w+|refus\w+|tolerat\w+|denie[sd]|asked|asks|c/o|unable|able)\b"
)
_OF_THE_FAMILY = re.compile(
    r"\b(?:home health|home care|her|his|their|hired|private|school|nursing|dining|caregiver|lives with)\s*$"
)
_NOT_FURNISHED = ("subjective", "history", "plan", "home", "goals", "education", "prior")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name with its letters, and what the words around it say."""

    name: str
    span: Span
    letters: Letters
    signed: bool | None
    accepted: bool


def read(document: Document) -> tuple[Clinician, ...]:
    """The people who treated, supervised or signed this visit; not those who refer, or look on."""
    mentions = list(_mentions(document))
    mentions = _signed_beside(document, mentions)
    people = [m for m in mentions if m.accepted and not _is_a_clinic(m, mentions)]
    merged = _merged(people, mentions)
    if any(person.signed for person in merged):
        return tuple(merged)
    return tuple(merged + [p for p in without_letters(document, bool(merged)) if not _known(p, merged)])


def _mentions(document: Document) -> Iterator[_Mention]:
    last_lines = end_begins(document)
    draft = signatures.is_draft(document.folded[document.active.start : document.active.start + 240])
    for start, end in stretches(document):
        before = start
        found = letters(document.text, start, end)
        for index, run in enumerate(found):
            line = document.line_at(run.start)
            since = max(line.start, before)
            until = found[index + 1].start if index + 1 < len(found) else end
            mention = _mention(document, run, (line, since, until), last_lines, draft)
            if (
                mention
                and index + 1 < len(found)
                and mention.span.end > run.end
                and until - mention.span.end < 4
                and found[index + 1].role == run.role
            ):
                continue  # "supervising OT Beth Ray, OTR/L": the name belongs to the letters behind it
            if mention:
                before = mention.span.end
                yield mention


def _mention(
    document: Document, run: Letters, around: tuple[Line, int, int], last_lines: int, draft: bool
) -> _Mention | None:
    line, since, until = around
    if not run.firm and _SPEAKS.match(document.folded, run.end, line.end):
        return None
    name = names.before(document.text, since, run.start) or _on_line_above(document, run, line, last_lines)
    behind = None if name else names.behind(document.text, run.end, line.end)
    person = name or behind
    if person is None:
        return None
    span = Span(min(person.start, run.start), max(person.end, run.end))
    ahead, after = _around(document, line, span, since, until)
    at_end = span.start >= last_lines and not draft
    signed = signatures.signs(ahead, after, at_end) if name else None
    if signed is None and signatures.initialled(document.text, *document.active, ahead):
        signed = True
    if draft and signed is None and span.start >= last_lines:
        signed = False
    if (
        run.role == "student"
        and signed is None
        and at_end
        and name
        and not ahead.strip(" -|/&")
        and not after.strip(" .,")
    ):
        signed = True  # the line of whoever wrote the note: a student's name has no other use there
    mention = _Mention(person.text, span, run, signed, False)
    return replace(mention, accepted=_accepts(document, mention, ahead, after, (at_end, bool(behind), person.titled)))


def _on_line_above(document: Document, run: Letters, line: Line, last_lines: int) -> names.Name | None:
    """A name that has its line to itself, over the line of its letters, at the end of a note."""
    index = document.segment_at(run.start).line
    if run.start != line.start + line.indent or run.start < last_lines or not index:
        return None
    above = document.lines[index - 1]
    name = names.before(document.text, above.start, above.end)
    return name if name and name.start == above.start + above.indent and name.text.count(" ") else None


def _around(document: Document, line: Line, span: Span, since: int, until: int) -> tuple[str, str]:
    """The folded words before and behind a mention: on its line, and on the next where that goes on with it."""
    folded = document.folded
    ahead = folded[max(since, span.start - 90) : span.start]
    after = folded[span.end : min(until, line.end)]
    index, last = document.segment_at(span.start).line, document.segment_at(span.end - 1).line
    if (
        not ahead.strip()
        and index
        and signatures.SIGN.search(above := _text(document, index - 1)[-60:])
        and not re.search(r"\d", above)
    ):
        ahead = above + " "
    elif (
        not ahead.strip()
        and index > 1
        and _SIGNED_OVER.match(f"{_text(document, index - 2)}\n{_text(document, index - 1)}")
    ):
        ahead = "electronically signed by "
    if not after.strip(" ,.#0123456789") and last + 1 < len(document.lines):
        below = _text(document, last + 1)
        if not below.strip() and last + 2 < len(document.lines):
            below = _text(document, last + 2)
        if (
            signatures.opens_with_sign(below)
            or signatures.UNSIGNED.match(below.strip())
            or re.match(r"\s*(?:date\W*)?\d", below)
        ):
            after += " " + below
    return ahead, after


# "Electronically signed on 11/12/2026 16:06 EST" over a rule, and the name below it.
_SIGNED_OVER = re.compile(r"[^\n]{0,40}electronically signed\b[^\n]*\d[^\n]*\n\s*[_=-]{4,}\s*$")


def _text(document: Document, index: int) -> str:
    line = document.lines[index]
    return document.folded[line.start : line.end]


def _accepts(document: Document, m: _Mention, ahead: str, after: str, how: tuple[bool, bool, bool]) -> bool:
    at_end, is_behind, titled = how
    stands_free = not ahead.strip(" -|/&")
    if not stands_free and _ELSEWHERE.search(ahead[-60:]):
        return False
    labelled = bool(not stands_free and _LABEL.search(ahead)) or (
        is_behind and bool(_LABEL.search(ahead + " with " * (m.letters.role == "aide")))
    )
    in_text = document.region_at(m.span.start) in _NOT_FURNISHED and not at_end
    if not is_behind and not in_text and _is_helper_at_work(m, ahead, after):
        return True
    if m.letters.role == "physician":
        return (m.signed is True and at_end) or bool(_PERSONALLY.search(ahead))
    if m.signed is True:
        return m.letters.firm or at_end or bool(re.search(r"sign|/e?s/", ahead[-40:] + after[:40]))
    if is_behind:
        furnishes = (labelled or _FURNISHES_BEHIND.match(after)) and not _OF_THE_FAMILY.search(ahead)
        return m.letters.role in ("assistant", "aide", "student") and bool(furnishes) and not in_text
    if m.signed is False:
        return True
    starts_line = at_end and (stands_free or (ahead.rstrip().endswith(".") and not after.strip(" .")))
    return starts_line or (
        labelled
        and not in_text
        and (m.letters.firm or titled or ":" in ahead[-16:] or "," in document.text[m.span.start : m.letters.start])
    )


def _is_helper_at_work(m: _Mention, ahead: str, after: str) -> bool:
    """ "Brittany (chiro assistant) took her through it": an aide, assistant or student named with what they did."""
    helps = m.letters.role in ("aide", "assistant", "student")
    return helps and bool(_FURNISHES_BEHIND.match(after.lstrip(")"))) and not _OF_THE_FAMILY.search(ahead)


def _signed_beside(document: Document, mentions: list[_Mention]) -> list[_Mention]:
    """Two people on one signature line sign together: "Jae Morrow, SPT     Beatrix Solano, PT  e-signed"."""
    last_lines = end_begins(document)
    signed_lines = {document.line_at(m.span.start).start for m in mentions if m.signed and m.span.start >= last_lines}
    return [
        replace(m, signed=True, accepted=True) if m.signed is None and _opens_one_of(document, m, signed_lines) else m
        for m in mentions
    ]


def _is_a_clinic(m: _Mention, mentions: list[_Mention]) -> bool:
    """A single word before "PT" or "OT", where somebody else signs with a whole name: "Bluestem PT, 11/17/2026"."""
    alone = " " not in m.name.strip() and m.letters.text.upper() in ("PT", "OT") and m.letters.role == "therapist"
    others = (o for o in mentions if o.signed and o.letters.role == "therapist" and " " in o.name.strip())
    return alone and any(not names.same_person(m.name, o.name) for o in others)


def _opens_one_of(document: Document, m: _Mention, lines: set[int]) -> bool:
    line = document.line_at(m.span.start)
    return line.start in lines and not document.folded[line.start : m.span.start].strip(" -|/&")


def _merged(people: list[_Mention], mentions: list[_Mention]) -> list[Clinician]:
    groups: list[list[_Mention]] = []
    for m in sorted(people, key=lambda m: (m.signed is not True, m.span.start)):
        group = next((g for g in groups if _same(g[0], m)), None)
        if group is None:
            groups.append([m])
        else:
            group.append(m)
    for group in groups:
        group += [m for m in mentions if not m.accepted and m not in group and _same(group[0], m)]
    return [_clinician(group) for group in sorted(groups, key=lambda g: min(m.span.start for m in g))]


def _same(a: _Mention, b: _Mention) -> bool:
    return names.same_person(a.name, b.name) and (a.letters.role == b.letters.role or a.signed is not b.signed)


def _clinician(group: list[_Mention]) -> Clinician:
    name = max((m.name for m in group), key=lambda written: len(written.replace(".", "")))
    credential = max((m.letters.text for m in group), key=len)
    spans = tuple(sorted({m.span for m in group}))
    return Clinician(name, credential, group[0].letters.role, any(m.signed for m in group), spans)


def _known(person: Clinician, people: list[Clinician]) -> bool:
    return any(names.same_person(person.name, other.name) for other in people)
