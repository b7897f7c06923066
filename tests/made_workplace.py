"""A workplace in a folder of its own, and visits kept in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient
from made_remittances import claim, line, remittance
from sqlalchemy.engine import URL

from romberg.claims import Adjustment
from romberg.store.remitting import post, refresh
from romberg.store.workplace import Desk, Workplace, open_workplace
from romberg.store.workplace import book_tables as b
from romberg.web import made
from romberg.web.desks import CLINIC, PERSON

NOTE = (Path(__file__).parents[1] / "examples" / "balance-visit.txt").read_text(encoding="utf-8")
HTMX = {"HX-Request": "true"}


def workplace_in(folder: Path) -> Workplace:
    """An empty workplace."""
    return open_workplace(URL.create("sqlite", database=str(folder / "workplace.sqlite")), folder / "keys")


@contextmanager
def opened_in(folder: Path) -> Iterator[tuple[TestClient, Workplace]]:
    """A browser before a workplace of one person."""
    workplace = workplace_in(folder)
    with TestClient(
        made(workplace=workplace), base_url="http://127.0.0.1:8750", raise_server_exceptions=False
    ) as client:
        yield client, workplace
    workplace.close()


def keep(client: TestClient, patient: str, **fields: str | list[str]) -> str:
    """The identifier of a visit of a patient, kept as the page keeps it."""
    text = NOTE.replace("Odile F.", patient)
    answer = client.post("/kept", data={"text": text, **fields}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].rpartition("/")[2])


def denied_in(desk: Desk) -> tuple[str, str]:
    """A payment that denies the only line of its claim, posted at a desk: the payment, and the denial."""
    refused = claim("V-1", line("97110", 4_500, Adjustment("CO", "50", 4_500)))
    refresh(desk, post(desk, remittance("EFT-1", refused)).touched)
    return str(desk.all(b.payments)[0]["id"]), str(desk.all(b.denials)[0]["id"])


def trail_of(workplace: Workplace) -> list[tuple[str, str, str]]:
    """Action, subject and detail of every entry on the trail."""
    from romberg.store.workplace import trail  # noqa: PLC0415

    with workplace.glance(CLINIC, PERSON) as desk:
        return [(one.action, one.subject, one.detail) for one in trail.entries(desk.connection, CLINIC)]
