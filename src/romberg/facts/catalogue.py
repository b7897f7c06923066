"""The catalogue of facts: every column that a check may read, with its kind and its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import polars as pl

from romberg.facts.cover import names as of_cover
from romberg.facts.episode import beside
from romberg.facts.marks import packed

Grain = Literal["visit", "line"]
Kind = Literal["text", "word", "whole", "yes/no", "date", "texts", "marks"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One column: its name, the kind of its values, and what it means. Null always means: the record does not say.

    A "word" is a text out of few, "marks" are names out of a small vocabulary (see marks.py): both are compared as
    numbers, twenty times as quickly as texts and lists of texts.
    """

    name: str
    kind: Kind
    grain: Grain
    meaning: str


_VISIT: tuple[tuple[str, Kind, str], ...] = (
    ("visit", "whole", "Which visit of the call this is, counted from 0."),
    ("service_date", "date", "The day of the visit."),
    ("payer", "word", "The payer as its card calls it."),
    ("payer_family", "word", "The payer's family: medicare, medicare_advantage, medicaid, commercial and so on."),
    ("counting", "word", "How this payer counts timed units: cms, ama, strict_fifteen or unknown."),
    ("ncci_applies", "yes/no", "Whether this payer applies Medicare's code pair edits."),
    ("assistant_modifier_wanted", "yes/no", "Whether this payer wants CQ or CO on an assistant's service."),
    ("certification_wanted", "yes/no", "Whether this payer wants the plan of care certified."),
    ("progress_report_wanted", "yes/no", "Whether this payer wants progress reports at a set interval."),
    ("total_time_demanded", "yes/no", "Whether this payer's rules demand total timed and total treatment minutes."),
    ("kind", "word", "Evaluation, daily, progress or discharge."),
    ("discipline", "word", "PT, OT, SLP, DC or MD."),
    ("setting", "word", "Where: clinic, hospital-outpatient, home, nursing-facility, school or telehealth."),
    ("has_billed", "yes/no", "Whether charges are known, from the note or from a claim."),
    ("has_treatment", "yes/no", "Whether the visit holds treatment, beyond evaluation and testing."),
    ("has_therapy", "yes/no", "Whether the visit is therapy under a therapist's plan (PT, OT or SLP)."),
    ("has_timed", "yes/no", "Whether a timed code was furnished or billed."),
    ("timed_minutes_stated", "whole", "Total timed minutes as the note states them."),
    ("total_minutes_stated", "whole", "Total treatment minutes as the note states them."),
    ("timed_sum", "whole", "The sum of the minutes of the timed services; null where one of them has none."),
    ("timed_sum_as_billed", "whole", "The same sum, with minutes charged under a timed code that belong to none."),
    ("conflicts", "texts", "Statements of the note about time that cannot both be true."),
    ("has_assessment", "yes/no", "Whether the note holds an assessment of the patient."),
    ("has_specific_activities", "yes/no", "Whether the note names what was done."),
    ("has_duration", "yes/no", "Whether the note says how long it took."),
    ("has_patient_response", "yes/no", "Whether the note tells how the patient responded."),
    ("has_measurable_outcome", "yes/no", "Whether the note holds a measured result."),
    ("has_skilled_intervention", "yes/no", "Whether the note shows what the clinician's skill added."),
    ("has_medical_necessity", "yes/no", "Whether the note says why the care is needed."),
    ("has_plan", "yes/no", "Whether the note says what comes next."),
    ("has_signature", "yes/no", "Whether the note is signed."),
    ("signers", "texts", "Who signed, with the credential as written."),
    ("signer_credentialed", "yes/no", "Whether someone who signed gives a credential; null where no signer was read."),
    ("neuromuscular_measures", "texts", "Measures of balance, coordination, position sense or motor control."),
    ("diagnoses", "texts", "The diagnosis codes in the note."),
    ("diagnosis_support", "word", "How the best diagnosis supports 97112: strong, moderate, weak, none, unrelated."),
    ("visit_number", "whole", "The visit's number in the plan of care."),
    ("treatment_days_since_report", "whole", "Treatment days since the last progress report, or the evaluation."),
    ("certified_through", "date", "The last day of the certified period, by its stated end or its longest length."),
    ("days_since_certification_end", "whole", "Days after the certified period; below zero within it."),
    ("certification_pending", "yes/no", "Whether the note says that the plan was sent and is not signed yet."),
    ("is_copied", "yes/no", "Whether the note's own words show text carried over from an earlier visit."),
    ("is_maintenance", "yes/no", "Whether the note itself calls the care maintenance."),
    ("names_function", "yes/no", "Whether the note names anything of the patient's life that the care is for."),
    ("date_is_written", "yes/no", "Whether the note itself gives its day of service."),
    ("clinician_roles", "marks", "The roles of those whom the note names."),
    ("signer_roles", "marks", "The roles of those who signed."),
    ("first_signed_on", "date", "The day of the first signature that has one."),
    ("days_to_signature", "whole", "Days from the visit to that signature; below zero where it lies before."),
    ("signature_is_dated", "yes/no", "Whether a signature has its day; null where nobody signed."),
    ("has_addendum", "yes/no", "Whether words were added to the note later."),
    ("addendum_on", "date", "The day that the addendum gives for itself."),
    ("addendum_signed", "yes/no", "Whether the addendum is signed; null where there is none."),
    ("addendum_changes_time", "yes/no", "Whether the addendum tells minutes or units anew; null where there is none."),
    ("has_history", "yes/no", "Whether a report tells what came before; null for daily notes."),
    ("has_goal_status", "yes/no", "Whether a report says what became of the goals; null for daily notes."),
    ("evaluation_level_worded", "whole", "The level that an evaluation's words name: 0 low, 1 moderate, 2 high."),
    ("complexity_factors", "whole", "Personal factors and other illnesses that an evaluation counts."),
    ("complexity_elements", "whole", "Elements examined, or deficits of performance, that an evaluation counts."),
    ("complexity_presentation", "word", "How an evaluation calls the presentation: stable, evolving or unstable."),
    ("measures", "texts", "The names of the measures in the note."),
    ("has_earlier_values", "yes/no", "Whether a measure stands beside a value from before."),
    ("measures_better", "texts", "Measures that are better than their last value, as they read."),
    ("measures_worse", "texts", "Measures that are worse than their last value, as they read."),
    ("progress_claimed", "yes/no", "Whether the assessment claims gains; null where no measure is worse."),
    ("unit_cap", "whole", "The units that this payer pays a patient and day; null: none, or not known."),
    ("units_under_cap", "whole", "Units billed of those that the cap counts; null where nothing is billed."),
    ("paid_first", "word", "Which units are paid first where there are too many: line order, dearest first."),
    ("lines_out_of_order", "texts", "Lines before a dearer one, where only the first units of the claim are paid."),
    ("clock_overlaps", "texts", "One-to-one services of the patient whose clock times run into one another."),
    ("start_and_stop_times", "yes/no", "Whether this payer wants start and stop of each timed code."),
    ("contradictions_side", "texts", "Sides of the body that contradict one another."),
    ("contradictions_help", "texts", "Levels of help that contradict one another."),
    ("contradictions_day", "texts", "Days of service that contradict one another."),
    ("contradictions_figure", "texts", "Figures that no test can give."),
)  # fmt: skip

_LINE: tuple[tuple[str, Kind, str], ...] = (
    ("line", "whole", "Which line of the visit this is, counted from 0."),
    ("code", "word", "The billed code or, where nothing is billed, the code that the note supports."),
    ("billed_units", "whole", "Units billed on this line; null where the service is not billed."),
    ("code_billed_units", "whole", "Units billed for this service on all its lines; null where it is not billed."),
    ("is_first_of_code", "yes/no", "Whether this is the first line of its service."),
    ("modifiers", "texts", "Modifiers on the line; null where nothing is billed."),
    ("has_procedure", "yes/no", "Whether some service in the note stands behind the line."),
    ("evaluation_level", "whole", "The level that the code of an evaluation says: 0 low, 1 moderate, 2 high."),
    ("supported_code", "word", "The code that the note's words support; null where no words stand behind the line."),
    ("supported_because", "text", "The deciding words for that code, and why they decide."),
    ("is_supported", "yes/no", "Whether the words support the billed code; null where fair coders differ."),
    ("timed", "yes/no", "Whether the line's code counts time."),
    ("is_attended_code", "yes/no", "Whether the line's code wants somebody in constant one-to-one attendance."),
    ("is_group_service", "yes/no", "Whether the supported code is a group code, or the words show a group."),
    ("is_group_code", "yes/no", "Whether the line's own code is a group code."),
    ("is_unattended_service", "yes/no", "Whether nobody attended the patient where the line's code wants attendance."),
    ("is_unrelated_service", "yes/no", "Whether massage or a passive modality stands behind an active code."),
    ("is_vague", "yes/no", "Whether the service is named by a label only."),
    ("activities", "texts", "What was done, in the note's words."),
    ("is_rote", "yes/no", "Whether exercise is told as done by rote, and nothing in its words shows a hand."),
    ("is_recreation", "yes/no", "Whether a game or class stands behind the code, and nothing shows a hand."),
    ("is_machine_only", "yes/no", "Whether a machine was used and nothing else, without a clinician's hand."),
    ("is_lying", "yes/no", "Whether all that was done was done lying down."),
    ("is_elastic_tape", "yes/no", "Whether elastic tape stands behind a code of strapping."),
    ("is_cotreatment", "yes/no", "Whether two clinicians of different disciplines gave the service together."),
    ("cotreatment_is_shared", "yes/no", "Whether the note says whose minutes are whose; null elsewhere."),
    ("patient_was_there", "yes/no", "Whether the patient was there while a caregiver was trained; null elsewhere."),
    ("subluxation_findings", "marks", "Which of pain, asymmetry, range and tissue stand beside a manipulation."),
    ("monitored_days", "whole", "Days on which a device of remote monitoring sent data."),
    ("has_clock_times", "yes/no", "Whether start and stop stand in the words of the service."),
    ("clock_says", "text", "Minutes that contradict the clock beside them; null where none do."),
    ("day_limit", "whole", "The most units of the code that are paid a day; null where none is known."),
    ("day_limit_kind", "whole", "Of that limit: 1 by line, 2 by day without exception, 3 by day, open to appeal."),
    ("day_units_of_code", "whole", "Units billed of the code on all lines of the day."),
    ("charged_minutes", "whole", "Minutes that stand at the charge itself; null where none do."),
    ("proofs_wanted", "marks", "Particulars that the line's code asks for (dose, region, canal); see proofs.csv."),
    ("proofs_missing", "marks", "Those of them that the note does not show."),
    ("minutes", "whole", "Minutes of the service behind the line; null where one of its parts has none."),
    ("assistant_minutes", "whole", "Those of the minutes that an assistant furnished alone."),
    ("counted_minutes", "whole", "Minutes by which the line's units were counted."),
    ("is_only_timed_code", "yes/no", "Whether the service is the only timed one of the visit."),
    ("units_cms", "whole", "Units that the minutes support by the pooled 8-minute rule."),
    ("units_ama", "whole", "Units that the minutes support by the midpoint, each code by itself."),
    ("units_strict_fifteen", "whole", "Units that the minutes support where 15 full minutes are wanted for each."),
    ("tie_cms", "yes/no", "Whether the clinician may choose between this code and another for the last unit."),
    ("units_safe", "whole", "Units that every counting rule this payer may use supports."),
    ("units_most", "whole", "Units that the most generous counting rule this payer may use supports."),
    ("units_over_total", "whole", "Timed units billed beyond what the stated total treatment time holds."),
    ("minimum_minutes", "whole", "Minutes that this payer wants before it pays the code at all; null: no minimum."),
    ("performers", "marks", "Roles of those who furnished the service."),
    ("furnished_by_unpaid", "yes/no", "Whether only people whom this payer does not pay furnished the service."),
    ("unpaid_people", "texts", "Those people, by name where the note gives it."),
    ("is_excluded_chiropractic", "yes/no", "Whether a chiropractor did what this payer excludes for chiropractors."),
    ("diagnosis_wanted", "text", "What the service must be for and no diagnosis says; null where nothing is missing."),
    ("assistant_modifier", "word", "CQ for PT, CO for OT; null elsewhere."),
    ("assistant_units_due", "whole", "Units that must carry CQ or CO."),
    ("assistant_units_billed", "whole", "Units billed with CQ or CO; null where nothing is billed."),
    ("ncci_partner", "word", "The code of the day that an edit pairs with this line; null where there is none."),
    ("ncci_never", "yes/no", "Whether no modifier can part the pair."),
    ("ncci_parted", "yes/no", "Whether one of the two lines carries 59 or an X modifier; null: not billed."),
    ("ncci_separate", "yes/no", "Whether the note shows the two services apart, by time or by region."),
    ("is_region_pair", "yes/no", "Whether the pair is a manipulation with a service to the same or another region."),
)  # fmt: skip


_TYPES: dict[Kind, pl.DataType] = {
    "text": pl.String(),
    "word": pl.Categorical(),
    "whole": pl.Int64(),
    "yes/no": pl.Boolean(),
    "date": pl.Date(),
    "texts": pl.List(pl.String()),
    "marks": pl.Int64(),
}


@cache
def catalogue() -> dict[str, Fact]:
    """All facts by name; those of the visit can be read by rules about a line as well."""
    facts = [Fact(name, kind, "visit", meaning) for name, kind, meaning in (*_VISIT, *of_cover.VISIT, *beside.VISIT)]
    facts += [Fact(name, kind, "line", meaning) for name, kind, meaning in (*_LINE, *of_cover.LINE)]
    return {fact.name: fact for fact in facts}


def names(grain: Grain) -> tuple[str, ...]:
    """The facts that a rule of this grain may read; a line carries its visit's facts too."""
    return tuple(fact.name for fact in catalogue().values() if grain == "line" or fact.grain == "visit")


def own(grain: Grain) -> tuple[str, ...]:
    """The facts that belong to this grain itself."""
    return tuple(fact.name for fact in catalogue().values() if fact.grain == grain)


def schema(chosen: tuple[str, ...]) -> dict[str, pl.DataType]:
    """Column types of the chosen facts."""
    return {name: _TYPES[catalogue()[name].kind] for name in chosen}


def column(name: str, values: Sequence[Any]) -> pl.Series:
    """Values of one fact as a column; marks are given by their names."""
    kind = catalogue()[name].kind
    held = [packed(name, value) for value in values] if kind == "marks" else list(values)
    return pl.Series(name, held, _TYPES[kind], strict=True)
