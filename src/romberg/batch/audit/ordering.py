"""The lines of a bucket in their total order, with their texts understood; what cannot be understood is set aside.

The order is by patient (his hash), payer, day, biller, clinician, claim and line. Where two lines are equal in all of
these, their other cells decide: nothing hangs on the order of the input.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl

from romberg.batch.audit import meaning
from romberg.batch.audit.encoded import NONE, Array, Lines
from romberg.batch.audit.meaning import NO_MEANING, Meanings
from romberg.facts.claimed.lines import NOT_KNOWN, ClaimLines, begins

_FAULTS = ("", "payer_not_known", "modifier_not_read", "code_not_read")
_PROVIDERS = ("rendering_npi", "billing_npi", "referring_npi")


@dataclass(frozen=True, slots=True, eq=False)
class Understood:
    """What the texts of all lines that a process sees mean; one for a process."""

    code: Meanings[str]
    modifiers: Meanings[tuple[str, ...]]
    payer: Meanings[str]
    pointers: Meanings[tuple[int, ...]]
    place: Meanings[str]
    zip: Meanings[str]
    plain: Meanings[str]


def understood(mine: dict[str, str], otherwise: str | None) -> Understood:
    """A fresh one; `mine` are the payers that a map names, `otherwise` the card for payers whom nothing names."""
    return Understood(
        Meanings(meaning.code), Meanings(meaning.modifiers), Meanings(meaning.payer(mine, otherwise)),
        Meanings(meaning.pointers), Meanings(meaning.place), Meanings(meaning.zip_code), Meanings(meaning.plainly),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The lines of a bucket in their order.

    `claims` are the lines as facts take them, still without prices; `records` and `names` stand in the same order.
    `group` numbers what is priced together: one patient, payer, day and biller. `year_key` tells apart patients with
    their payer, for sums of the year. `rejects` are the lines set aside: piece, row, reason.
    """

    claims: ClaimLines
    records: Array
    names: pl.DataFrame
    group: Array
    patient: Array
    claim: Array
    zips: tuple[Array, list[str]]
    localities: tuple[Array, list[str]]
    sites: tuple[Array, list[str]]  # place of service of each line's claim; claims of one visit may differ
    rejects: pl.DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class _Texts:
    """Places of the meanings of each text, counted from 0 in lists of those that are met, in their order."""

    places: dict[str, Array]
    values: dict[str, list[Any]]


def ordered(lines: Lines, known: Understood) -> Ordered:
    """Understand the lines of a bucket, set aside those that cannot be, and put the rest in order."""
    faults = _faults(lines, known)
    faulty = np.flatnonzero(faults)
    kept = _apart(lines)
    if len(faulty):
        fine = np.flatnonzero(faults == 0)
        kept = Lines(kept.records[fine], kept.names[fine], kept.hashes[fine], kept.texts)
    texts = _texts(kept, known)
    claim, _ = _numbered(kept.names["claim"])
    order, again = _order(kept, texts, claim)
    rejects = [_set_aside(lines, faulty, np.array(_FAULTS)[faults[faulty]])]
    if again.any():
        reasons = np.where(_equal_cells(kept, texts, order, again), "line_repeated", "line_number_repeated")
        rejects.append(_set_aside(kept, order[again], reasons))
        order = order[~again]
    records, names = kept.records[order], kept.names[order]
    places = {name: held[order] for name, held in texts.places.items()}
    sorted_texts = _Texts(places, texts.values)
    patient = np.cumsum(begins(kept.hashes[order])) - 1
    group, claims = _claims(records, sorted_texts, patient)
    return Ordered(
        claims, records, names, group, patient, claim[order], (places["zip"], texts.values["zip"]),
        (places["locality"], texts.values["locality"]), (places["place"], texts.values["place"]), pl.concat(rejects),
    )  # fmt: skip


def _faults(lines: Lines, known: Understood) -> Array:
    """The first reason against each line, a place in _FAULTS; 0 where there is none."""
    found = np.zeros(len(lines.records), np.int8)
    given = lines.records["modifiers"] != 0
    bad = (
        known.payer.of(lines.records["payer"], lines.texts) == NO_MEANING,
        given & (known.modifiers.of(lines.records["modifiers"], lines.texts) == NO_MEANING),
        known.code.of(lines.records["code"], lines.texts) == NO_MEANING,
    )
    for place, against in enumerate(bad, 1):
        found[against] = place
    return found


def _set_aside(lines: Lines, at: Array, reasons: Array) -> pl.DataFrame:
    records = lines.records[at]
    return pl.DataFrame(
        {
            "piece": pl.Series(records["piece"], dtype=pl.UInt32),
            "row": pl.Series(records["row"], dtype=pl.UInt32),
            "reason": pl.Series(reasons.tolist(), dtype=pl.String),
        }
    )


def _texts(lines: Lines, known: Understood) -> _Texts:
    records, held = lines.records, lines.texts
    read: dict[str, tuple[Array, Sequence[Any]]] = {
        "code": (known.code.of(records["code"], held), known.code.values),
        "payer": (known.payer.of(records["payer"], held), known.payer.values),
        "place": (known.place.of(records["place"], held), known.place.values),
        "zip": (known.zip.of(records["zip"], held), known.zip.values),
        **{
            name: (known.plain.of(records[name], held), known.plain.values)
            for name in ("taxonomy", *_PROVIDERS, "locality")
        },
    }
    modifiers = known.modifiers.of(records["modifiers"], held)
    read["modifiers"] = (np.where(records["modifiers"] == 0, len(known.modifiers.values), modifiers),
                         [*known.modifiers.values, ()])  # fmt: skip
    read["pointers"] = (known.pointers.of(records["pointers"], held), known.pointers.values)
    found = {name: ranked(places, values) for name, (places, values) in read.items()}
    diagnoses, texts = _numbered(lines.names["diagnoses"].fill_null(""))
    lists = [meaning.diagnoses(text) for text in texts]
    distinct = {one: at for at, one in enumerate(sorted(set(lists)))}
    found["diagnoses"] = (np.array([distinct[one] for one in lists] or [0], np.int64)[diagnoses], list(distinct))
    return _Texts({name: one for name, (one, _) in found.items()}, {name: two for name, (_, two) in found.items()})


def ranked(places: Array, values: Sequence[Any]) -> tuple[Array, list[Any]]:
    """Places in a long list as places in the sorted list of those values that are met."""
    seen = np.zeros(len(values) + 1, bool)
    seen[places] = True
    used = sorted((values[at], at) for at in np.flatnonzero(seen).tolist())
    new = np.zeros(len(values) + 1, np.int64)
    for rank, (_, at) in enumerate(used):
        new[at] = rank
    return new[places], [value for value, _ in used]


def _numbered(column: pl.Series) -> tuple[Array, list[str]]:
    """The rank of each text of a column among its sorted texts, and those."""
    texts = column.unique().sort()
    if not len(texts):
        return np.zeros(0, np.int64), []
    return column.cast(pl.Enum(texts)).to_physical().to_numpy().astype(np.int64), texts.to_list()


def _apart(lines: Lines) -> Lines:
    """The same with a number for each patient in place of the hash, where two patients share one."""
    if len(lines.hashes) < 2:
        return lines
    order = np.argsort(lines.hashes)
    hashes, patients = lines.hashes[order], lines.names["patient"].gather(order.astype(np.uint32))
    if not ((hashes[1:] == hashes[:-1]) & (patients != patients.shift(1)).fill_null(False).to_numpy()[1:]).any():
        return lines
    both = pl.DataFrame({"hash": lines.hashes, "patient": lines.names["patient"]})
    ranks = both.select(pl.struct("hash", "patient").rank("dense")).to_series().to_numpy().astype(np.uint64)
    return replace(lines, hashes=ranks)


def _order(lines: Lines, texts: _Texts, claim: Array) -> tuple[Array, Array]:
    """The total order of the lines, and which of the ordered ones tell the same claim and line once more."""
    places, records = texts.places, lines.records
    day = records["day"].astype(np.int64)
    sizes = (len(texts.values["billing_npi"]) + 1, len(texts.values["rendering_npi"]) + 1)
    where = ((places["payer"] << 17) + day) * sizes[0] + places["billing_npi"]
    where = where * sizes[1] + places["rendering_npi"]
    line = np.where(records["line"] == NONE, 0, records["line"].astype(np.int64) + 1)
    within = (claim << 18) + line
    people = lines.hashes
    order = _sorted((people, where, within))
    tied = _ties(within[order], where[order], people[order])
    if len(tied):
        some = order[tied]
        order[tied] = some[np.lexsort([key[some] for key in (*_cells(lines, texts), within, where, people)])]
    return order, _repeated(within[order], people[order], line[order])


def _sorted(keys: Sequence[Array]) -> Array:
    """The order by some keys, the first one first: each is sorted within the segments of those before."""
    order = np.argsort(keys[0])
    segment = np.cumsum(begins(keys[0][order])) - 1
    for one in keys[1:]:
        key = one
        room = int(key.max(initial=0)) + 1
        if room > (1 << 62) // (len(key) + 1):
            key, room = np.unique(key, return_inverse=True)[1], len(key) + 1
        packed = segment * room + key[order]
        again = np.argsort(packed)
        order, packed = order[again], packed[again]
        segment = np.cumsum(begins(packed)) - 1
    return order


def _ties(*keys: Array) -> Array:
    """The places whose keys are all those of a neighbour."""
    equal = np.ones(max(len(keys[0]) - 1, 0), bool)
    for key in keys:
        equal &= key[1:] == key[:-1]
    return np.flatnonzero(np.append(equal, False) | np.append(False, equal))


def _cells(lines: Lines, texts: _Texts) -> list[Array]:
    """All other cells of the lines, for the order of those that are equal in all else."""
    numbers = [lines.records[name] for name in ("paid", "charge", "minutes", "filed", "units", "authorized")]
    words = ("locality", "zip", "referring_npi", "taxonomy", "place", "pointers", "diagnoses", "modifiers", "code")
    return [*numbers, *(texts.places[name] for name in words)]


def _repeated(within: Array, people: Array, line: Array) -> Array:
    """Which lines tell a patient's claim and line that stood before, where lines have numbers."""
    again = np.zeros(len(within), bool)
    mixed = within.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ people
    ordered_keys = np.sort(mixed)
    if not len(mixed) or not (ordered_keys[1:] == ordered_keys[:-1]).any():
        return again
    by_key = np.lexsort((within, people))
    equal = (within[by_key][1:] == within[by_key][:-1]) & (people[by_key][1:] == people[by_key][:-1])
    again[by_key[1:]] = equal
    return again & (line > 0)


def _equal_cells(lines: Lines, texts: _Texts, order: Array, again: Array) -> Array:
    """Of lines told again, whether all their cells are those of another line of the same claim and number."""
    names = lines.names.select("patient", "claim").with_row_index("at")
    asked = lines.names.select("patient", "claim")[order[again]].unique()
    same = names.join(asked, on=["patient", "claim"], how="semi")
    words = [*_cells(lines, texts), *(texts.places[name] for name in ("payer", "billing_npi", "rendering_npi"))]
    at = same["at"].to_numpy()
    cells = [key[at].tolist() for key in (*words, lines.records["day"], lines.records["line"])]
    rows = zip(at.tolist(), same["patient"], same["claim"], *cells, strict=True)
    told = {place: cell for place, *cell in rows}
    times = Counter(map(tuple, told.values()))
    return np.array([times[tuple(told[one])] > 1 for one in order[again].tolist()])


def _claims(records: Array, texts: _Texts, patient: Array) -> tuple[Array, ClaimLines]:
    places = texts.places
    day = records["day"].astype(np.int32)
    group_begins = begins(patient, places["payer"], day, places["billing_npi"])
    visit_begins = group_begins | begins(places["rendering_npi"])
    visit = np.cumsum(visit_begins) - 1
    first = np.flatnonzero(visit_begins)
    has_pointers = np.array([bool(one) for one in texts.values["pointers"]] or [False])[places["pointers"]]
    count = len(first)
    made = ClaimLines(
        visit=visit, code=places["code"], modifiers=places["modifiers"], pointers=places["pointers"],
        units=records["units"].astype(np.int64), minutes=records["minutes"].astype(np.int64),
        allowed=np.full(len(visit), NOT_KNOWN), day=day[first], card=places["payer"][first],
        place=places["place"][first], taxonomy=places["taxonomy"][first], rendering=places["rendering_npi"][first],
        billing=places["billing_npi"][first], referring=places["referring_npi"][first],
        authorized=np.logical_or.reduceat(records["authorized"], first) if count else np.zeros(0, bool),
        filed=records["filed"][first], diagnoses=places["diagnoses"][first],
        has_pointers=np.logical_or.reduceat(has_pointers, first) if count else np.zeros(0, bool),
        allowed_before=np.full(count, NOT_KNOWN), sure=np.zeros(count, bool), codes=texts.values["code"],
        modifier_lists=texts.values["modifiers"], pointer_lists=texts.values["pointers"],
        cards=texts.values["payer"], places=texts.values["place"], taxonomies=texts.values["taxonomy"],
        rendering_npis=texts.values["rendering_npi"], billing_npis=texts.values["billing_npi"],
        referring_npis=texts.values["referring_npi"], diagnosis_lists=texts.values["diagnoses"],
    )  # fmt: skip
    return np.cumsum(group_begins) - 1, _joined(made, places["diagnoses"], first)


def _joined(made: ClaimLines, diagnoses: Array, first: Array) -> ClaimLines:
    """Visits of several claims whose diagnoses differ: all of them in the order of the claims; pointers follow."""
    differs = np.flatnonzero(diagnoses != diagnoses[first][made.visit]) if len(first) else first
    if not len(differs):
        return made
    lists, places = list(made.diagnosis_lists), made.diagnoses.copy()
    pointer_lists, pointers = list(made.pointer_lists), made.pointers.copy()
    ends = np.append(first[1:], len(diagnoses))
    for visit in np.unique(made.visit[differs]):
        rows = range(int(first[visit]), int(ends[visit]))
        every = tuple(dict.fromkeys(code for at in rows for code in made.diagnosis_lists[diagnoses[at]]))
        places[visit] = len(lists)
        lists.append(every)
        for at in rows:
            told = pointed_anew(pointer_lists[pointers[at]], made.diagnosis_lists[diagnoses[at]], every)
            pointers[at] = len(pointer_lists)
            pointer_lists.append(told)
    return _compact(
        replace(made, diagnosis_lists=lists, diagnoses=places, pointer_lists=pointer_lists, pointers=pointers)
    )


def pointed_anew(pointers: Sequence[int], mine: Sequence[str], every: Sequence[str]) -> tuple[int, ...]:
    """Pointers into a claim's own diagnoses as pointers into those of the visit; one that points nowhere still does."""
    lost = len(every) + 1
    return tuple(every.index(mine[one - 1]) + 1 if 0 < one <= len(mine) else max(one, lost) for one in pointers)


def _compact(made: ClaimLines) -> ClaimLines:
    """The same with each list of diagnoses and pointers once."""
    lists = {one: at for at, one in enumerate(dict.fromkeys(made.diagnosis_lists))}
    pointed = {one: at for at, one in enumerate(dict.fromkeys(made.pointer_lists))}
    diagnoses = np.array([lists[one] for one in made.diagnosis_lists])[made.diagnoses]
    pointers = np.array([pointed[one] for one in made.pointer_lists])[made.pointers]
    return replace(
        made, diagnosis_lists=list(lists), diagnoses=diagnoses, pointer_lists=list(pointed), pointers=pointers
    )
