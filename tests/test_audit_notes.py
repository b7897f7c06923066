"""Notes beside claims: each visit with its note says what `romberg check` says of them; joins are told, not guessed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from romberg.batch import check, options
from romberg.batch.audit import notes_in, notes_joined
from romberg.batch.audit.run import Wanted, run
from romberg.batch.check import Failure, Note, check_text
from romberg.batch.options import Options
from romberg.claims import ClaimHead
from romberg.cli import main
from romberg.formats.unreadable import Unreadable
from romberg.report import Header
from romberg.visit import BilledLine

NOTE = """Physical therapy daily note
Date of service: {day}
Dx: R26.81
Therapeutic exercise {exercise} min: standing hip abduction red band 2 x 12, heel raises 3 x 10
Neuromuscular re-education {balance} min: tandem stance on foam with head turns, contact guard, tactile cue at pelvis
Timed {timed} min   Total treatment time {total} min
A: Reactive balance is late backward. Skilled PT is needed to grade the perturbations.
P: 2x/week for 4 weeks.
{signed}
"""
SIGNED = "Marit Solheim, PT, DPT    electronically signed {day} 16:05"
NPI, OTHER = "1234567893", "1003000126"
Line = dict[str, Any]


def note(day: str = "2026-03-12", exercise: int = 23, balance: int = 24, signed: bool = True) -> str:
    timed = exercise + balance
    name = SIGNED.format(day=day) if signed else ""
    return NOTE.format(day=day, exercise=exercise, balance=balance, timed=timed, total=timed + 8, signed=name)


def line(patient: str, claim: str, code: str, units: int, **more: Any) -> Line:
    plain = {"line": 1, "service_date": "2026-03-12", "modifiers": "GP", "rendering_npi": NPI, "payer": "medicare"}
    return {"patient": patient, "claim": claim, "code": code, "units": units, **plain, **more}


def claims(folder: Path, lines: Sequence[Line]) -> str:
    pl.DataFrame(lines).write_csv(folder / "claims.csv")
    return str(folder / "claims.csv")


def table(folder: Path, rows: Sequence[dict[str, Any]], name: str = "notes.parquet") -> str:
    frame = pl.DataFrame(rows)
    path = folder / name
    if name.endswith(".parquet"):
        frame.write_parquet(path)
    elif name.endswith(".csv"):
        frame.write_csv(path)
    else:
        frame.write_ndjson(path)
    return str(path)


def audited(folder: Path, lines: Sequence[Line], notes: Sequence[str], **asked: Any) -> dict[str, pl.DataFrame]:
    out = folder / "out"
    asked = {"buckets": 2, "undecided": True, "anew": True, **asked}
    run(Wanted((claims(folder, lines),), str(out), notes=tuple(notes), **asked), lambda *_: None, lambda _: None)
    return {name: pl.read_parquet(out / f"{name}.parquet") for name in ("findings", "notes", "summary", "lines")}


def outcomes(told: dict[str, pl.DataFrame]) -> list[str]:
    return told["notes"]["outcome"].to_list()


VISITS: tuple[tuple[dict[str, Any], tuple[tuple[str, int], ...], dict[str, Any]], ...] = (
    ({}, (("97112", 2), ("97110", 1)), {}),
    ({}, (("97112", 3), ("97110", 1)), {}),
    ({}, (("97110", 2),), {}),  # a service of the note that nobody billed
    ({"exercise": 8, "balance": 7}, (("97110", 1), ("97112", 1)), {"zip": "77002"}),
    ({"signed": False}, (("97110", 2), ("97140", 1)), {"modifiers": ""}),
    ({"exercise": 53}, (("97110", 4), ("97112", 2)), {"payer": "aetna", "diagnoses": "M54.50", "place": "11"}),
    ({}, (("97110", 2), ("97112", 2)), {"payer": "strict_fifteen", "referring_npi": OTHER, "filed_on": "2026-03-20"}),
    ({"exercise": 20, "balance": 0}, (("97110", 1), ("97530", 1)), {"payer": "uhc", "authorization": "A1"}),
)


def of_visit(at: int) -> tuple[str, list[Line]]:
    said, billed, more = VISITS[at]
    lines = [line(f"P{at}", f"C{at}", *one, **{"line": place, **more}) for place, one in enumerate(billed, 1)]
    return note(**said), lines


def checked(text: str, lines: Sequence[Line]) -> Any:
    """What the check of the note says, given the claim, its payer and its ZIP code."""
    one = lines[0]
    billed = tuple(
        BilledLine(each["code"], each["units"], (each["modifiers"],) if each["modifiers"] else ()) for each in lines
    )
    head = ClaimHead(
        place=one.get("place"),
        diagnoses=(one["diagnoses"],) if one.get("diagnoses") else (),
        rendering_npi=one["rendering_npi"],
        referring_npi=one.get("referring_npi"),
        authorization=one.get("authorization"),
        filed_on=options.day(one["filed_on"]) if one.get("filed_on") else None,
    )
    zip5 = options.zip5(one["zip"]) if one.get("zip") else None
    return check_text(text, Options(payer=one["payer"], claim=billed, head=head, zip5=zip5))


def found_in(told: dict[str, pl.DataFrame], claim: str) -> list[tuple[Any, ...]]:
    """The findings on a claim, without the year's sums, which only claims of a year tell."""
    names = ("line", "code", "rule", "outcome", "severity", "says")
    rows = told["findings"].filter(claim=claim).with_columns(pl.col("code", "rule", "outcome", "severity").cast(str))
    return sorted(rows.select(names).rows(), key=str)


@pytest.mark.parametrize("jobs", [2])
def test_a_visit_with_its_note_says_what_the_check_says(tmp_path: Path, jobs: int) -> None:
    visits = [of_visit(at) for at in range(len(VISITS))]
    every = [{**dict.fromkeys(("zip", "diagnoses", "place", "referring_npi", "filed_on", "authorization")), **one}
             for _, lines in visits for one in lines]  # fmt: skip
    rows = [{"note": text, "patient": f"P{at}", "claim": f"C{at}"} for at, (text, _) in enumerate(visits)]
    told = audited(tmp_path, every, [table(tmp_path, rows)], jobs=jobs)
    assert outcomes(told) == ["joined"] * len(visits)
    for at, (text, lines) in enumerate(visits):
        report = checked(text, lines)
        mine = [one.finding for one in report.findings]
        charged = len(lines)
        expected = sorted(
            [
                (one.line + 1 if one.line is not None and one.line < charged else None, one.code, one.rule, one.outcome,
                 one.severity, one.says)
                for one in mine
            ],
            key=str,
        )  # fmt: skip
        assert found_in(told, f"C{at}") == expected
        (row,) = told["notes"].filter(claim=f"C{at}").to_dicts()
        assert (row["light"], row["score"]) == (report.light, report.score)
        assert row["verdict"] == report.verdict.words
    assert any("red" in row for row in told["notes"].select("light").rows())


def test_a_visit_without_a_note_says_what_it_says_alone(tmp_path: Path) -> None:
    _, lines = of_visit(1)
    alone = audited(tmp_path, lines, [table(tmp_path, [{"note": note(), "patient": "P9"}])])
    assert outcomes(alone) == ["no_claim"]
    out = tmp_path / "plain"
    asked = Wanted((claims(tmp_path, lines),), str(out), buckets=2, undecided=True)
    run(asked, lambda *_: None, lambda _: None)
    assert pl.read_parquet(out / "findings.parquet").equals(alone["findings"])
    rules = alone["findings"].filter(pl.col("rule").cast(str) == "units_over_supported")
    assert set(rules["outcome"].cast(str)) <= {"unknown"}


def test_the_sums_count_what_notes_tell(tmp_path: Path) -> None:
    text, lines = of_visit(1)
    told = audited(tmp_path, lines, [table(tmp_path, [{"note": text, "patient": "P1"}])])
    failed = told["findings"].filter(pl.col("outcome").cast(str) == "fail")
    for rule, rows in failed.group_by(pl.col("rule").cast(str)):
        (summed,) = told["summary"].filter(by="rule", name=rule[0]).to_dicts()
        assert summed["failed"] == rows.height
        assert summed["at_risk_cents"] == rows["at_risk_cents"].fill_null(0).sum()
    assert told["notes"]["failed"].to_list() == [failed.height]


TWO = [line("P1", "C1", "97110", 2), line("P1", "C2", "97112", 1, rendering_npi=OTHER)]


@pytest.mark.parametrize(
    ("lines", "rows", "expected"),
    [
        ([TWO[0]], [{"note": note(), "patient": "P1"}], ["joined"]),
        ([TWO[0]], [{"note": note(), "patient": "P2"}], ["no_claim"]),
        ([TWO[0]], [{"note": note("2026-03-13"), "patient": "P1"}], ["no_claim"]),
        ([TWO[0]], [{"note": note(), "patient": "P1", "date": "2026-03-13"}], ["no_claim"]),
        ([TWO[0]], [{"note": note("2026-03-13"), "patient": "P1", "date": "2026-03-12"}], ["other_day"]),
        ([TWO[0]], [{"note": note(), "patient": "P1", "date": "the twelfth"}], ["not_read"]),
        ([TWO[0]], [{"note": note(), "patient": "P1", "clinician": OTHER}], ["no_claim"]),
        ([TWO[0]], [{"note": "Therapeutic exercise 23 min", "patient": "P1"}], ["no_day"]),
        ([TWO[0]], [{"note": "", "patient": "P1"}], ["not_read"]),
        ([TWO[0]], [{"note": note(), "claim": "C1"}], ["joined"]),
        ([TWO[0]], [{"note": note(), "claim": "C9"}], ["no_key"]),
        ([TWO[0]], [{"note": note(), "claim": "C1", "patient": "P2"}], ["other_patient"]),
        ([TWO[0]], [{"note": note(), "patient": "P1"}] * 2, ["several_notes"] * 2),
        (TWO, [{"note": note(), "patient": "P1"}], ["several_visits"]),
        (TWO, [{"note": note(), "patient": "P1", "clinician": OTHER}], ["joined"]),
        (TWO, [{"note": note(), "claim": "C2"}], ["joined"]),
        ([TWO[0], line("P2", "C1", "97110", 1)], [{"note": note(), "claim": "C1"}], ["several_patients"]),
        ([TWO[0], line("P2", "C1", "97110", 1)], [{"note": note(), "claim": "C1", "patient": "P2"}], ["joined"]),
    ],
)  # fmt: skip
def test_a_join_is_told_and_never_guessed(
    tmp_path: Path, lines: list[Line], rows: list[dict[str, Any]], expected: list[str]
) -> None:
    assert outcomes(audited(tmp_path, lines, [table(tmp_path, rows)])) == expected
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert manifest["note_outcomes"] == {expected[0]: len(expected)}


@pytest.mark.parametrize("name", ["notes.csv", "notes.ndjson", "notes.parquet"])
def test_tables_of_all_kinds_say_the_same(tmp_path: Path, name: str) -> None:
    rows = [{"text": note(), "member_id": "P1", "date": "2026-03-12", "npi": NPI}]
    told = audited(tmp_path, [TWO[0]], [table(tmp_path, rows, name)])
    assert outcomes(told) == ["joined"]


def test_files_are_joined_by_their_names_their_heads_and_their_tables(tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "C1.txt").write_text(note())
    (folder / "b.txt").write_text("Patient: Odile F.   MRN: 4471102\n" + note())
    (folder / "c.txt").write_text(note())
    (tmp_path / "d.html").write_text(f"<html><body><pre>{note()}</pre></body></html>")
    (tmp_path / "index.csv").write_text("file,patient\nd.html,P4\nabsent.txt,P4\n")
    lines = [line(one, f"C{at}", "97110", 2) for at, one in enumerate(("P1", "4471102", "P3", "P4"), 1)]
    told = audited(tmp_path, lines, [str(folder), str(tmp_path / "index.csv")])
    by_name = {Path(one["source"]).name: one["outcome"] for one in told["notes"].to_dicts()}
    assert by_name == {"C1.txt": "joined", "b.txt": "joined", "c.txt": "no_key", "d.html": "joined",
                       "absent.txt": "not_read"}  # fmt: skip


def test_buckets_and_processes_change_nothing(tmp_path: Path) -> None:
    visits = [of_visit(at) for at in range(len(VISITS))]
    names = ("zip", "diagnoses", "place", "referring_npi", "filed_on", "authorization")
    every = [{**dict.fromkeys(names), **one} for _, lines in visits for one in lines]
    notes = table(tmp_path, [{"note": text, "patient": f"P{at}"} for at, (text, _) in enumerate(visits)])
    first = audited(tmp_path, every, [notes], buckets=1)
    again = audited(tmp_path, every, [notes], buckets=7, jobs=2)
    assert all(again[name].equals(first[name]) for name in first)


def test_each_note_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = check.header

    def noting(one: Note, given: Options) -> Header | Failure:
        read.append(one[0])
        return real(one, given)

    monkeypatch.setattr(notes_joined, "header", noting)
    rows = [{"note": note(), "patient": f"P{at}"} for at in range(5)]
    audited(tmp_path, [line(f"P{at}", f"C{at}", "97110", 2) for at in range(5)], [table(tmp_path, rows)], buckets=3)
    assert len(read) == len(set(read)) == 5


def test_a_table_that_does_not_tell_whose_notes_it_holds_is_refused(tmp_path: Path) -> None:
    notes = table(tmp_path, [{"note": note(), "colour": "blue"}])
    with pytest.raises(Unreadable, match="patient or the claim"):
        audited(tmp_path, [TWO[0]], [notes])


def test_every_outcome_has_its_sentence() -> None:
    page = (Path(__file__).parent.parent / "docs" / "audit.md").read_text()
    assert all(f"| `{name}` | {says} |" in page for name, says in notes_in.OUTCOMES.items())


def test_the_command_tells_what_became_of_the_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    notes = table(tmp_path, [{"note": note(), "patient": "P1"}, {"note": note(), "patient": "P7"}])
    path = claims(tmp_path, [TWO[0], line("P3", "C3", "97110", 1)])
    asked = ["audit", path, "--out", str(tmp_path / "out"), "--notes", notes, "--jobs", "1"]
    assert main(asked) in (0, 1)
    said = capsys.readouterr().out
    assert "1 of 2 notes joined; not joined: 1 no_claim" in said
    assert "1 visits stand without a note" in said
    assert main(["audit", path, "--out", str(tmp_path / "two"), "--notes", str(tmp_path / "nothing.txt")]) == 2
    assert "nothing.txt" in capsys.readouterr().err
