"""What one visit was, as its note tells it: frozen values, each with the words that prove it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from romberg.visit.record import Record
from romberg.visit.span import Quote, Span, blanked

Kind = Literal["evaluation", "daily", "progress", "discharge"]
Role = Literal["therapist", "assistant", "student", "aide", "physician", "chiropractor"]
Why = Literal[
    "planned",
    "home program",
    "prior visit",
    "declined",
    "goal",
    "history",
    "education",
    "other person",
    "not treatment time",
]
ELEMENTS = (
    "assessment",
    "specific_activities",
    "duration",
    "patient_response",
    "measurable_outcome",
    "skilled_intervention",
    "medical_necessity",
    "plan",
    "signature",
)


@dataclass(frozen=True, slots=True)
class Clinician:
    """A person who treated, supervised or signed. `credential` is as written, `""` where none stands."""

    name: str
    credential: str
    role: Role
    signed: bool
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Activity:
    """One thing done with the patient, in the note's words. `minutes` only where they stand beside it.

    `groups` are the groups of the vocabulary that its words belong to ("balance", "strength").
    """

    text: str
    spans: tuple[Span, ...]
    minutes: int | None = None
    performer: Role | None = None
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """Who furnished a treatment, and for how many of its minutes where the note says so."""

    role: Role
    minutes: int | None
    spans: tuple[Span, ...]
    supervised: bool | None = None  # of a student: a clinician was in the room, directing, throughout


@dataclass(frozen=True, slots=True)
class Treatment:
    """One block of treatment as the note presents it: heading, minutes, activities, who did it.

    `heading` is the name that the note gives the block ("NMR", "Manual therapy"), `label_code` the code that this name
    stands for, `stated_code` a code written at it.
    `flags`: "unattended", "group", "cotreatment", "not billed", "rote", "recumbent".
    `regions`: body regions named in it ("cervical", "lumbar", "ankle"). `whole`: all the lines that tell of it.
    """

    heading: Quote | None
    stated_code: str | None
    minutes: int | None
    activities: tuple[Activity, ...]
    shares: tuple[Share, ...] = ()
    flags: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    minutes_spans: tuple[Span, ...] = ()
    label_code: str | None = None
    whole: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A value of the same measure from before today, with its date where one is written."""

    value: float
    on: date | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measured value of today (or the latest, where today has none), with earlier values and the goal."""

    measure: str
    value: float
    unit: str
    spans: tuple[Span, ...]
    side: str | None = None
    earlier: tuple[Earlier, ...] = ()
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis code as written in the note, in capitals with its point."""

    code: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class PlanOfCare:
    """What the note says of the plan of care. A field is None where the note does not say."""

    visit_number: int | None = None
    authorized_visits: int | None = None
    evaluation_date: date | None = None
    certification_start: date | None = None
    certification_end: date | None = None
    certification_pending: bool = False  # sent, not signed
    last_progress_date: date | None = None
    last_progress_visit: int | None = None
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark of the note on cover: its kind ("notice signed", "plateau"; see notes/remarks), its date, its words."""

    kind: str
    on: date | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class BilledLine:
    """A charge: code, units and modifiers as written in the note or on the claim."""

    code: str
    units: int
    modifiers: tuple[str, ...] = ()
    minutes: int | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCounted:
    """Words that look like treatment and are not treatment of this visit, and why."""

    text: str
    spans: tuple[Span, ...]
    why: Why


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements of the note that cannot both be true: what they say, and where."""

    kind: str  # "timed exceeds total", "clock and total", "excluded time inside"
    says: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """One patient, one day, one discipline, as read from a note; nothing here is computed by a payer's rule.

    Minutes are as the note states them, None where it does not. `discipline` is PT, OT, SLP, DC or MD.
    `setting`: clinic, hospital-outpatient, home, school, telehealth. `payer_named` is the payer card's name, or None.
    `documentation` maps each of ELEMENTS to the spans that prove it; an empty tuple means that nothing does.
    """

    text: str
    service_date: date | None
    kind: Kind
    discipline: str | None
    setting: str
    payer_named: str | None
    timed_minutes: int | None
    total_minutes: int | None
    clinicians: tuple[Clinician, ...]
    treatments: tuple[Treatment, ...]
    measures: tuple[Measure, ...]
    diagnoses: tuple[Diagnosis, ...]
    documentation: Mapping[str, tuple[Span, ...]]
    plan: PlanOfCare
    billed: tuple[BilledLine, ...]
    not_counted: tuple[NotCounted, ...]
    conflicts: tuple[Conflict, ...] = ()
    copied_from: tuple[Span, ...] = ()  # words that show text carried over from an earlier visit
    maintenance: tuple[Span, ...] = ()  # words by which the note itself calls the care maintenance
    header_spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)  # service_date, payer, timed_minutes, …
    addressed: tuple[Span, ...] = ()  # sentences that speak to a program; nothing is read from them
    remarks: tuple[Remark, ...] = ()  # on cover: notices, orders, authorisations, other payers
    record: Record = field(default_factory=Record)  # what the note says of itself
    visits_in_file: int = 1  # dated encounters in the file; this visit is the one of today, or the latest

    @property
    def words(self) -> str:
        """The note without the sentences that speak to a program; offsets as in `text`."""
        return blanked(self.text, self.addressed)
