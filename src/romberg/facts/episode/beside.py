"""The facts that other notes give to a visit; null throughout where none was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from romberg.facts.catalogue import Kind


@dataclass(frozen=True, slots=True)
class Beside:
    """What the notes beside a visit tell of it; None: they do not tell, or were not looked at."""

    visits_found: int | None = None
    copied_percent: int | None = None
    copied_from_date: date | None = None
    same_minutes_visits: int | None = None
    same_units_visits: int | None = None
    same_measures_visits: int | None = None
    visits_without_measure: int | None = None
    days_since_report_found: int | None = None
    certified_through_found: date | None = None
    discharged_on: date | None = None
    other_notes_of_day: int | None = None
    earlier_values_contradicted: tuple[str, ...] | None = None
    day_minutes_of_clinician: int | None = None
    day_patients_of_clinician: int | None = None
    day_overlaps: tuple[str, ...] | None = None
    least_minutes_percent: int | None = None
    timed_services_of_clinician: int | None = None
    neuromuscular_percent: int | None = None
    neuromuscular_percent_of_others: int | None = None


NOTHING = Beside()
VISIT: tuple[tuple[str, Kind, str], ...] = (
    ("visits_found", "whole", "Which of the patient's visits this is, of the notes given; null: not looked at."),
    ("copied_percent", "whole", "Share, in percent, of sentences on state and response that the visit before had too."),
    ("copied_from_date", "date", "The day of that visit before."),
    ("same_minutes_visits", "whole", "Visits in a row, this one too, with the same services of the same minutes."),
    ("same_units_visits", "whole", "Visits in a row, this one too, with the same codes and units billed."),
    ("same_measures_visits", "whole", "Visits in a row, this one too, with the same measures of the same values."),
    ("visits_without_measure", "whole", "Visits in a row, this one too, without a measured value."),
    ("days_since_report_found", "whole", "Treatment days found since the last evaluation or progress report found."),
    ("certified_through_found", "date", "The last certified day of an earlier note, where this one tells none."),
    ("discharged_on", "date", "The day of an earlier discharge, with no evaluation since."),
    ("other_notes_of_day", "whole", "Other notes of the same patient, day and discipline."),
    ("earlier_values_contradicted", "texts", "Earlier values told here that the note of that day gives otherwise."),
    ("day_minutes_of_clinician", "whole", "One-to-one minutes of the clinician who signed, in all notes of the day."),
    ("day_patients_of_clinician", "whole", "Patients of that clinician on the day."),
    ("day_overlaps", "texts", "One-to-one times of that clinician with two patients that run into one another."),
    ("least_minutes_percent", "whole", "Share of the clinician's timed services with just a unit's least minutes."),
    ("timed_services_of_clinician", "whole", "Timed services of that clinician in the notes that were given."),
    ("neuromuscular_percent", "whole", "Share of 97112 in the clinician's timed minutes."),
    ("neuromuscular_percent_of_others", "whole", "The same share among the other clinicians of the notes."),
)  # fmt: skip
