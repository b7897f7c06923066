"""The facts that other notes give to a visit; null throughout where none was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from romberg.facts.episode.measured import Trend
from romberg.visit import Span

if TYPE_CHECKING:
    from romberg.facts.catalogue import Kind


@dataclass(frozen=True, slots=True)
class Beside:
    """What the notes beside a visit tell of it; None: they do not tell, or were not looked at.

    The fields up to `day_overlaps` are facts, with their meaning below. `trends` is how the measures moved up to this
    visit; the spans are places in this visit's note: what stands in another note too, and what earlier ones contradict.
    """

    visits_found: int | None = None
    visit_number_found: int | None = None
    visits_missing: int | None = None
    number_of_other_day: date | None = None
    days_since_first: int | None = None
    copied_percent: int | None = None
    copied_from_date: date | None = None
    copied_from_other: bool | None = None
    same_minutes_visits: int | None = None
    same_units_visits: int | None = None
    same_measures_visits: int | None = None
    same_work_visits: int | None = None
    visits_without_measure: int | None = None
    days_since_report_found: int | None = None
    certified_through_found: date | None = None
    certified_by_evaluation: bool | None = None
    discharged_on: date | None = None
    other_notes_of_day: int | None = None
    duplicates_of_day: int | None = None
    authorized_found: int | None = None
    visits_since_authorized: int | None = None
    year_allowed_found_cents: int | None = None
    year_visits_unpriced: int | None = None
    measures_compared: int | None = None
    measures_gained: int | None = None
    measures_moved: tuple[str, ...] | None = None
    earlier_values_contradicted: tuple[str, ...] | None = None
    earlier_notes_contradicted: tuple[str, ...] | None = None
    day_minutes_of_clinician: int | None = None
    day_patients_of_clinician: int | None = None
    day_overlaps: tuple[str, ...] | None = None
    least_minutes_percent: int | None = None
    timed_services_of_clinician: int | None = None
    neuromuscular_percent: int | None = None
    neuromuscular_percent_of_others: int | None = None
    trends: tuple[Trend, ...] = ()
    copied_spans: tuple[Span, ...] = ()
    contradicted_spans: tuple[Span, ...] = ()


NOTHING = Beside()
VISIT: tuple[tuple[str, Kind, str], ...] = (
    ("visits_found", "whole", "Which of the patient's visits this is, of the notes given; null: not looked at."),
    ("visit_number_found", "whole", "The visit's number as written, else counted on from the visits found."),
    ("visits_missing", "whole", "Visits up to this one that the numbers tell of, and that are not among the notes."),
    ("number_of_other_day", "date", "The day of the visit before, where that has the same number written."),
    ("days_since_first", "whole", "Days since the first visit found, or since the last evaluation found."),
    ("copied_percent", "whole", "Sentences on state, response, assessment that one other note has too, in percent."),
    ("copied_from_date", "date", "The day of that note."),
    ("copied_from_other", "yes/no", "Whether that is a note of another patient."),
    ("same_minutes_visits", "whole", "Visits in a row, this one too, with the same services of the same minutes."),
    ("same_units_visits", "whole", "Visits in a row, this one too, with the same codes and units billed."),
    ("same_measures_visits", "whole", "Visits in a row, this one too, with the same measures of the same values."),
    ("same_work_visits", "whole", "Visits in a row, this one too, with the same activities, word for word."),
    ("visits_without_measure", "whole", "Visits in a row, this one too, without a measured value."),
    ("days_since_report_found", "whole", "Treatment days found since the last evaluation or progress report found."),
    ("certified_through_found", "date", "The last certified day by an earlier note, where this one tells none."),
    ("certified_by_evaluation", "yes/no", "Whether that is the longest period after an evaluation that tells none."),
    ("discharged_on", "date", "The day of an earlier discharge, with no evaluation since."),
    ("other_notes_of_day", "whole", "Other notes of the same patient, day and discipline."),
    ("duplicates_of_day", "whole", "Those of them of the same kind with the same charges or, without those, minutes."),
    ("authorized_found", "whole", "Authorised visits by this note, else by the last earlier one that tells."),
    ("visits_since_authorized", "whole", "Treatment days found since a note first told that number, this one too."),
    ("year_allowed_found_cents", "whole", "What Medicare allowed in the year's earlier visits that were found."),
    ("year_visits_unpriced", "whole", "Of those visits, the ones without a price."),
    ("measures_compared", "whole", "Measures with values of two days or more and a published figure of their error."),
    ("measures_gained", "whole", "Those that gained at least the smallest published figure."),
    ("measures_moved", "texts", "How those measures stand beside their first value."),
    ("earlier_values_contradicted", "texts", "Earlier values told here that the note of that day gives otherwise."),
    ("earlier_notes_contradicted", "texts", "Sides and levels of help that the patient's earlier notes contradict."),
    ("day_minutes_of_clinician", "whole", "One-to-one minutes of the clinician who signed, in all notes of the day."),
    ("day_patients_of_clinician", "whole", "Patients of that clinician on the day."),
    ("day_overlaps", "texts", "One-to-one times of that clinician with two patients that run into one another."),
    ("least_minutes_percent", "whole", "Share of the clinician's timed services with just a unit's least minutes."),
    ("timed_services_of_clinician", "whole", "Timed services of that clinician in the notes that were given."),
    ("neuromuscular_percent", "whole", "Share of 97112 in the clinician's timed minutes."),
    ("neuromuscular_percent_of_others", "whole", "The same share among the other clinicians of the notes."),
)  # fmt: skip
