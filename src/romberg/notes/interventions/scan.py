"""The multi-literal scan: service labels, activities and procedure codes, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

import yaml

from romberg.knowledge import codes
from romberg.notes import lexicon
from romberg.notes.interventions.own import own
from romberg.notes.interventions.pairs import Pair, pairs

_TREATING = (
    "97112",
    "97110",
    "97530",
    "97116",
    "97140",
    "97535",
    "97542",
    "97533",
    "97129",
    "92507",
    "92526",
    "97032",
    "97113",
    "95992",
    "97760",
    "97763",
    "20560",
)


class Mention(NamedTuple):
    """Words that name a service (`label`: its code), an activity (`group` of the vocabulary) or a written `code`."""

    start: int
    end: int
    label: str | None
    group: str | None
    code: str | None


def _load(name: str) -> Any:
    raw = resources.files(__package__).joinpath(name).read_text("utf-8")
    return yaml.load(raw, Loader=yaml.CSafeLoader)


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = _load("vocabulary.yaml")
    return found


@cache
def groups() -> Mapping[str, tuple[str, ...]]:
    """The activities that the vocabulary knows, by group, the clinic's own among them, in whatever discipline."""
    more = own().activities
    return {
        group: (*entry["forms"], *dict.fromkeys(_of_one(entry)), *more.get(group, ()))
        for group, entry in _vocabulary().items()
    }


def _of_one(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The forms of a group that mean it in one discipline alone."""
    return tuple(form for forms in entry.get("only", {}).values() for form in forms)


def _in_one(entry: Mapping[str, Any], discipline: str | None) -> Iterator[str]:
    """The forms that mean a group in the visits of one discipline; a list may be that of several ("OT SLP")."""
    for named, forms in entry.get("only", {}).items():
        if discipline in named.split():
            yield from forms


@cache
def services() -> Mapping[str, tuple[str, ...]]:
    """The names of services that the vocabulary knows, by code, the clinic's own among them."""
    told, more = {code: forms for code, forms in _told().items() if code not in (_NONE, _EVERYDAY)}, own().services
    made = _of_two_words()
    return {
        code: (*told.get(code, ()), *made.get(code, ()), *more.get(code, ()))
        for code in (*told, *(c for c in more if c not in told))
    }


@cache
def _of_two_words() -> Mapping[str, tuple[str, ...]]:
    """The names that are made of two words, "balance" and "retraining", but for what is known as something else."""
    known = {lexicon.key(form) for forms in (*_told().values(), *groups().values()) for form in forms}
    told: Mapping[str, list[dict[str, list[str]]]] = _load("two_words.yaml")
    made = {
        code: [f"{one} {other}" for pair in pairs for one in pair["first"] for other in pair["second"]]
        for code, pairs in told.items()
    }
    return {code: tuple(form for form in forms if lexicon.key(form) not in known) for code, forms in made.items()}


@cache
def _told() -> Mapping[str, list[str]]:
    told: dict[str, list[str]] = _load("labels.yaml")
    return told


_NONE = "none"  # of the labels: what holds the name of a service and is none
_EVERYDAY = "everyday"  # of the labels: words that name a service only where the discipline of the visit has it


@cache
def _labels() -> dict[str, str]:
    return {_key(form): code for code, forms in services().items() for form in forms}


def _key(form: str) -> str:
    """A form as it is looked up: without articles, blanks and hyphens."""
    return lexicon.key(lexicon.without_articles(form))


@cache
def _groups(discipline: str | None) -> dict[str, str]:
    """The group of each form in a visit of a discipline: what the form means there, else what it means to all."""
    more, told = own().activities, _vocabulary().items()
    general = {form: group for group, entry in told for form in (*entry["forms"], *more.get(group, ()))}
    there = {form: group for group, entry in told for form in _in_one(entry, discipline)}
    meant = {**general, **there}
    spelt = {_key(one): group for form, group in meant.items() for one in _spelt(form)}
    return {**spelt, **{_key(form): group for form, group in meant.items()}}


@cache
def _none() -> frozenset[str]:
    return frozenset(map(lexicon.without_articles, _told()[_NONE]))


@cache
def _words() -> lexicon.Words:
    named = {form for forms in services().values() for form in forms} | set(_told()[_NONE])
    told = {one for forms in groups().values() for form in forms for one in _spelt(form)}
    return lexicon.Words(map(lexicon.without_articles, named | told))


def _spelt(form: str) -> Iterator[str]:
    """A form of several words also with one of them written otherwise: a short form of it, another form of the verb."""
    yield form
    words = form.split(" ")
    for at, word in enumerate(words) if len(words) > 1 else ():
        for other in _otherwise().get(word, ()):
            yield " ".join((*words[:at], other, *words[at + 1 :]))


@cache
def _otherwise() -> Mapping[str, tuple[str, ...]]:
    """The other ways of writing a word, by word."""
    told = _load("spellings.yaml")
    verbs = {one: tuple(o for o in forms if o != one) for forms in told["verbs"] for one in forms}
    return {**verbs, **{word: tuple(forms) for word, forms in told["short"].items()}}


@cache
def service_names() -> str:
    """The names of services that are sure signs of treatment, as one expression over folded text."""
    return lexicon.whole_words(form for code in _TREATING for form in services()[code] if len(form) > 2)


@cache
def every_service_name() -> str:
    """The names of all services, modalities among them, as one expression over folded text."""
    return lexicon.whole_words(form for forms in services().values() for form in forms if len(form) > 2)


@cache
def _codes() -> re.Pattern[str]:
    known = lexicon.exactly(code.lower() for code in codes.all_codes())
    return re.compile(rf"{known}(?!\d|-\d{{3,}}|[a-z]*\d)")


@cache
def group_codes(group: str) -> Mapping[str, int]:
    """How strongly a group's words speak for each code, out of 100."""
    weights: Mapping[str, int] = _vocabulary()[group]["codes"]
    return weights


def speaking(told: Iterable[str]) -> tuple[str, ...]:
    """Of the groups that an activity tells, those that are heard, each once.

    Water makes any exercise one in water (`heard: first`); a place or a spoon tells the work only where no other word
    of the activity does (`heard: last`).
    """
    ranks = {group: _heard(group) for group in told}
    loudest = max(ranks.values(), default=0)
    return tuple(group for group, rank in ranks.items() if rank == loudest)


def is_clear(group: str) -> bool:
    """Whether a group tells a work by itself, and no mere place or thing of it."""
    return _heard(group) > 0


def _heard(group: str) -> int:
    return _HEARD[_vocabulary()[group].get("heard")]


_HEARD = {"first": 2, None: 1, "last": 0}


def scan(folded: str, start: int, end: int, discipline: str | None = None) -> list[Mention]:
    """Every label, activity and procedure code between two offsets of the folded note, in order.

    A word that means one thing in one discipline and another in the next is read as the `discipline` of the visit means
    it; where that is not known, only what all of them mean by it is read.
    """
    found = [
        Mention(m.start(), m.end(), None, None, m.group().upper())
        for m in _codes().finditer(folded, start, end)
        if _stands_alone(folded, m.start())
    ]
    for begin, stop, words in _words().told(folded, start, end):
        if _signs(folded, begin, stop):
            continue
        label, group = _meaning(words, discipline)
        if label or group:
            found.append(Mention(begin, stop, label, group, None))
    found.sort()
    found = _with_everyday(folded, start, end, discipline, found)
    return [one for at, one in enumerate(found) if not (at and _ends(folded, found[at - 1], one))]


def _with_everyday(folded: str, start: int, end: int, discipline: str | None, known: list[Mention]) -> list[Mention]:
    """The mentions and everyday work, a verb and a thing, where no phrase of the vocabulary tells more than a part."""
    starts, hidden, more = [one.start for one in known], set[int](), []
    for pair in pairs(folded, start, end, discipline):
        last = first = bisect_left(starts, pair.end)
        while first and known[first - 1].end > pair.start:
            first -= 1
        parts = all(_is_part(folded, one, pair) for one in known[first:last])
        if parts:
            hidden.update(range(first, last))
        if parts or _heard(pair.group) > 1:
            more.append(Mention(pair.start, pair.end, None, pair.group, None))
    return sorted([*(one for at, one in enumerate(known) if at not in hidden), *more]) if more else known


def _is_part(folded: str, one: Mention, pair: Pair) -> bool:
    """Whether a mention is one word of such work, or its verb, and no name of a service: "pull" in "pull a band"."""
    if one.label or one.code or (one.start, one.end) == (pair.start, pair.end):
        return False
    inside = pair.start <= one.start and one.end <= pair.end
    return inside and (" " not in folded[one.start : one.end] or (one.start, one.end) == pair.verb)


def _ends(folded: str, before: Mention, tail: Mention) -> bool:
    """Whether "exercises" is the last word of a known work ("Frenkel exercises") and no name of another one."""
    named = tail.label == "97110" and before.group is not None and before.label is None
    return named and folded[before.end : tail.start] == " " and folded[tail.start : tail.end] in _TAILS


_TAILS = frozenset(("exercise", "exercises", "ex", "exs", "strengthening"))


def _signs(folded: str, begin: int, stop: int) -> bool:
    """Whether "/s/" is the mark before a signature and no sound of speech: it opens a line that tells no exercise.

    "With both of us" names people, and no ultrasound.
    """
    if folded[begin:stop] == "us" and folded.endswith(_OF_PEOPLE, 0, stop):
        return True
    if folded[begin:stop] != "/s/" or folded[folded.rfind("\n", 0, begin) + 1 : begin].strip(" \t*-_"):
        return False
    end = folded.find("\n", stop)
    return not _OF_SPEECH.search(folded, stop, end if end >= 0 else len(folded))


_OF_PEOPLE = ("of us", "with us", "to us", "for us", "told us", "by us", "between us", "gave us", "let us", "joined us")
_OF_SPEECH = re.compile(
    r"word|initial|medial|final|blend|sentence|phrase|level|%|cue|sound|produc|phon|convers|isolat|syllab"
)


def _stands_alone(folded: str, at: int) -> bool:
    """Whether digits are a code and no part of a longer number, a claim or a price; "cpt97112" is one."""
    before = folded[max(0, at - 3) : at]
    return not before or before == "cpt" or not (before[-1].isalnum() or before[-1] in "_#-.$/")


@lru_cache(maxsize=8192)
def _meaning(words: str, discipline: str | None) -> tuple[str | None, str | None]:
    label = None if words in _none() else lexicon.lookup(words, _labels())
    if label and discipline and _is_foreign(label, words, discipline):
        label = None
    return label, lexicon.lookup(words, _groups(discipline))


def _is_foreign(label: str, words: str, discipline: str) -> bool:
    """Whether an everyday word is no name of a service, since its discipline has no such service: "adj" of an OT."""
    known = codes.get(label)
    told = known.disciplines if known else ()
    return bool(told) and discipline not in told and discipline != "MD" and words in _told()[_EVERYDAY]
