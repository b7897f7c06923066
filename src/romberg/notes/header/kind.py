"""What kind of visit it was, where, and of which discipline, as the head of the note says."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources
from typing import Any, cast

import yaml

from romberg.notes import lexicon
from romberg.notes.layout import Document
from romberg.notes.people import discipline as discipline_of
from romberg.visit import Clinician, Kind, Role

_EVALUATED = re.compile(r"9(?<![\w-]9)(?:716[123567]|252[1-4]|2610)\b(?!\W{0,3}(?:not|was|on|at|eval)\b)")
_DISCHARGED = re.compile(
    r"d(?<!\wd)(?:ischarg(?:e|ed|ing) (?:from )?(?:skilled |outpatient )?(?:pt|ot|slp|st|therapy|services|care"
    r"|physical therapy|occupational therapy|speech therapy)\s*(?:services\s*)?(?:today|this (?:date|visit)"
    r"|effective)"
    r"|(?:/c|ischarged?) (?:today|this (?:date|visit)))"
)
_ELSEWHERE = re.compile(
    r"\b(?:no|not|declined|refused|next|from|after|since|d/c'?d?|future|consent to|consent for|at|was in"
    r"|live[ds] (?:at|in)|left)\W{0,2}$|(?:\[ ?\]|\( ?\)|☐)\s?$"  # the last: a box that nobody ticked
)
_FIGURES = re.compile(r"[\d:]")
_DUE = re.compile(
    r"\W{0,3}(?:due|pending|next|scheduled|by \d|to follow|was|done|reviewed|planned)|\s+(?:at\s)?visit \d"
)
_EMPTY = "\n •"  # what speaks to a program is blanked by bullets
_LINES_OF_HEAD = 4
_SITUATED = 7
_TITLES = 2  # lines on which a title stands


@cache
def _words() -> dict[str, Any]:
    raw = resources.files(__package__).joinpath("words.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(raw, Loader=yaml.CSafeLoader)
    return loaded


@cache
def _pattern(part: str, name: str) -> re.Pattern[str]:
    written = _words()[part][name]
    return re.compile(written if isinstance(written, str) else lexicon.either(written))


@cache
def _not_this() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_words()["not_this_note"]), re.compile(_words()["not_this_note_behind"])


def head(document: Document, lines: int) -> str:
    """The first written lines of today's encounter, with the head of the file where that stands apart."""
    begin, end = document.active
    apart = document.folded[: document.encounters[0].start] if len(document.encounters) > 1 else ""
    written = document.folded[begin : min(end, begin + 160 * lines)].lstrip(_EMPTY).split("\n")
    return (apart + "\n" + "\n".join([line for line in written if line.strip(_EMPTY)][:lines])).strip()[: 110 * lines]


@lru_cache(maxsize=2)  # two readers ask for it while one note is read
def kind(document: Document) -> Kind:
    """Evaluation, daily, progress or discharge."""
    title = head(document, _LINES_OF_HEAD)
    found = {
        name: at for name in ("discharge", "progress", "evaluation", "daily") if (at := _first(title, name)) is not None
    }
    if "discharge" in found or (
        ("discharg" in document.folded or "d/c" in document.folded)
        and _DISCHARGED.search(document.folded, *document.active)
    ):
        return "discharge"
    named = min(
        (name for name in ("progress", "evaluation") if name in found), key=lambda name: found[name], default=None
    )
    if named:
        return cast(Kind, named)
    if "daily" not in found and _EVALUATED.search(document.folded, *document.active):
        return "evaluation"
    return "daily"


# A word of each kind without which its patterns cannot match: spares most of the searching.
_GATES = {
    "discharge": ("discharge", "d/c", "dc ", "final"),
    "progress": (
        *("progress", "eval", "recert", "re-cert", "reassess", "re-assess", "reexam", "re-exam"),
        *("tenth", "10th", "day", "monthly", "updated"),
    ),
    "evaluation": ("eval", "initial", "new patient"),
    "daily": ("note", "record", "encounter", "daily"),
    "telehealth": ("tele", "virtual", "video", "via ", "doxy", "online", "place of service", "pos ", "pos:"),
    "school": ("school", "elementary", "iep", "class", "isd", "place of service", "pos ", "pos:"),
    "home": ("home", "house", "resid", "mobile", "assisted", "place of service", "pos ", "pos:"),
    "nursing-facility": ("nursing", "snf", "long", "ltc", "place of service", "pos ", "pos:"),
    "hospital-outpatient": (
        "hospital",
        "med",
        "health",
        "hopd",
        "outpatient",
        "rehab",
        "therapy dep",
        "infirmary",
        "place of service",
        "pos ",
        "pos:",
    ),
}


def _first(title: str, name: str) -> int | None:
    ahead, behind = _not_this()
    if not any(word in title for word in _GATES[name]):
        return None
    for match in _pattern("kind", name).finditer(title):
        before = title[: match.start()]
        # "PT INITIAL EVALUATION 3/2/26" is a title with its date, on the first line or under the clinic's
        heads = before.count("\n") < _TITLES and not _FIGURES.search(before.rpartition("\n")[2])
        if not ahead.search(before[-16:]) and not (_DUE if heads else behind).match(title, match.end()):
            return match.start()
    return None


def setting(document: Document) -> str:
    """Clinic, hospital-outpatient, home, nursing-facility, school or telehealth."""
    title = head(document, _SITUATED)
    name = title[:260]
    for place, where in (
        ("telehealth", title),
        ("school", name),
        ("home", title),
        ("nursing-facility", name),
        ("hospital-outpatient", name),
    ):
        if not any(word in where for word in _GATES[place]):
            continue
        match = _pattern("setting", place).search(where)
        if match and not _ELSEWHERE.search(where, max(0, match.start() - 14), match.start()):
            return place
    return "clinic"


_BY_ROLE: dict[Role, str] = {"chiropractor": "DC", "physician": "MD"}


def discipline(document: Document, clinicians: Iterable[Clinician]) -> str | None:
    """PT, OT, SLP, DC or MD: by who signed, else by who is named, else by the head of the note."""
    people = sorted(clinicians, key=lambda person: not person.signed)
    if any(person.role == "chiropractor" and person.signed for person in people):
        people = [person for person in people if person.signed]  # a therapist next door signs a note of their own
    for roles in (("therapist",), ("chiropractor", "physician"), ("assistant", "student")):
        named = [found for person in people if person.role in roles and (found := _of(person))]
        if named:
            return named[0] if len(set(named)) == 1 else _of_head(document, set(named)) or named[0]
    return _of_head(document, {"PT", "OT", "SLP", "DC", "MD"})


def _of(person: Clinician) -> str | None:
    return _BY_ROLE.get(person.role) or discipline_of(person.credential)


def _of_head(document: Document, among: set[str]) -> str | None:
    title = head(document, _SITUATED)
    found = {name: match.start() for name in among if (match := _pattern("discipline", name).search(title))}
    if not found and (match := re.search(r"-?\b(gp|go|gn)\b", document.folded)):
        return {"gp": "PT", "go": "OT", "gn": "SLP"}[match[1]]
    return min(found, key=lambda name: found[name], default=None)
