"""What the web teaches wrongly: what is true instead, each statement as a test of the program itself.

`docs/false_statements.md` refutes each by its number, with the source. A test here asks the look-ups, the counts, the
prices and the rules what they answer; none of them repeats a figure that it has written itself.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from visits import ON, card, procedure, share, visit

import romberg
from romberg import checks, facts, units
from romberg.checks import audit
from romberg.claims import ServiceLine
from romberg.coding.procedure import CodedVisit
from romberg.formats import diagnosis_field
from romberg.knowledge import (
    citations,
    codes,
    denials,
    divided_diagnoses,
    local_coverage,
    parameters,
    payers,
    safeguards,
    tables,
    taxonomy,
)
from romberg.pricing import price_frame, price_visit
from romberg.visit import Clinician, Measure, PlanOfCare, Span

PAGE = Path(__file__).parents[1] / "docs" / "false_statements.md"
CHIROPRACTOR = Clinician("E. Arden", "DC", "chiropractor", True, ())
PHYSICIAN = Clinician("R. Okafor", "MD", "physician", True, ())
LAST = date(2026, 12, 31)  # the last day for which the bundled knowledge was verified


# --- how the program is asked


def counted(rule: str, on: date = ON, **minutes: int) -> dict[str, int]:
    """Units by code under one counting rule; codes are written as c97112=24."""
    given = {code.removeprefix("c"): (spent, 0) for code, spent in minutes.items()}
    found: dict[str, int] = units.report(given, on)[rule]["units"]
    return found


def total(minutes: int) -> int:
    """Units of one day's timed minutes by the pooled rule."""
    return sum(counted("cms", c97112=minutes).values())


def carrying(code: str, therapist: int, assistant: int, on: date) -> list[tuple[int, bool]]:
    """Lines of a service of so many minutes of each: units, and whether they carry CQ."""
    lines = units.report({code: (therapist, assistant)}, on)["lines"]
    return [(line["units"], "CQ" in line["modifiers"]) for line in lines]


def failed(coded: CodedVisit, payer: str = "medicare") -> set[str]:
    """The rules that fail on a visit."""
    on = coded.visit.service_date or ON
    found = audit(facts.of([coded], [None], [card(payer, on)])).of(0)
    return {one.rule for one in found if one.outcome == "fail"}


def known(path: str, on: date) -> Any:
    """The value of a parameter on a day; None where nobody has verified one."""
    step = parameters.step(path, on)
    return step.value if step else None


def pair(a: str, b: str, on: date = ON, setting: tables.Setting = "practitioner") -> tables.EditPair:
    """What the edit table says of two codes."""
    found = tables.edit_pair(a, b, on, setting)
    assert found is not None
    return found


@cache
def everywhere(code: str) -> pl.DataFrame:
    """What two units of a code are worth in each locality of 2026, and by the national amounts."""
    places = tables.frame("localities").filter(pl.col("year") == 2026).select("mac", "locality", "state").unique()
    nation = pl.DataFrame({"mac": [None], "locality": [None], "state": ["national"]}, schema=places.schema)
    lines = pl.concat([places, nation]).with_row_index("visit")
    return price_frame(lines.with_columns(code=pl.lit(code), units=pl.lit(2), service_date=pl.lit(ON)))


HEAD = """HARBOR LIGHT THERAPY                         Daily note
Patient: Odile F., 74      Date of service: 03/12/2026      Medicare Part B
Dx: R26.81 unsteadiness on feet
"""
SIGNED = "\nMarit Solheim, PT, DPT    electronically signed 03/12/2026\n"


def report(body: str, payer: str = "medicare") -> dict[str, Any]:
    """The report on a small invented note."""
    return romberg.check(HEAD + body + SIGNED, payer).as_dict()


def coded_as(body: str) -> list[str]:
    """The codes that a note's words support."""
    return [one["code"] for one in report(body)["visit"]["procedures"]]


def found_in(body: str, payer: str = "medicare") -> set[str]:
    """The rules that fail on a note."""
    return {one["rule"] for one in report(body, payer)["findings"] if one["outcome"] == "fail"}


# --- 1. what an article says, or leads a reader to believe


def test_f01_a_visit_need_not_last_fifteen_minutes() -> None:
    for minutes, expected in {7: 0, 8: 1, 10: 1, 14: 1, 22: 1, 23: 2}.items():
        for rule in ("cms", "ama"):
            assert counted(rule, c97112=minutes).get("97112", 0) == expected, (rule, minutes)
    assert counted("strict_fifteen", c97112=10).get("97112", 0) == 0
    assert payers.card("strict_fifteen", ON).counting == "strict_fifteen"
    assert not failed(visit(procedure("97112", 10), billed="97112x1-GP"))


def test_f02_medicare_pays_no_flat_forty_dollars() -> None:
    prices = everywhere("97112")
    nation = prices.filter(pl.col("state") == "national").row(0, named=True)
    places = prices.filter(pl.col("state") != "national")
    lowest, highest = places["unit_cents"].min(), places["unit_cents"].max()
    assert (nation["unit_cents"], nation["reduced_unit_cents"]) == (3273, 2488)
    assert (lowest, highest) == (3036, 4195)
    assert places.filter(pl.col("unit_cents") == lowest)["state"].to_list() == ["AR"]
    assert places.filter(pl.col("unit_cents") == highest)["state"].to_list() == ["AK"]
    assert not places.filter(pl.col("unit_cents") == 4000).height
    paid = price_visit([ServiceLine("97112", 1, ("GP", "CQ"))], None, ON, card())
    assert [step.step for step in paid.lines[0].payment] == [
        "allowed",
        "coinsurance",
        "assistant reduction",
        "sequestration",
    ]


def test_f18_medicare_pays_a_chiropractor_manipulation_of_the_spine_alone() -> None:
    mine: dict[str, Any] = {"discipline": "DC", "clinicians": (CHIROPRACTOR,), "dx": "M99.01"}
    assert "providers/not_qualified" in failed(visit(procedure("97112", 15), billed="97112x1-GP", **mine))
    assert "providers/not_qualified" not in failed(visit(procedure("98940"), billed="98940x1-AT", **mine))
    assert "providers/not_qualified" in failed(visit(procedure("98943"), billed="98943x1", **mine))
    assert payers.card("medicare", ON).dc_therapy_excluded is True
    assert known("medicare.chiropractic.active_treatment_modifier_required", ON) is True


def test_f30_nobody_s_contract_is_known_before_it_is_given() -> None:
    line = [ServiceLine("97112", 1)]
    for payer in ("medicaid", "commercial", "uhc", "aetna", "cigna", "humana"):
        price = price_visit(line, "77002", ON, payers.card(payer, ON))
        assert price.allowed_cents is None, payer
        assert price.unknown, payer
    example = payers.card("article_examples.private_a", ON)
    assert "EXAMPLE" in example.title
    assert example.lines["rates"].mark == "not verified"
    assert price_visit(line, None, ON, example).allowed_cents is not None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Transfer training bed to chair with min assist and verbal cues, 15 min", "97530"),
        ("Lifting a 5 lb box from floor to shelf with cues for body mechanics, 15 min", "97530"),
        ("Reaching into the overhead cabinet to put away dishes, 15 min", "97530"),
        ("Stair training 8 steps with rail and cues, 15 min", "97116"),
        ("Gait training 150 ft with walker, cues for heel strike, 15 min", "97116"),
        ("Sit to stand on foam with eyes closed to challenge balance, contact guard, 15 min", "97112"),
    ],
)
def test_f31_training_for_everyday_movements_is_not_97112(words: str, code: str) -> None:
    assert coded_as(f"O: {words}") == [code]
    wrong = "coding/code_not_supported" in found_in(f"O: {words}\n97112-GP x1")
    assert wrong is (code != "97112")


def test_f32_six_elements_of_an_article_are_not_all_that_an_audit_wants() -> None:
    listed = """S: Feels steadier.
O: TUG 14.2 s, was 17.9 s. Neuromuscular re-education 24 min: tandem stance on foam with head turns 4 x 30 s, contact
   guard and tactile cue at the pelvis for hip strategy, to keep her from falling on the church steps.
Response: fewer losses of balance in the last set than in the first.
A: Reactive balance still late backward.
97112-GP x2"""
    found = romberg.check(HEAD + listed, "medicare").as_dict()
    written = {name for name, one in found["visit"]["documentation"].items() if one["present"]}
    assert {"assessment", "specific_activities", "duration", "patient_response", "measurable_outcome"} <= written
    told = {(one["rule"], one["outcome"]) for one in found["findings"]}
    assert ("documentation/total_time_missing", "fail") in told
    assert ("documentation/signature_missing", "fail") in told
    assert ("plan_of_care/certification_overdue", "unknown") in told


def test_f33_no_gain_is_no_denial_by_itself() -> None:
    note = """S: Feels {felt}.
O: Berg {score}/56 (41/56 on 02/12/2026). Neuromuscular re-education 24 min: tandem stance on foam, contact guard,
   tactile cue at the pelvis for hip strategy.
Response: needed the cue in every set.
A: Skilled PT is needed {why}.
97112-GP x2
Timed 24 min    Total treatment time 24 min"""
    better = note.format(felt="steadier", score=46, why="to progress her to the church steps")
    same = note.format(felt="the same", score=41, why="to keep her balance from declining with Parkinson's disease")
    assert found_in(same) == found_in(better)
    assert not [name for name in checks.rules() if "improve" in name.name]
    stopped = same.replace("Feels the same", "Function has plateaued").replace("A: ", "A: Skilled maintenance. ")
    assert "coverage/plateau_without_change" not in found_in(stopped)


def test_f34_more_than_three_professions_come_into_question() -> None:
    physician = visit(procedure("97112", 20), billed="97112x1-GP", clinicians=(PHYSICIAN,))
    assert "providers/not_qualified" not in failed(physician)
    by_assistant = procedure("97112", 20, shares=(share("assistant", 20),))
    assert "modifiers/assistant_modifier_missing" in failed(visit(by_assistant, billed="97112x1-GP"))
    assert not failed(visit(by_assistant, billed="97112x1-GP-CQ")) & {
        "modifiers/assistant_modifier_missing",
        "providers/not_qualified",
    }
    code = codes.get("97112")
    assert code is not None
    assert "SLP" not in code.disciplines
    assert pair("92507", "97112").status == pair("92526", "97112").status == "edit"


# --- 2. units and time


def test_f03_seven_and_eight_minutes_are_one_unit() -> None:
    assert counted("cms", c97140=7, c97110=8) == {"97140": 0, "97110": 1}


def test_f04_five_units_run_to_82_minutes() -> None:
    assert [total(minutes) for minutes in (67, 68, 72, 82, 83)] == [4, 5, 5, 5, 6]


def test_f05_the_steps_of_the_table_do_not_overlap() -> None:
    assert [total(minutes) for minutes in (7, 8, 22, 23, 37, 38, 52, 53)] == [0, 1, 1, 2, 2, 3, 3, 4]
    named = [known(f"medicare.eight_minute_rule.minutes_for_{number}_units", ON) for number in range(2, 9)]
    assert [total(minutes) - total(minutes - 1) for minutes in named] == [1] * 7


def test_f06_a_unit_is_not_eight_minutes() -> None:
    assert [total(minutes) for minutes in (16, 24, 32)] == [1, 2, 2]
    assert [total(minutes) for minutes in range(200)] == [
        0 if minutes < 8 else (minutes + 7) // 15 for minutes in range(200)
    ]


def test_f07_small_services_together_can_earn_a_unit() -> None:
    told = units.report({"97110": (7, 0), "97140": (7, 0)}, ON)
    assert sum(told["cms"]["units"].values()) == 1
    assert told["cms"]["alternatives"], "a tie is named as one"
    assert sum(told["ama"]["units"].values()) == 0


def test_f35_cms_pools_and_the_midpoint_does_not() -> None:
    assert sum(counted("cms", c97110=10, c97112=10).values()) == 1
    assert counted("ama", c97110=10, c97112=10) == {"97110": 1, "97112": 1}


def test_f11_97532_is_retired() -> None:
    old, first, more = (codes.get(code) for code in ("97532", "97129", "97130"))
    assert old is not None
    assert first is not None
    assert more is not None
    for year in range(2018, 2027):
        assert not old.valid(date(year, 1, 1))
        assert tables.rvu("97532", date(year, 7, 1)) is None
    assert first.valid(ON)
    assert more.valid(ON)
    assert more.add_on_to == "97129"
    assert denials.route("reason", "181") is not None


# --- 3. assistants, supervision, plans, thresholds, money


def test_f09_exactly_a_tenth_needs_no_modifier() -> None:
    before, since = date(2021, 6, 1), date(2022, 6, 1)
    for on in (before, since):
        assert carrying("97161", 27, 3, on) == [(1, False)]
        assert carrying("97161", 26, 3, on) == [(1, True)]
        assert carrying("97110", 9, 1, on) == [(1, False)]
    assert carrying("97110", 8, 1, before) == [(1, True)]
    assert carrying("97110", 8, 6, before) == [(1, True)]
    assert carrying("97110", 8, 6, since) == [(1, False)]  # the therapist's own 8 minutes
    assert known("medicare.assistant.de_minimis_percent", ON) == 10


def test_f26_general_supervision_in_private_practice_since_2025() -> None:
    path = "medicare.supervision.private_practice"
    assert known(path, date(2024, 12, 31)) == "direct"
    assert known(path, date(2025, 1, 1)) == known(path, LAST) == "general"
    assert "stricter state law" in parameters.parameter(path).description


@pytest.mark.parametrize(
    ("through", "on", "overdue"),
    [
        (date(2026, 3, 30), date(2026, 3, 30), False),
        (date(2026, 3, 30), date(2026, 3, 31), True),  # written for 30 days: it does not run to 90
        (None, date(2026, 5, 29), False),
        (None, date(2026, 5, 31), True),
        (date(2026, 8, 31), date(2026, 5, 31), True),  # written for half a year: it ends after 90 days
    ],
)
def test_f12_a_plan_is_certified_for_its_own_length_or_90_days(through: date | None, on: date, overdue: bool) -> None:
    plan = PlanOfCare(visit_number=4, certification_start=date(2026, 3, 1), certification_end=through)
    found = failed(visit(procedure("97112", 20), billed="97112x1-GP", plan=plan, service_date=on))
    assert ("plan_of_care/certification_overdue" in found) is overdue


def test_f08_the_threshold_of_each_year() -> None:
    for discipline in ("pt_slp", "ot"):
        path = f"medicare.therapy_threshold.{discipline}"
        found = [known(path, date(year, 7, 1)) for year in (2024, 2025, 2026, 2027)]
        assert found == [2330, 2410, 2480, None]


def test_f25_medical_review_is_unknown_from_2028() -> None:
    for discipline in ("pt_slp", "ot"):
        path = f"medicare.medical_review_threshold.{discipline}"
        assert {known(path, date(year, 12, 31)) for year in range(2020, 2028)} == {3000}
        assert known(path, date(2028, 1, 1)) is None
        assert "2027-12-31" in parameters.unknown_because(path, date(2028, 1, 1))


def test_f10_functional_codes_ended_for_2019() -> None:
    path = "medicare.progress_report.functional_codes_required"
    assert known(path, date(2018, 12, 31)) is True
    assert known(path, date(2019, 1, 1)) is False
    severity = [one for one in codes.modifiers().values() if one.kind == "severity"]
    assert {one.modifier for one in severity} == {"CH", "CI", "CJ", "CK", "CL", "CM", "CN"}
    assert not any(one.valid(date(2019, 1, 1)) for one in severity)
    assert all(one.valid(date(2018, 12, 31)) for one in severity)


def test_f19_evaluations_kept_their_work_in_2026() -> None:
    def work(code: str, year: int) -> Decimal:
        found = tables.rvu(code, date(year, 12, 1))
        assert found is not None
        return found.work

    for number in range(97161, 97169):
        assert work(str(number), 2025) == work(str(number), 2026)
    for code in ("97012", "97597", "97605", "97606", "97607", "97608", "92611", "92612", "95992", "98940", "98941"):
        assert work(code, 2026) < work(code, 2025), code
    for code in ("20560", "20561", "97598", "97610", "98942"):
        assert work(code, 2026) < work(code, 2025), code


def test_f36_the_proposed_factors_never_held() -> None:
    general, qualifying = (f"medicare.conversion_factor.{whose}" for whose in ("general", "qualifying"))
    assert (known(general, ON), known(qualifying, ON)) == (Decimal("33.4009"), Decimal("33.5675"))
    ever = {step.value for path in (general, qualifying) for step in parameters.parameter(path).steps}
    assert not ever & {Decimal("33.4209"), Decimal("33.5875")}


def test_f37_the_deductible_of_each_year() -> None:
    found = [known("medicare.deductible.part_b", date(year, 3, 1)) for year in (2021, 2022, 2025, 2026)]
    assert found == [203, 233, 257, 283]


def test_f38_sequestration_shows_as_253() -> None:
    sequestration, network = denials.reason("253"), denials.reason("243")
    assert sequestration is not None
    assert network is not None
    assert "budget cut" in sequestration.label
    assert "authorised" in network.label
    way = denials.route("reason", "253")
    assert way is not None
    assert way.route == "nothing to do"


def test_f23_there_are_109_localities_in_2026() -> None:
    frame = tables.frame("localities")
    by_year = {year: set(frame.filter(year=year).select("mac", "locality").rows()) for year in (2025, 2026)}
    assert len(by_year[2026]) == 109
    assert by_year[2025] == by_year[2026]
    assert set(tables.frame("zips").select("mac", "locality").rows()) == by_year[2026]


# --- 4. code pairs


def test_f13_no_59_on_97530_with_97140() -> None:
    assert pair("97530", "97140", date(2019, 12, 31)).status == "edit"
    day = date(2020, 1, 1)
    while day <= LAST:
        assert pair("97530", "97140", day).status == "none", day
        day += timedelta(days=30)
    assert not failed(visit(procedure("97530", 20), procedure("97140", 20), billed="97530x2-GP 97140x1-GP"))


def test_f14_no_59_on_97530_with_97116_or_an_evaluation_with_97140() -> None:
    for a, b in (("97530", "97116"), ("97161", "97140"), ("97162", "97140"), ("97163", "97140")):
        for on in (date(2020, 1, 15), date(2020, 10, 1), date(2024, 7, 1), ON):
            assert pair(a, b, on).status == "none"
    assert payers.card("anthem", ON).ncci is not False  # other payers ask in their own way


def test_f39_the_edits_of_january_2020_did_not_come_back() -> None:
    never = [row for row in tables.frame("pairs_practitioner").iter_rows(named=True) if row["status"] == "never"]
    assert never
    for code in ("97161", "97162", "97163"):
        assert pair(code, "97530", date(2020, 10, 1)).status == pair(code, "97530", ON).status == "none"
    for a, b in (("97150", "97112"), ("98940", "97112")):
        assert pair(a, b, date(2019, 12, 31)).status == "edit"
        assert {pair(a, b, on).status for on in (date(2020, 1, 1), date(2020, 9, 30))} == {"none"}
        assert pair(a, b, date(2020, 10, 1)).status == "edit"


def test_f15_treatment_may_go_with_a_re_evaluation() -> None:
    for again in ("97164", "97168"):
        for code in ("97110", "97112", "97116", "97140", "97530"):
            assert pair(code, again).status == "none", (code, again)
        alive = [code for code in ("97012", "97016", "97018", "97124", "97035") if tables.edit_pair(code, again, ON)]
        assert alive
        assert all(pair(code, again).status == "edit" for code in alive)


@pytest.mark.parametrize("manipulation", ["98940", "98941", "98942"])
def test_f16_manipulation_with_97112_is_an_edit(manipulation: str) -> None:
    found = pair(manipulation, "97112")
    assert (found.status, found.indicator, found.column_two) == ("edit", 1, "97112")
    same = (procedure(manipulation, regions=("cervical",)), procedure("97112", 15, regions=("cervical",)))
    other = (procedure(manipulation, regions=("cervical",)), procedure("97112", 15, regions=("ankle",)))
    billed = f"{manipulation}x1 97112x1-XS"
    assert "code_pairs/ncci_conflict" in failed(visit(*same, billed=billed), "commercial")
    assert "code_pairs/ncci_conflict" not in failed(visit(*other, billed=billed), "commercial")


def test_f17_nothing_parts_97140_and_97124() -> None:
    for setting in ("practitioner", "hospital"):
        found = pair("97140", "97124", ON, setting)
        assert (found.status, found.indicator) == ("edit", 0)
    for modifier in ("59", "XE", "XS", "XP", "XU"):
        coded = visit(procedure("97140", 20), procedure("97124", 15), billed=f"97140x1-GP 97124x1-GP-{modifier}")
        assert "code_pairs/ncci_conflict" in failed(coded)


def test_f40_a_modifier_says_what_the_note_shows() -> None:
    pairs = (procedure("97150", 20), procedure("97112", 15))
    unseen = (procedure("97150"), procedure("97112"))
    claim = "97150x1-GP 97112x1-GP-59"
    assert "code_pairs/ncci_conflict" not in failed(visit(*pairs, billed=claim), "commercial")
    told = audit(facts.of([visit(*unseen, billed=claim)], [None], [card("commercial")])).of(0)
    assert [one.outcome for one in told if one.rule == "code_pairs/ncci_conflict"] == ["unknown"]
    same = (procedure("98940", regions=("neck",)), procedure("97112", 15, regions=("neck",)))
    assert "code_pairs/ncci_conflict" in failed(visit(*same, billed="98940x1 97112x1-59"), "commercial")


# --- 5. codes, diagnoses, coverage


def every_cite() -> set[str]:
    """All that the rules, the parameters and the cards of today cite."""
    rules = {cite for rule in checks.rules() for cite in rule.cites}
    dated = {step.cite for path in parameters.paths() if (step := parameters.step(path, ON))}
    cards = {cite for name in payers.names() for cite in payers.card(name, ON).cites}
    return rules | dated | cards


def test_f20_a_retired_local_rule_is_not_cited() -> None:
    retired = local_coverage.get("L35036")
    assert retired is not None
    assert retired.state(date(2023, 3, 1)) == "in force"
    assert retired.state(date(2023, 3, 2)) == retired.state(ON) == "retired"
    assert "retired on 2023-03-01" in retired.says(ON)
    assert local_coverage.citable("Novitas", ON) == ()
    told_as_retired = set(checks.rule("coverage/retired_document_cited").cites)  # what it warns of is the citing itself
    for cite in set(every_cite()) - told_as_retired:
        number = re.search(r"\b[LA]\d{5}\b", citations.get(cite).title)
        document = local_coverage.get(number[0]) if number else None
        assert document is None or document.state(ON) != "retired", cite


@pytest.mark.parametrize(
    ("code", "last_day", "leaf"), [("G20", date(2023, 9, 30), "G20.A1"), ("G35", date(2025, 9, 30), "G35.A")]
)
def test_f24_g20_and_g35_were_divided(code: str, last_day: date, leaf: str) -> None:
    after = last_day + timedelta(days=1)
    assert [divided_diagnoses.billable(code, on) for on in (last_day, after, ON)] == [True, False, False]
    assert [divided_diagnoses.billable(leaf, on) for on in (last_day, after, ON)] == [False, True, True]
    found = divided_diagnoses.get(code)
    assert found is not None
    assert leaf in found.says(ON)
    assert divided_diagnoses.billable("R26.81", ON) is None  # it was never divided


def test_f41_97112_needs_no_neurological_diagnosis() -> None:
    stance = Measure("SLS", 6.0, "s", (Span(20, 30),))
    tied = visit(procedure("97112", 20), billed="97112x1", dx="M17.11", measures=(stance,))
    untied = visit(procedure("97112", 20), billed="97112x1", dx="M54.50", measures=())
    rule = "coverage/diagnosis_does_not_support"
    assert rule not in failed(tied)
    assert rule in failed(untied)
    (found,) = [one for one in checks.rules() if one.name == rule]
    assert (found.severity, found.basis) == ("warns", "good practice")
    assert "risk, not a rule" in " ".join(found.doc.split())


def test_f27_stimulation_without_attendance_is_g0283() -> None:
    alone = "O: Electrical stimulation to lumbar spine 15 min, pads on, patient left with call bell"
    attended = "O: E-stim to quadriceps 15 min with constant attendance, active contraction with each pulse, cues"
    assert coded_as(alone) == ["G0283"]
    assert coded_as(attended) == ["97032"]
    assert "coding/unattended_billed_as_attended" in found_in(f"{alone}\n97032-GP x1")
    for year in range(2020, 2027):
        invalid = tables.rvu("97014", date(year, 7, 1))
        assert invalid is not None
        assert invalid.status == "I"


def test_f28_needling_has_its_own_codes() -> None:
    two = "O: Dry needling of upper trapezius and levator scapulae 15 min"
    assert coded_as(two) == ["20560"]
    assert coded_as("O: Dry needling of 4 muscles of the neck 15 min") == ["20561"]
    for code in ("20560", "20561"):
        found = codes.get(code)
        assert found is not None
        assert not found.timed
    for wrong in ("97140", "97112"):
        assert "coding/code_not_supported" in found_in(f"{two}\n{wrong}-GP x1")


def test_f42_taxonomy_of_occupational_therapy() -> None:
    told = {code: taxonomy.get(code) for code in ("225X00000X", "224Z00000X", "225200000X", "225500000X")}
    found = {code: (one.discipline, one.role) for code, one in told.items() if one}
    assert found == {
        "225X00000X": ("OT", "therapist"),
        "224Z00000X": ("OT", "assistant"),
        "225200000X": ("PT", "assistant"),
        "225500000X": ("", "technician"),
    }


# --- 6. denials, formats, security


@pytest.mark.parametrize(
    ("code", "ended", "instead"),
    [
        ("B5", date(2016, 5, 1), ("272", "273")),
        ("15", date(2018, 5, 1), ("197", "198", "284")),
        ("165", date(2018, 5, 1), ("288",)),
        ("125", date(2013, 11, 1), ()),
    ],
)
def test_f21_retired_reasons(code: str, ended: date, instead: tuple[str, ...]) -> None:
    found = denials.reason(code)
    assert found is not None
    assert found.state(ended - timedelta(days=1)) == "in use"
    assert found.state(ended) == found.state(ON) == "ended"
    assert found.instead == instead
    for other in instead:
        now = denials.reason(other)
        assert now is not None
        assert now.state(ON) == "in use"


def test_f22_97_is_a_service_within_another() -> None:
    labels = {code: one.label for code in ("97", "11", "119") if (one := denials.reason(code))}
    assert "within another service" in labels["97"]
    assert "diagnosis" in labels["11"]
    assert "benefit" in labels["119"]
    way = denials.route("reason", "97")
    assert way is not None
    assert way.rules == ("code_pairs/ncci_conflict",)


def test_f43_a_diagnosis_on_a_claim_has_no_point() -> None:
    assert diagnosis_field.slip("M542") == ""
    assert "M542" in diagnosis_field.slip("M54.2")
    for written in ("M54.2", "R26.81", "G20", "S13.4XXA", "U07.1"):
        sent = diagnosis_field.for_claim(written)
        assert diagnosis_field.slip(sent) == ""
        assert diagnosis_field.for_people(sent) == written


def test_f29_audit_controls_are_required() -> None:
    found = safeguards.get("45 CFR 164.312(b)")
    assert found is not None
    assert found.demand == "required"
    beneath = [one for one in safeguards.all_safeguards() if one.startswith("164.312(b)(")]
    assert beneath == []  # it has no specifications, so none that could be addressable
    assert {one.demand for one in safeguards.all_safeguards().values()} == {"required", "addressable"}


# --- the page


def sections() -> dict[int, str]:
    """The page, section by section, by the number of the statement."""
    parts = re.split(r"^### F(\d+)\. ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {int(number): text for number, text in zip(parts[1::2], parts[2::2], strict=True)}


def test_every_statement_has_one_test_and_one_section() -> None:
    tested = [int(match[1]) for name in globals() if (match := re.match(r"test_f(\d\d)_", name))]
    assert sorted(tested) == list(range(1, 44))
    assert sorted(sections()) == list(range(1, 44))


@pytest.mark.parametrize("number", range(1, 44))
def test_a_section_refutes_its_statement_with_a_source(number: int) -> None:
    title, _, text = sections()[number].partition("\n")
    assert re.fullmatch(r"False: “.+”", title), "the heading is the false statement, in quotation marks"
    assert re.search(r"^True: ", text, re.MULTILINE)
    named = re.search(r"^Source: (.+)$", text, re.MULTILINE)
    assert named is not None
    cites = re.findall(r"`([^`]+)`", named[1])
    assert cites
    for cite in cites:
        assert citations.get(cite).title
    unread = any(citations.get(cite).mark != "verified" for cite in cites)
    assert not unread or "not verified" in text
