"""CSV and JSON exports: a visit a row, its words under their headings, its charges from their own columns or table."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import NOTE, of, one, refused, says, zipped

from romberg.formats.documents.columns import COLUMNS, meaning, plain, shown
from romberg.visit import Document


def table(*rows: Sequence[str], separator: str = ",") -> bytes:
    """A table as programs export it."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def charges(document: object) -> list[tuple[str, int, tuple[str, ...]]]:
    """A document's charges."""
    assert isinstance(document, Document)
    return [(line.code, line.units, line.modifiers) for line in document.billed or ()]


VISITS = table(
    ("VisitID", "PatientID", "Date of Service", "Visit #", "Subjective", "Objective"),
    ("v1", "p1", "03/12/2026", "7", "stairs", "Balance 20 min\nGait 10 min"),
    ("", "", "", "", "", ""),
    ("v2", "p1", "03/14/2026", "8", "better", "Gait 24 min"),
)


def test_each_row_is_a_visit_named_as_a_spreadsheet_counts() -> None:
    found = of(VISITS, "visits.csv")
    assert [name for name, _ in found] == ["visits.csv#row 2", "visits.csv#row 4"]
    first = found[0][1]
    assert isinstance(first, Document)
    assert first.text == (
        "Date of Service: 03/12/2026\nVisit #: 7\nSubjective: stairs\nObjective:\nBalance 20 min\nGait 10 min"
    )
    assert (first.service_date, first.kind, first.billed) == (date(2026, 3, 12), "csv", None)


def test_a_single_row_is_named_as_its_file() -> None:
    assert [name for name, _ in of(table(("Note",), (NOTE,)), "note.csv")] == ["note.csv"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_found_out(separator: str) -> None:
    found = one(
        table(("Date of Service", "Note"), ("2026-03-12", "Balance, 20 min; gait"), separator=separator), "n.csv"
    )
    assert found.text == "Date of Service: 2026-03-12\nNote: Balance, 20 min; gait"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
def test_marks_and_line_ends_change_nothing(mark: bytes) -> None:
    windows = VISITS.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert [document for _, document in of(mark + windows, "v.csv")] != []
    assert of(mark + windows, "v.csv")[1] == of(VISITS, "v.csv")[1]


def test_charges_beside_the_visits_are_joined_by_the_visit() -> None:
    lines = table(
        ("VisitID", "CPTCode", "Units", "Modifier1", "Modifier2", "Minutes"),
        ("v2", "97116", "2", "GP", "", "24"),
        ("v1", "97112", "1", "GP", "59", ""),
        ("v1", "97110", "1", "", "", ""),
        ("v9", "97140", "1", "GP", "", ""),
        ("v1", "", "1", "GP", "", ""),
    )
    first, second = (document for _, document in of(VISITS, "Visits.csv", lines))
    assert charges(first) == [("97112", 1, ("GP", "59")), ("97110", 1, ())]
    assert charges(second) == [("97116", 2, ("GP",))]
    assert isinstance(second, Document)
    assert second.billed is not None
    assert second.billed[0].minutes == 24
    assert second.billed_by == "the table of charges beside the visits"


def test_charges_are_joined_by_patient_and_day_where_no_visit_is_named() -> None:
    lines = table(
        ("Patient ID", "DOS", "CPT", "Qty"), ("p1", "2026-03-14", "97116", "2"), ("p2", "2026-03-12", "97112", "1")
    )
    first, second = (document for _, document in of(VISITS, "Visits.csv", lines))
    assert (charges(first), charges(second)) == ([], [("97116", 2, ())])


def test_rows_that_the_export_marks_as_removed_are_left_out_and_told() -> None:
    rows = table(
        ("VisitID", "ExportFlag", "Note"), ("v1", "add", "Gait"), ("v2", "Remove", "Balance"), ("v1", "D", "x")
    )
    lines = table(
        ("VisitID", "Export Flag", "CPT", "Units"), ("v1", "update", "97116", "2"), ("v1", "remove", "97112", "1")
    )
    found = of(rows, "Visits.csv", lines)
    assert [name for name, _ in found] == ["Visits.csv"]
    assert charges(found[0][1]) == [("97116", 2, ())]
    assert isinstance(found[0][1], Document)
    assert "marks as removed" in says(found[0][1])
    assert refused(table(("Note", "Export Flag"), ("Gait", "delete")), "n.csv").code == "empty"


def test_rows_that_repeat_the_note_for_each_charge_are_one_visit() -> None:
    rows = [("Visit ID", "DOS", "Note", "CPT", "Units", "Mods")]
    rows += [("v1", "03/12/2026", NOTE, "97112", "2", "GP,59"), ("v1", "03/12/2026", NOTE, "97110", "1", "GP")]
    rows += [("v2", "03/14/2026", "Gait 24 min", "97116", "2", "GP")]
    found = of(table(*rows), "export.csv")
    assert [name for name, _ in found] == ["export.csv#row 2", "export.csv#row 4"]
    assert charges(found[0][1]) == [("97112", 2, ("GP", "59")), ("97110", 1, ("GP",))]
    assert isinstance(found[0][1], Document)
    assert "97112" not in found[0][1].text
    assert found[0][1].billed_by == "the columns of charges"


def test_minutes_alone_are_words_of_the_note() -> None:
    found = one(table(("DOS", "Treatment", "Minutes", "Units"), ("03/12/2026", "Balance", "24", "2")), "n.csv")
    assert found.text == "DOS: 03/12/2026\nTreatment: Balance\nMinutes: 24\nUnits: 2"
    assert found.billed is None


def test_what_only_the_exporting_system_needs_is_no_word_of_the_note() -> None:
    found = one(
        table(
            ("Note", "Phone", "Export Flag", "MemberID", "PatientName"), ("Gait", "555-97112", "A", "97110", "O. Quist")
        ),
        "n.csv",
    )
    assert found.text == "Note: Gait"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (table(("code", "units"), ("97112", "2")), "not_a_note"),
        (table(("x", "y"), ("1", "2")), "no_columns"),
        (table(("Note", "DOS"), ("", "03/12/2026")), "empty"),
        (table(("Note",)), "empty"),
        (b'Note,DOS\n"never closed,1\n', "damaged"),
        (b"Note\x00DOS", "binary"),
    ],
)
def test_tables_that_are_not_read(data: bytes, code: str) -> None:
    assert refused(data, "n.csv").code == code


def test_one_row_without_words_spoils_no_other() -> None:
    found = of(table(("Note", "DOS"), ("Gait 24 min", "03/12/2026"), ("", "03/14/2026")), "n.csv")
    assert [isinstance(document, Document) for _, document in found] == [True, False]


def test_a_charges_table_of_another_shape_is_told() -> None:
    ((_, found),) = of(VISITS, "Visits.csv", table(("a", "b"), ("1", "2")))
    assert getattr(found, "code", "") == "claim_shape"


@given(st.lists(st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=40), min_size=2, max_size=6))
def test_every_cell_s_words_come_through(cells: list[str]) -> None:
    words = [cell for cell in cells if cell.strip()]
    for _, found in of(table([f"Note {n}" for n in range(len(cells))], cells), "n.csv"):
        if isinstance(found, Document):
            assert (
                found.text.split()
                == " ".join(f"Note {n}: {cell}" for n, cell in enumerate(cells) if cell.strip()).split()
            )
        else:
            assert not words


# --- headings


@pytest.mark.parametrize(
    ("heading", "known"),
    [("VisitID", "visit"), ("visit_id", "visit"), ("CPTCode", "code"), ("Date Of Service", "date"),
     ("Modifier1", "modifiers"), ("mod-2", "modifiers"), ("Subjective", "words")],
)  # fmt: skip
def test_headings_are_known_however_they_are_written(heading: str, known: str) -> None:
    assert meaning(heading) == known


def test_every_known_heading_is_plain_and_means_one_thing() -> None:
    every = [name for names in COLUMNS.values() for name in names]
    assert len(every) == len(set(every))
    assert all(plain(name) == name for name in every)


def test_headings_are_shown_as_people_write_them() -> None:
    assert [shown(one) for one in ("DailyNote", "plan_of_care", "Date of Service:", "")] == [
        "Daily note",
        "Plan of care",
        "Date of Service",
        "",
    ]


# --- JSON


def json_of(value: Any) -> bytes:
    """A value as JSON."""
    return json.dumps(value).encode()


def test_objects_are_visits_with_their_charges() -> None:
    visits = [
        {
            "visitId": 1,
            "dateOfService": "2026-03-12",
            "note": NOTE,
            "charges": [{"code": "97112", "units": 2, "modifiers": ["GP"]}],
        },
        {
            "visitId": 2,
            "dateOfService": "2026-03-14",
            "soap": {"subjective": "stairs", "plan": "2x/wk"},
            "signed": True,
        },
    ]
    for held in (visits, {"visits": visits}):
        found = of(json_of(held), "visits.json")
        assert [name for name, _ in found] == ["visits.json#row 1", "visits.json#row 2"]
        assert charges(found[0][1]) == [("97112", 2, ("GP",))]
        assert isinstance(found[1][1], Document)
        assert found[1][1].text == "Date of service: 2026-03-14\nSubjective: stairs\nPlan: 2x/wk"
    assert one(json_of(visits[0]), "visit.json").billed_by == "the columns of charges"


@pytest.mark.parametrize(
    ("held", "code"),
    [
        ({"schema": "romberg.check/1", "source": "x"}, "not_a_note"),
        ([{"schema": "romberg.check/1"}], "not_a_note"),
        ({"version": "2.1.0", "runs": []}, "not_a_note"),
        ([{"code": "97112", "units": 2}], "not_a_note"),
        ({"lines": [{"code": "97112", "units": 2}]}, "not_a_note"),
        ([], "not_a_note"),
        ("words", "not_a_note"),
        ([{"x": "1"}], "empty"),
    ],
)
def test_json_that_holds_no_notes(held: Any, code: str) -> None:
    assert refused(json_of(held), "x.json").code == code


def test_json_that_is_none() -> None:
    assert refused(b'[{"note": "x"}', "x.json").code == "damaged"
    assert refused(b"[" * 100_000, "x.json").code == "limit"


# --- ZIP


def test_files_of_a_zip_are_listed_with_the_charges_of_their_visits() -> None:
    from romberg.formats.documents.readers import answer  # noqa: PLC0415  # for this test alone
    from romberg.formats.documents.wire import Request  # noqa: PLC0415  # as above

    data = zipped(
        {"a/Visits.csv": VISITS, "a/Charges.csv": b"x", "n.txt": "x", "b/": "", "__MACOSX/n.txt": "x", ".DS_Store": "x"}
    )
    members = answer(Request("all.zip", ".zip", data)).members
    assert members is not None
    assert [(one.source, one.suffix, one.beside) for one in members] == [
        ("all.zip#a/Visits.csv", ".csv", 2),
        ("all.zip#n.txt", ".txt", None),
    ]
    assert says(one(table(("Note",), ("x",)), "n.csv")) == ""
