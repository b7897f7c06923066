"""Programs that ask too often are told how long to wait: by token and by address, and nobody else waits for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from made_workplace import workplace_in
from test_web_api import token
from test_web_people import Clinic

from romberg.cli import main
from romberg.store.people.pace import OF_ADDRESS, Pace
from romberg.store.people.roles import Role
from romberg.web import made
from romberg.web.api import paced
from romberg.web.api.paced import Paced

BASE = "http://127.0.0.1:8750"


@given(
    a_minute=st.integers(1, 1_000),
    waits=st.lists(st.floats(0, 3, allow_nan=False), min_size=1, max_size=120),
)
def test_no_more_than_the_pace_is_ever_answered(a_minute: int, waits: list[float]) -> None:
    """Against the obvious count: in every stretch of time, what may come at once and what its length allows."""
    pace, due, now, answered = Pace(a_minute), 0.0, 5.0, list[float]()
    for wait in waits:
        now += wait
        due, early = pace.asked(due, now)
        if early == 0:
            answered.append(now)
            continue
        assert pace.asked(due, now + early * 1.000001 + 1e-6)[1] == 0, "whoever waits as told is answered"
    for at, first in enumerate(answered):
        for more, last in enumerate(answered[at:], 1):
            assert more <= pace.at_once + (last - first) * a_minute / 60 + 1e-6


def test_who_asks_evenly_never_waits() -> None:
    pace, due = Pace(60), 0.0
    for second in range(500):
        due, early = pace.asked(due, 1_000.0 + second)
        assert early == 0


class Clock:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def asked() -> Iterator[tuple[Clock, TestClient]]:
    """An application behind a pace of sixty a minute, twelve at once."""
    app, clock = FastAPI(), Clock()

    @app.get("/api/v1/thing")
    @app.get("/page")
    def thing(request: Request) -> str:
        return request.url.path

    app.add_middleware(Paced, a_minute=60, clock=clock)
    with TestClient(app, base_url=BASE) as client:
        yield clock, client


def bearer(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {name}"}


def test_a_token_that_asks_too_often_waits_and_another_does_not(asked: tuple[Clock, TestClient]) -> None:
    clock, client = asked
    assert [client.get("/api/v1/thing", headers=bearer("one")).status_code for _ in range(12)] == [200] * 12
    for _ in range(3):
        late = client.get("/api/v1/thing", headers=bearer("one"))
        assert (late.status_code, late.headers["retry-after"]) == (429, "1")
        assert late.json()["error"] == {
            "code": "too_many",
            "says": "This token asks more than 60 times a minute; nothing was done. Wait 1 second, then go on.",
            "at": "",
        }
    assert client.get("/api/v1/thing", headers=bearer("two")).status_code == 200
    assert client.get("/page", headers=bearer("one")).status_code == 200, "pages are for people"
    clock.now += 1
    assert client.get("/api/v1/thing", headers=bearer("one")).status_code == 200
    assert client.get("/api/v1/thing", headers=bearer("one")).status_code == 429


def test_one_address_waits_whatever_tokens_it_shows(asked: tuple[Clock, TestClient]) -> None:
    clock, client = asked
    codes = [client.get("/api/v1/thing", headers=bearer(f"made up {at}")).status_code for at in range(60)]
    assert codes == [200] * 12 * OF_ADDRESS + [429] * 12
    late = client.get("/api/v1/thing")
    assert "Programs at this address ask more than 240 times a minute" in late.json()["error"]["says"]
    clock.now += 60
    assert client.get("/api/v1/thing").status_code == 200


def test_nothing_is_remembered_of_a_token_and_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(paced, "_MOST", 10)
    gate = Paced(None, 600, clock)
    for at in range(50):
        scope = {
            "type": "http",
            "path": "/api/v1/x",
            "client": ("10.0.0.1", 1),
            "headers": [(b"authorization", b"t%d" % at)],
        }
        assert gate._early(scope) is None
        clock.now += 5
        assert len(gate._due) < 14
    assert all(len(key) == 32 for key in gate._due)


def test_where_people_sign_in_a_token_is_paced_before_it_is_looked_up(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    key = token(clinic.inside(Role.BILLER, "bo@harbour.example"), ["CHECK_VISITS"])
    with TestClient(made(workplace=clinic.place, people=True, a_minute=10), base_url=BASE) as client:
        codes = [client.get("/api/v1/visits", headers=bearer(key)).status_code for _ in range(3)]
        assert codes == [403, 403, 429], "two at once, and what is refused counts"
        assert client.get("/api/v1/visits", headers=bearer("rbg_nobody.x")).status_code == 401
    clinic.place.close()


def test_without_sign_in_the_address_is_paced(tmp_path: Path) -> None:
    place = workplace_in(tmp_path)
    with TestClient(made(workplace=place, a_minute=10), base_url=BASE) as client:
        codes = [client.get("/api/v1/rules").status_code for _ in range(9)]
        assert codes == [200] * 8 + [429]
        assert client.get("/").status_code == 200
        told = client.get("/openapi.json").status_code, client.get("/api/v1/openapi.json").status_code
        assert told == (404, 429)
    place.close()


@pytest.mark.parametrize("given_", ["0", "-1", "many", "9999999", "1.5", ""])
def test_a_rate_that_is_none_is_refused(given_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", f"--api-rate={given_}"]) == 2
    assert "--api-rate takes how often a minute a token may ask" in capsys.readouterr().err
