"""Every page of kept visits opens on each database: what one sums to a whole number, another gives as a decimal."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from made_workplace import keep
from workplaces import DATABASES, workplace

from romberg.store.workplace.tables import visits
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON

PAGES = (
    "/", "/queue", "/queue?sort=risk&rule=units/exceed_minutes", "/patients", "/figures", "/figures/own", "/clinicians",
    "/payers", "/payers/medicare", "/rules", "/imports",
)  # fmt: skip


@pytest.mark.parametrize("kind", DATABASES)
def test_every_page_opens(kind: str, tmp_path: Path) -> None:
    with closing(workplace(kind, tmp_path)) as place:
        client = TestClient(made(workplace=place), base_url="http://127.0.0.1:8750")
        visit = keep(client, "Ada Both")
        with place.glance(CLINIC, PERSON) as desk:
            (row,) = desk.all(visits, visits.c.id == visit)
        for path in (*PAGES, f"/kept/{visit}", f"/patients/{row['patient_id']}"):
            assert client.get(path).status_code == 200, path
        shown = client.get("/patients").text
        assert "Ada Both" in shown
        assert f"${row['at_risk_cents'] / 100:,.2f}" in shown
