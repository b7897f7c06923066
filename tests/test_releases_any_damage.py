"""Any damage to an edit table, a list or rates is told in a sentence, and never in a traceback."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import made_editions
import made_lists
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from releases import imported

from romberg.knowledge.releases import limit_tables
from romberg.knowledge.releases.kinds import add_ons, edit_pairs, medicaid_pairs

MADE: dict[str, Callable[[Path], list[Path]]] = {
    "edit pairs": lambda folder: list(reversed(made_editions.ptp(folder, others=40))),
    "edit pairs in workbooks": lambda folder: list(reversed(made_editions.ptp_sheets(folder, others=10))),
    "Medicaid's pairs": lambda folder: [made_editions.medicaid_ptp(folder, others=40)],
    "unit limits": lambda folder: [made_editions.mue(folder, count=200)],
    "Medicaid's limits": lambda folder: [made_editions.medicaid_mue(folder, count=200)],
    "add-ons": lambda folder: [made_editions.add_ons_text(folder, others=200)],
    "add-ons in a workbook": lambda folder: [made_editions.add_ons_sheet(folder, others=200)],
    "taxonomy": lambda folder: [made_lists.taxonomy(folder)],
    "therapy codes": lambda folder: [made_lists.therapy_list(folder)],
    "adjustment reasons": lambda folder: [made_lists.carc_table(folder)],
    "remarks": lambda folder: [made_lists.rarc_table(folder)],
    "a map of columns": lambda folder: [made_lists.schedule_map(folder)],
    "in-network rates": lambda folder: [made_lists.in_network(folder)],
    "in-network rates, packed": lambda folder: [made_lists.in_network(folder, packed=True)],
}


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions of some hundred rows, so that hundreds of them are read in seconds."""
    for module in (edit_pairs, medicaid_pairs, limit_tables, add_ons):
        monkeypatch.setattr(module, "LEAST_ROWS", 100)


@pytest.mark.parametrize("name", MADE)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_damage_is_told_in_a_sentence(name: str, data: st.DataObject, tmp_path: Path) -> None:
    """Bytes changed, lost or put in anywhere: refused in one line with the file's name, or kept in its true shape."""
    folder, store = tmp_path / "files", tmp_path / "store"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(store, ignore_errors=True)
    folder.mkdir()
    store.mkdir()
    files = MADE[name](folder)
    content = files[0].read_bytes()
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(len(content), first + 300)))
    files[0].write_bytes(content[:first] + data.draw(st.binary(max_size=12)) + content[last:])
    told = imported(store, files)
    named = [file.name for file in folder.iterdir()]
    assert any(one.status in ("imported", "known") or any(name in one.says for name in named) for one in told)
    for one in told:
        assert one.status in ("imported", "refused", "known", "left out")
        assert "Romberg itself failed" not in one.says
        assert "\n" not in one.says


def test_a_map_that_names_a_file_which_is_not_there_says_so_by_its_own_name(tmp_path: Path) -> None:
    folder, store = tmp_path / "files", tmp_path / "store"
    folder.mkdir()
    store.mkdir()
    files = MADE["a map of columns"](folder)
    files[0].write_bytes(files[0].read_bytes().replace(b"therapy_fees.csv", b"herapy_fees.csv"))
    says = [one.says for one in imported(store, files)]
    assert any(files[0].name in one and "herapy_fees.csv" in one for one in says)
