"""Notes looked at together: a patient's visits in their order, a clinician's day across patients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from romberg.batch.check import CHUNK, Checked, Failure, Note, charged, guarded, header, judge
from romberg.batch.options import Options
from romberg.claims import ClaimHead
from romberg.facts.episode.beside import NOTHING, Beside
from romberg.facts.episode.day import with_days
from romberg.facts.episode.rows import Seen
from romberg.facts.episode.visits import of_patients
from romberg.facts.episode.whose import told_apart
from romberg.formats.unreadable import Unreadable
from romberg.notes import interventions
from romberg.notes.header.patient import Patient, patient
from romberg.notes.layout import parted
from romberg.report import Header
from romberg.report.money import billed_services, priced_together, to_price
from romberg.visit import Document

Together = Literal["episode", "day"]


@dataclass(frozen=True, slots=True)
class Gathered:
    """The reports on notes that were looked at together, in the order given.

    `patients` is how many were told apart; `unnamed` are notes that name no patient, or one that cannot be told from
    another: they are taken as one patient's where no note names one, and each by itself otherwise. `earlier` are files
    of which an earlier encounter was read for what it tells, and not reported on, as it is no whole note.
    """

    found: tuple[Checked, ...]
    patients: int
    unnamed: tuple[str, ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Read:
    """A note that was read, whose it is, and whether it is reported on."""

    header: Header
    patient: Patient | None
    told: bool = True


def check_together(given: Iterable[Note], options: Options, ways: Sequence[Together]) -> Gathered:
    """Check notes with what the others tell of each; a note that cannot be read is a Failure, and the others go on.

    Raises Unreadable where a sum allowed so far was given and the notes are of several patients.
    """
    interventions.own()
    read = _without_copies([one for note in given for one in _read(note, options)])
    notes = [one for one in read if isinstance(one, _Read)]
    keys, unnamed = _keys(notes)
    if options.head is not None and options.head.allowed_so_far_cents is not None and len(set(keys)) > 1:
        says = "--allowed-so-far is one patient's sum, and the notes are of several; give that patient's notes alone."
        raise Unreadable("claim_many", says, "--allowed-so-far")
    headers = iter(_told([one.header for one in notes], keys, options, ways))
    whole = [one if isinstance(one, Failure) else replace(one, header=next(headers)) for one in read]
    judged = [one if isinstance(one, Failure) else one.header for one in whole if isinstance(one, Failure) or one.told]
    earlier = tuple(one.header.source for one in notes if not one.told)
    return Gathered(tuple(_judged(judged, options)), len(set(keys)), unnamed, earlier)


def _read(note: Note, options: Options) -> Iterator[_Read | Failure]:
    """The visits of one note: a file of several dated encounters holds as many."""
    source, give = note
    words = guarded(source, give, options.debug)
    if isinstance(words, Failure):
        yield words
        return
    parts = parted(words) if isinstance(words, str) else ()
    for number, part in enumerate(parts, 1):
        found = header((f"{source}#{number}", lambda text=part.text: Document(text, "text")), options)  # type: ignore[misc]  # bound as a default
        yield found if isinstance(found, Failure) else _of(found, part.today or _is_whole(found))
    if not parts:
        found = header((source, lambda: words), options)
        yield found if isinstance(found, Failure) else _of(found, True)


def _of(found: Header, told: bool) -> _Read:
    named = patient(found.coded.visit.words)
    beside = found.document.patient if found.document is not None else ""
    if beside:
        named = Patient("", (), None, beside) if named is None else replace(named, number=beside)
    return _Read(found, named, told)


def _is_whole(found: Header) -> bool:
    """Whether an earlier encounter is a note of its own: somebody signed it, or charged it."""
    visit = found.coded.visit
    return bool(visit.billed) or any(one.signed for one in visit.clinicians)


def _without_copies(read: Sequence[_Read | Failure]) -> list[_Read | Failure]:
    """Leave out earlier encounters of a file that other files hold as today's note."""
    own = {_identity(one) for one in read if isinstance(one, _Read) and "#" not in one.header.source}
    own |= {_identity(one) for one in read if isinstance(one, _Read) and one.header.visits_in_file > 1}
    return [
        one for one in read if isinstance(one, Failure) or "#" not in one.header.source or _identity(one) not in own
    ]


def _identity(one: _Read) -> tuple[object, ...]:
    visit = one.header.coded.visit
    return (one.patient.words if one.patient else one.header.source, visit.service_date, visit.discipline)


def _keys(notes: Sequence[_Read]) -> tuple[list[str], tuple[str, ...]]:
    """A key for the patient of each note, and the notes that do not tell theirs."""
    found = told_apart([one.patient for one in notes])
    unnamed = tuple(one.header.source for one, key in zip(notes, found, strict=True) if key is None)
    if len(unnamed) == len(notes):
        return ["all"] * len(notes), unnamed
    return [f"alone {at}" if key is None else f"patient {key}" for at, key in enumerate(found)], unnamed


def _told(
    headers: Sequence[Header], keys: Sequence[str], options: Options, ways: Sequence[Together]
) -> Iterator[Header]:
    """The notes with what the others tell of them, and with the sums of the year."""
    besides = [NOTHING] * len(headers)
    if "episode" in ways:
        headers = [replace(one, patient=key) for one, key in zip(headers, keys, strict=True)]
    priced = _priced(headers, options) if "episode" in ways else [ClaimHead()] * len(headers)
    if "episode" in ways:
        besides = of_patients([_seen(*one) for one in zip(headers, keys, priced, strict=True)])
    if "day" in ways:
        besides = with_days([one.coded for one in headers], keys, besides)
    for one, beside, head in zip(headers, besides, priced, strict=True):
        yield replace(one, beside=beside, head=_with_year(head, beside, options) if "episode" in ways else None)


def _seen(one: Header, key: str, head: ClaimHead) -> Seen:
    cents = head.line_allowed_cents
    known = [each for each in cents if each is not None]
    whole = sum(known) if cents and len(known) == len(cents) else None
    return Seen(one.coded, key, charged(one), whole, one.card.family == "medicare")


def _priced(headers: Sequence[Header], options: Options) -> list[ClaimHead]:
    """What each line charged is allowed; empty where nothing is charged, or the visit has no day."""
    asked = [to_price(one, billed_services(charged(one))) if charged(one) else None for one in headers]
    found = priced_together(headers, asked)
    given = options.head or ClaimHead()
    lines = [() if price is None else tuple(line.allowed_cents for line in price.lines) for price in found]
    return [replace(given, line_allowed_cents=each) for each in lines]


def _with_year(head: ClaimHead, beside: Beside, options: Options) -> ClaimHead:
    """The year's sum before a visit: what was given for before the first of the notes, and the visits found since."""
    opening = None if options.head is None else options.head.allowed_so_far_cents
    found = beside.year_allowed_found_cents
    return replace(head, allowed_so_far_cents=None if opening is None or found is None else opening + found)


def _judged(read: Sequence[Header | Failure], options: Options) -> list[Checked]:
    """The reports in the order given; judged a chunk at a time, and no patient's day in two of them."""
    found: dict[int, Checked] = {}
    for chunk in _chunks(read):
        found |= zip(chunk, judge([read[at] for at in chunk], options), strict=True)
    return [found[at] for at in range(len(read))]


def _chunks(read: Sequence[Header | Failure]) -> Iterator[list[int]]:
    """Places of notes, about a chunk at a time, those of one patient and day together."""
    days: dict[object, list[int]] = {}
    for at, one in enumerate(read):
        day = (one.patient, one.coded.visit.service_date) if isinstance(one, Header) and one.patient else at
        days.setdefault(day, []).append(at)
    chunk: list[int] = []
    for together in days.values():
        chunk += together
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
