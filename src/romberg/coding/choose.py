"""One block of treatment to its code: the name it carries, tested against its activities and how it was furnished."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from romberg.coding.evidence import TOLD_APART, Evidence, runners_up, stands, weigh
from romberg.knowledge import codes
from romberg.visit import Treatment, Visit

_SPINE = ("cervical", "thoracic", "lumbar", "sacral", "pelvic")
_COUNT = {"one": 1, "1": 1, "single": 1, "two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4, "five": 5, "5": 5}
_REGIONS = re.compile(r"\b(one|single|two|three|four|five|[1-5])\s+(?:spinal\s+)?regions?\b", re.IGNORECASE)
_MUSCLES = re.compile(r"\b(one|single|two|three|four|five|six|[1-9])\s+muscles?\b", re.IGNORECASE)
_MUSCLES_IN_BRACKETS = re.compile(r"\(\s*([1-9])\s*(?:mm|musc?|muscles?)\s*\)", re.IGNORECASE)
_BETWEEN_MUSCLES = re.compile(r"\s*(?:,|\+|&|\band\b)\s*", re.IGNORECASE)
_PERINEAL = re.compile(r"\b(?:perine\w+|pelvic floor|vaginal|anal|anorectal|rectal|urethral|sphincter)\b", re.I)
_ONE_TO_ONE = frozenset({"97112", "97110", "97530", "97116", "97535", "97533", "97129", "97113", "97542", "97140"})
_MEDICARE = ("medicare", "medicare_advantage")


@dataclass(frozen=True, slots=True)
class Choice:
    """A code with its reason and the codes that a fair coder might choose instead."""

    code: str
    why: str
    others: tuple[str, ...]


def choose(treatment: Treatment, visit: Visit) -> Choice | None:
    """The code that a block's words support; None where no words support any."""
    evidence = _evidence(treatment, visit)
    name = treatment.label_code or treatment.stated_code
    if name and treatment.stated_code and treatment.label_code != treatment.stated_code:
        name = _closer(treatment, evidence)
    if name and _adjusts_a_thing(name, treatment, visit):
        name = None
    if name == "98940" and _by_hand(treatment, visit):
        name = "97140"
    by_words, reason = _by_words(treatment, evidence, name, visit)
    if by_words is None:
        return None
    chosen, why = _asfurnished(by_words, reason, treatment, visit)
    return Choice(chosen, why, tuple(c for c in runners_up(chosen, evidence) if c != chosen))


def _evidence(treatment: Treatment, visit: Visit) -> Evidence:
    """What the words speak for; they speak less for what the visit's discipline seldom bills.

    "Naming the route" is no speech of a PT where anything else is told beside it, and none at all under a name of
    other work.
    """
    evidence = weigh(treatment.activities)
    seldom = _SELDOM.get(visit.discipline or "", frozenset())
    name = treatment.label_code or treatment.stated_code
    if name is None or visit.discipline == "OT":
        heard = {code: w * _LESS // 100 if code in seldom else w for code, w in evidence.weights.items()}
        return replace(evidence, weights=heard)
    if not seldom or name.startswith("92"):
        return evidence
    own = {code: weight for code, weight in evidence.weights.items() if not code.startswith("92")}
    return replace(evidence, weights=own) if own else evidence


_LESS = 60  # hundredths of their weight in a discipline that seldom bills the code
_SPEECH = frozenset({"92507", "92609"})
_SELDOM = {
    "PT": _SPEECH | {"97129", "97130", "97533"},
    "OT": _SPEECH,
    "DC": _SPEECH | {"97129", "97130", "97533"},
}


def _adjusts_a_thing(name: str, treatment: Treatment, visit: Visit) -> bool:
    """Whether "adjusted" tells of a seat or a splint: no chiropractor's visit, no part of the spine is named."""
    by_others = visit.discipline in ("PT", "OT", "SLP")
    if any("extremity adjust" in one.text.lower() for one in treatment.activities):
        return False
    of_spine = any(region in _SPINE for region in treatment.regions)
    adjusted = treatment.heading is not None and treatment.heading.text.lower().startswith("adj")
    return (
        by_others
        and name == "98940"
        and treatment.stated_code is None
        and not (of_spine if adjusted else treatment.regions)
    )


def _by_hand(treatment: Treatment, visit: Visit) -> bool:
    """Whether a thrust is a physical or occupational therapist's, and so work on a joint by hand."""
    told = treatment.heading.text.lower() if treatment.heading else ""
    return visit.discipline in ("PT", "OT") and treatment.stated_code is None and told.startswith(("thrust", "manip"))


def also_supported(chosen: Choice, treatment: Treatment, visit: Visit) -> tuple[str, ...]:
    """Of the runners-up those that the note bears too: furnished so, by this discipline, on that day, by itself."""
    return tuple(one for one in chosen.others if _alike(one, chosen.code) and furnished(one, treatment, visit))


def _alike(code: str, chosen: str) -> bool:
    """Whether two codes are billed in one way; a bath that the patient sits in is never an hour one to one."""
    one, other = codes.get(code), codes.get(chosen)
    ways = [known and (known.timed, known.attended, known.group) for known in (one, other)]
    return one is not None and ways[0] == ways[1]


def furnished(code: str, treatment: Treatment, visit: Visit) -> bool:
    """Whether a code can stand for a block as it was furnished: a group is no one-to-one work, four regions not two."""
    known, on = codes.get(code), visit.service_date
    if known is None or known.add_on_to or (on is not None and not known.valid(on)):
        return False
    by_others = visit.discipline is not None and visit.discipline not in known.disciplines
    return not by_others and _asfurnished(code, "", treatment, visit)[0] == code


def _closer(treatment: Treatment, evidence: Evidence) -> str:
    """Where the heading and the code beside it differ, the one that the activities speak for; else the code."""
    label, stated = treatment.label_code, treatment.stated_code or ""
    if (
        label
        and (label[:4] != stated[:4] or {label, stated} <= TOLD_APART)
        and evidence.share(label) > evidence.share(stated)
    ):
        return label
    return stated


def _by_words(treatment: Treatment, evidence: Evidence, name: str | None, visit: Visit) -> tuple[str | None, str]:
    heading = f"the heading “{treatment.heading.text}”" if treatment.heading else "the code written there"
    if name and stands(name, evidence):
        support = "the activities agree" if evidence.known else "no activity under it is known to the vocabulary"
        return name, f"{heading} names it, and {support}" if evidence.known else f"{heading} names it; {support}"
    if name:
        best = _plausible(evidence, visit) or name
        return best, f"{heading} speaks of {_label(name)}, but the activities under it are {_label(best)}"
    return _plausible(evidence, visit), "no heading names the service; the activities decide"


def _plausible(evidence: Evidence, visit: Visit) -> str | None:
    """The strongest code that this discipline furnishes."""
    best = evidence.best
    if visit.discipline == "DC" and evidence.share("98940") >= 50:
        return "98940"
    if best and visit.discipline == "SLP" and not _is_speech(best):
        speech = [code for code in evidence.weights if _is_speech(code)]
        return min(speech, key=lambda c: (-evidence.weights[c], c)) if speech else None
    if best == "98940" and visit.discipline in ("PT", "OT"):
        return "97140"  # a thrust by other hands than a chiropractor's is work on a joint by hand
    return best


def _is_speech(code: str) -> bool:
    return code.startswith("92") or code in ("97129", "97130", "97533")


def _label(code: str) -> str:
    known = codes.get(code)
    return f"{known.label} ({code})" if known else code


def _asfurnished(code: str, why: str, treatment: Treatment, visit: Visit) -> tuple[str, str]:
    """Codes that depend on how, where and on how many the work was done."""
    if code in ("98940", "98941", "98942"):
        return _manipulation(treatment)
    if code in ("20560", "20561"):
        return _needling(treatment)
    if code == "90901" and any(_PERINEAL.search(visit.text, *span) for span in treatment.spans):
        return "90912", "the biofeedback was of the pelvic floor"
    if code in ("97032", "G0283", "97014"):
        return _stimulation(code, why, treatment, visit)
    if "group" in treatment.flags and (code in _ONE_TO_ONE or code == "92507"):
        group = "92508" if code == "92507" else "97150"
        return group, "the note shows several patients at once"
    if code == "97150" and visit.discipline == "SLP":
        return "92508", "a group of speech and language treatment"
    return code, why


_REGION = re.compile(r"cervical|thoracic|lumbar|sacral|pelvic")
_LISTED_REGIONS = re.compile(
    r"(?:\(|\bregions?(?: treated| adjusted)?\s?:\s*)(?:cervical|thoracic|lumbar|sacral|pelvic)"
    r"(?:(?:,|\s?[&+/]|\s+and)\s*(?:and\s+)?(?:cervical|thoracic|lumbar|sacral|pelvic))+\b",
    re.IGNORECASE,
)


def _manipulation(treatment: Treatment) -> tuple[str, str]:
    words = " ".join(a.text for a in treatment.activities)
    stated = _REGIONS.search(words)
    named = [region for region in treatment.regions if region in _SPINE]
    listed = _LISTED_REGIONS.search(words)  # "(lumbar, sacral)": the doctor's own count of regions
    told = set(_REGION.findall(listed[0].lower())) if listed else set()
    count = _COUNT[stated[1].lower()] if stated else len(told) or len(named)
    if count == 0 and treatment.regions:
        return "98943", f"an extremity was adjusted: {', '.join(treatment.regions)}"
    code = "98942" if count >= 5 else "98941" if count >= 3 else "98940"
    said = f"“{stated[0]}”" if stated else ", ".join(named) or "no region named"
    return code, f"spinal regions adjusted: {count} ({said})"


def _needling(treatment: Treatment) -> tuple[str, str]:
    words = " ".join(a.text for a in treatment.activities)
    stated = _MUSCLES.search(words) or _MUSCLES_IN_BRACKETS.search(words)
    first = treatment.activities[0].text if treatment.activities else ""
    told = len([part for part in _BETWEEN_MUSCLES.split(first.split(".")[0]) if part.strip()])
    count = _COUNT.get(stated[1].lower(), 6) if stated else told
    code = "20561" if count >= 3 else "20560"
    return code, f"muscles needled: {count}" + (f" (“{stated[0]}”)" if stated else "")


def _stimulation(code: str, why: str, treatment: Treatment, visit: Visit) -> tuple[str, str]:
    """Stimulation is attended only where nothing shows that the patient was left with it."""
    if code == "97032" and "unattended" not in treatment.flags:
        return code, why
    medicare = (visit.payer_named or "medicare") in _MEDICARE
    return ("G0283" if medicare else "97014"), "the words show that nobody attended the stimulation"
