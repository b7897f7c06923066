"""What a claim file says beside its lines: read as people write it, or refused with the row at fault."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import made_claims
import pytest

from romberg.claims import ClaimHead
from romberg.formats.claim_file import read_whole
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.p837 import written

WHOLE = ClaimHead(
    place="11",
    diagnoses=("R26.81", "M54.50"),
    pointers=((1,), (1, 2)),
    rendering_npi="1234567893",
    rendering_taxonomy="225100000X",
    billing_npi="1003000126",
    authorization="A-77",
    filed_on=date(2026, 4, 1),
    allowed_so_far_cents=248_000,
)


def head_of(folder: Path, name: str, text: str) -> ClaimHead | None:
    """The head of a claim file with some text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_whole(str(path))[1]


def test_a_file_of_lines_alone_has_no_head(tmp_path: Path) -> None:
    assert head_of(tmp_path, "c.csv", "code,units\n97112,2\n") is None
    assert head_of(tmp_path, "c.json", '{"lines": [{"code": "97112", "units": 2}], "score": 86}') is None


@pytest.mark.parametrize("pointers", [("A", "A B"), ("1", "1:2"), ("a", "AB"), ("1", "1 2")])
def test_columns_beside_the_lines(pointers: tuple[str, str], tmp_path: Path) -> None:
    told = "11,R26.81 M5450,1234567893,225100000x,1003000126,a-77,2026-04-01,248000"
    rows = "".join(f"{code},1,{points},{told}\n" for code, points in zip(("97112", "97110"), pointers, strict=True))
    names = "code,units,dx pointers,POS,Dx,NPI,taxonomy,billing npi,auth,filed on,allowed_so_far_cents\n"
    assert head_of(tmp_path, "c.csv", names + rows) == WHOLE


def test_keys_beside_the_list_and_in_its_lines(tmp_path: Path) -> None:
    claim = {
        "place_of_service": 11,
        "diagnoses": ["R26.81", "M54.50"],
        "npi": 1234567893,
        "taxonomy": "225100000X",
        "billing_npi": "1003000126",
        "authorization": "A-77",
        "filed_on": "2026-04-01",
        "allowed_so_far_cents": 248000,
        "lines": [
            {"code": "97112", "units": 1, "pointers": [1]},
            {"code": "97110", "units": 1, "pointers": "AB"},
        ],
    }
    assert head_of(tmp_path, "c.json", json.dumps(claim)) == WHOLE


def test_lines_with_diagnoses_of_their_own_point_to_those(tmp_path: Path) -> None:
    head = head_of(tmp_path, "c.csv", "code,units,dx\n97112,1,R26.81\n97110,1,M62.81 R26.81\n")
    assert head == ClaimHead(diagnoses=("R26.81", "M62.81"), pointers=((1,), (2, 1)))


def test_columns_of_single_diagnoses_are_one_list(tmp_path: Path) -> None:
    head = head_of(tmp_path, "c.csv", "code,units,dx,diagnosis\n97112,1,R26.81,M62.81\n97110,1,R26.81,M62.81\n")
    assert head == ClaimHead(diagnoses=("R26.81", "M62.81"))


@pytest.mark.parametrize(
    ("columns", "first", "second", "says"),
    [
        ("pos", "11", "12", "the place of service is 12 here and 11 before"),
        ("npi", "1234567893", "1003000126", "the rendering NPI is 1003000126 here"),
        ("pos", "11", "office", "is no place of service"),
        ("filed on", "4/1/26", "", "is no day of filing"),
        ("allowed so far cents", "2480.00", "", "whole cents"),
        ("dx", "balance", "", "holds no diagnosis code"),
        ("pointers", "A", "Z", "is no diagnosis pointer"),
        ("pointers", "A", "123", "is no diagnosis pointer"),
        ("npi", "1" * 50, "", "too long"),
    ],
)
def test_a_row_at_fault_is_named(columns: str, first: str, second: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as caught:
        head_of(tmp_path, "c.csv", f"code,units,{columns}\n97112,1,{first}\n97110,1,{second}\n")
    assert says in caught.value.says
    assert ": line " in caught.value.at


def test_the_page_on_claim_files_lists_every_key_and_its_rules() -> None:
    from romberg.checks import rules  # noqa: PLC0415  # the page alone names rules
    from romberg.formats.claim_head import COLUMNS  # noqa: PLC0415

    page = (Path(__file__).parents[1] / "docs" / "claim_files.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in COLUMNS)
    named = {word for line in page.splitlines() for word in line.split("`") if "/" in word and " " not in word}
    assert named <= {one.name for one in rules()}


def test_a_facility_s_claim_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "facility.837"
    path.write_text(made_claims.institutional(written(made_claims.batch())))
    lines, head = read_whole(str(path))
    assert [(one.code, one.units, one.modifiers) for one in lines] == [("97112", 2, ("GP",)), ("97110", 1, ("GP",))]
    assert head is not None
    assert (head.place, head.pointers, head.filed_on) == (None, (), date(2026, 3, 13))
    assert head.billing_npi == made_claims.NPIS[0]
    path.write_text(path.read_text().replace("*UN*2~", "*UN*2.5~"))
    with pytest.raises(Unreadable, match="SV205"):
        read_whole(str(path))
