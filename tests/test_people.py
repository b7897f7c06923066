"""Roles, passwords, second factors, sessions and waits, each apart from any page and any database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from romberg.cli.parser_people import ROLES
from romberg.store.people import passwords, second_factor, sessions, throttle
from romberg.store.people.roles import Permission, Role, may_make, permissions_of

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
TABLE = Path(__file__).parent / "cases" / "people" / "roles.yaml"


# --- roles


def test_the_roles_are_those_of_the_table() -> None:
    """The table is the contract: a permission given or taken is a change of it that somebody looks at."""
    expected = yaml.safe_load(TABLE.read_text())
    found = {role.value: sorted(one.value for one in permissions_of(role)) for role in Role}
    assert found == {role: sorted(held) for role, held in expected.items()}


def test_who_runs_the_machine_sees_no_patient() -> None:
    own = permissions_of(Role.SYSTEM_ADMIN)
    patients = {one for one in Permission if "visit" in one.value or "record" in one.value} | {Permission.SEE_MONEY}
    assert not own & patients


def test_nobody_hands_out_more_than_their_own() -> None:
    allowed = {(a.value, b.value) for a, b in product(Role, Role) if may_make(a, b)}
    everybody = {role.value for role in Role} - {"system_admin"}
    assert allowed == {("clinic_admin", one) for one in everybody} | {
        ("system_admin", "clinic_admin"),
        ("system_admin", "system_admin"),
    }


def test_every_permission_is_held_by_somebody() -> None:
    assert set(Permission) == {one for role in Role for one in permissions_of(role)}


# --- passwords


def test_a_password_is_proved_and_never_kept() -> None:
    kept = passwords.hashed("four words in a row")
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "four words" not in kept
    assert passwords.proves(kept, "four words in a row")
    assert not passwords.proves(kept, "four words in a Row")
    assert not passwords.proves(None, "four words in a row")
    assert not passwords.proves("no hash", "four words in a row")
    assert not passwords.outdated(kept)
    assert passwords.outdated("$argon2id$v=19$m=16384,t=2,p=1$c29tZXNhbHQ$" + "A" * 43)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", ()),
        ("Password123456", ()),
        ("P@ssw0rd2026!!", ()),
        ("Summer2026Summer", ()),
        ("aaaaaaaaaaaaaaaa", ()),
        ("123456789012", ()),
        ("abcdefghijklmn", ()),
        ("qwertyuiop12", ()),
        ("MaraQuincey2026", ("Mara Quincey", "mara@harbour.example")),
        ("harbour.example1", ("mara@harbour.example",)),
        ("romberg-romberg", ()),
        ("x" * 300, ()),
    ],
)
def test_a_weak_password_is_refused_with_a_sentence(password: str, words: tuple[str, ...]) -> None:
    says = passwords.weak(password, words)
    assert says
    assert says.endswith(".")
    assert password not in says


@pytest.mark.parametrize(
    "password", ["four words in a row", "Tangerine-lamp-44-otter", "ключ от старой двери", "vK9#tq2!LmZx"]
)
def test_a_good_password_will_do(password: str) -> None:
    assert passwords.weak(password, ("Mara Quincey", "mara@harbour.example")) is None


# --- the second factor


def test_codes_of_the_standard() -> None:
    """RFC 6238, appendix B, the last six of its eight digits: 59 s and 1,111,111,109 s."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert second_factor.step_of(secret, "287082", 59, -1) == 1
    assert second_factor.step_of(secret, "081804", 1_111_111_109, -1) == 37_037_036
    assert second_factor.step_of(secret, "287 082", 59, -1) == 1


def test_a_code_opens_once_and_not_much_later() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert second_factor.step_of(secret, "287082", 59, 1) is None
    assert second_factor.step_of(secret, "287082", 59 + 30, -1) == 1
    assert second_factor.step_of(secret, "287082", 59 + 61, -1) is None
    for wrong in ("287083", "", "28708", "2870822", "abcdef", "²87082"):
        assert second_factor.step_of(secret, wrong, 59, -1) is None


def test_secrets_are_new_and_addresses_take_them() -> None:
    first, second = second_factor.new_secret(), second_factor.new_secret()
    assert first != second
    assert len(first) == 32
    assert second_factor.address(first, "mara@harbour.example").startswith("otpauth://totp/Romberg")


def test_a_recovery_code_is_good_once() -> None:
    codes = second_factor.recovery_codes()
    assert len(set(codes)) == 10
    left = tuple(map(second_factor.kept, codes))
    after = second_factor.used_up(f" {codes[3].upper()} ", left)
    assert after is not None
    assert len(after) == 9
    assert second_factor.used_up(codes[3], after) is None
    assert second_factor.used_up("", left) is None


# --- sessions


def session(began: datetime = NOW, seen: datetime = NOW, **more: bool) -> sessions.Session:
    """A session of the first person."""
    return sessions.Session(1, began, seen, 4, **more)


@pytest.mark.parametrize(
    ("after", "seen_before", "why"),
    [
        (timedelta(minutes=14, seconds=59), timedelta(minutes=14, seconds=59), None),
        (timedelta(minutes=15), timedelta(minutes=15), "idle"),
        (timedelta(hours=11, minutes=59), timedelta(minutes=1), None),
        (timedelta(hours=12), timedelta(0), "twelve hours"),
    ],
)
def test_a_session_ends_by_idleness_and_by_age(after: timedelta, seen_before: timedelta, why: str | None) -> None:
    now = NOW + after
    assert sessions.ended(session(NOW, now - seen_before), now, 4) == why


def test_a_session_ends_when_the_person_changes_or_leaves() -> None:
    assert sessions.ended(session(), NOW, 5) == "changed"
    assert sessions.ended(session(ended=True), NOW, 4) == "signed out"


def test_tokens_are_chance_and_kept_as_hashes() -> None:
    tokens = {sessions.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(one) >= 43 and one not in sessions.kept(one) for one in tokens)


# --- waits


def test_waits_double_and_are_never_for_ever() -> None:
    def after(count: int) -> float:
        return throttle.wait([NOW] * count, NOW).total_seconds()

    assert [after(count) for count in range(9)] == [0, 0, 0, 0, 0, 1, 2, 4, 8]
    assert after(1_000) == throttle.LONGEST.total_seconds()
    assert throttle.wait([NOW] * 1_000, NOW + throttle.WINDOW) == timedelta(0)


@given(st.lists(st.integers(0, 7_200), max_size=40), st.integers(0, 7_200))
def test_a_wait_that_was_waited_is_over(seconds: list[int], at: int) -> None:
    now = NOW + timedelta(seconds=at)
    wrong = [NOW + timedelta(seconds=one) for one in seconds if one <= at]
    waited = throttle.wait(wrong, now)
    assert timedelta(0) <= waited <= throttle.LONGEST
    assert throttle.wait(wrong, now + waited) == timedelta(0)


def test_the_command_offers_every_role() -> None:
    """The list stands there a second time, so that a check need not load the store to parse its words."""
    assert tuple(role.words for role in Role) == ROLES
