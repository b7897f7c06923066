"""Signing in, from the first password to the last session, on a store with a clock of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from workplaces import DATABASES, workplace

from romberg.formats.unreadable import Unreadable
from romberg.store.people import members, sign_in
from romberg.store.people.members import Member
from romberg.store.people.roles import Role
from romberg.store.people.sign_in import Who
from romberg.store.workplace import Workplace, clinics, trail

EMAIL, NEW = "mara@harbour.example", "four words in a row"
Opened = tuple[Workplace, list[datetime], str, str, str]


@pytest.fixture(params=DATABASES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """A workplace, its clock, a clinic, its administrator and their first password."""
    time = [datetime(2026, 11, 27, 9, 0, tzinfo=UTC)]
    place = workplace(request.param, tmp_path, lambda: time[0])
    clinic = clinics.found(place, "Harbour Lane Therapy", "system")
    with place.desk(clinic, "system") as desk:
        person, first = members.add(place, desk, "Mara Quincey", EMAIL, Role.CLINIC_ADMIN, None)
    yield place, time, clinic, person, first
    place.close()


def known(place: Workplace, token: str) -> Who:
    """Who a token belongs to; somebody."""
    found = sign_in.who(place, token)
    assert found is not None
    return found


def refused(call: object, *arguments: object) -> str:
    """What a refused call says."""
    with pytest.raises(Unreadable) as told:
        call(*arguments)  # type: ignore[operator]
    return told.value.says


def whole(opened: Opened, password: str | None = None) -> tuple[str, str]:
    """Sign in with both factors; the token, and the secret of the app."""
    place, time, clinic, person, first = opened
    token = sign_in.sign_in(place, EMAIL, password or first, "10.0.0.1")
    with place.desk(clinic, person) as desk:
        one = members.member(desk, person)
        assert one is not None
        secret = members.begin_second(desk, one)
    proved, _ = sign_in.prove(place, known(place, token), pyotp.TOTP(secret).at(time[0]))
    return proved, secret


def actions(place: Workplace, clinic: str) -> list[tuple[str, str]]:
    """What stands on a clinic's trail."""
    with place.glance(clinic, "test") as desk:
        return [(one.action, one.subject) for one in trail.entries(desk.connection, clinic)]


def test_a_person_signs_in_with_both_factors(opened: Opened) -> None:
    place, _, clinic, person, first = opened
    token = sign_in.sign_in(place, f" {EMAIL.upper()} ", first, "10.0.0.1")
    half = known(place, token)
    assert not half.proved
    assert half.member.must_change
    assert not half.member.second
    proved, _ = whole(opened)
    one = known(place, proved)
    assert one.proved
    assert one.member.second
    assert (one.member.id, one.member.role, one.member.clinic) == (person, Role.CLINIC_ADMIN, clinic)
    assert ("people_change", f"person/{person}") in actions(place, clinic)
    assert actions(place, clinic).count(("sign_in", f"person/{person}")) == 3


def test_nothing_tells_whether_an_address_is_there(opened: Opened) -> None:
    place = opened[0]
    told = {
        refused(sign_in.sign_in, place, EMAIL, "not the password", "10.0.0.1"),
        refused(sign_in.sign_in, place, "nobody@harbour.example", "not the password", "10.0.0.1"),
        refused(sign_in.sign_in, place, "", "", "10.0.0.1"),
    }
    assert told == {sign_in.NOT_RIGHT}


def test_wrong_tries_wait_and_the_owner_is_not_locked_out_for_ever(opened: Opened) -> None:
    place, time, clinic, person, first = opened
    for _ in range(5):
        refused(sign_in.sign_in, place, EMAIL, "not the password", "10.9.9.9")
    assert "is looked at in 1 seconds" in refused(sign_in.sign_in, place, EMAIL, first, "10.0.0.1")
    time[0] += timedelta(seconds=2)
    assert sign_in.sign_in(place, EMAIL, first, "10.0.0.1")
    assert actions(place, clinic).count(("refused", f"person/{person}")) == 5
    refused(sign_in.sign_in, place, EMAIL, "not the password", "10.9.9.9")
    assert sign_in.sign_in(place, EMAIL, first, "10.0.0.1")


def test_one_source_that_tries_many_addresses_waits_too(opened: Opened) -> None:
    place = opened[0]
    for at in range(30):
        refused(sign_in.sign_in, place, f"person{at}@harbour.example", "not the password", "10.9.9.9")
    says = refused(sign_in.sign_in, place, "another@harbour.example", "x", "10.9.9.9")
    assert "Too many wrong tries" in says
    assert refused(sign_in.sign_in, place, "another@harbour.example", "x", "10.0.0.1") == sign_in.NOT_RIGHT


def test_codes_are_tried_a_few_times_and_a_right_password_clears_nothing(opened: Opened) -> None:
    place, _, _, _, first = opened
    whole(opened)
    for _ in range(5):
        half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
        assert refused(sign_in.prove, place, half, "000000") == sign_in.CODE_NOT_RIGHT
    half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    assert "Too many wrong tries" in refused(sign_in.prove, place, half, "000000")


def test_a_code_opens_once(opened: Opened) -> None:
    place, time, _, _, first = opened
    _, secret = whole(opened)
    half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    code = pyotp.TOTP(secret).at(time[0])
    assert refused(sign_in.prove, place, half, code) == sign_in.CODE_NOT_RIGHT
    time[0] += timedelta(seconds=30)
    proved, fresh = sign_in.prove(place, half, pyotp.TOTP(secret).at(time[0]))
    assert fresh == ()
    assert known(place, proved).proved
    assert sign_in.who(place, half.token) is None, "the half session's token is no other way in"


def test_a_recovery_code_opens_once(opened: Opened) -> None:
    place, time, clinic, person, first = opened
    token = sign_in.sign_in(place, EMAIL, first, "10.0.0.1")
    with place.desk(clinic, person) as desk:
        secret = members.begin_second(desk, known(place, token).member)
    _, codes = sign_in.prove(place, known(place, token), pyotp.TOTP(secret).at(time[0]))
    assert len(codes) == 10
    half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    proved, _ = sign_in.prove(place, half, codes[4])
    assert known(place, proved).proved
    again = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    assert refused(sign_in.prove, place, again, codes[4]) == sign_in.CODE_NOT_RIGHT


def test_a_secret_that_no_code_proved_opens_nothing(opened: Opened) -> None:
    """A thief of the first password cannot use recovery codes that are not there yet."""
    place, _, _, _, first = opened
    half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    assert refused(sign_in.prove, place, half, "") == sign_in.CODE_NOT_RIGHT
    assert refused(sign_in.prove, place, half, "000000") == sign_in.CODE_NOT_RIGHT


@pytest.mark.parametrize(("idle", "alive"), [(timedelta(minutes=14), True), (timedelta(minutes=15), False)])
def test_an_idle_session_is_over(opened: Opened, idle: timedelta, alive: bool) -> None:
    place, time, *_ = opened
    token, _ = whole(opened)
    time[0] += idle
    assert (sign_in.who(place, token) is not None) is alive


def test_a_used_session_is_over_after_twelve_hours(opened: Opened) -> None:
    place, time, *_ = opened
    token, _ = whole(opened)
    for _ in range(71):
        time[0] += timedelta(minutes=10)
        assert sign_in.who(place, token) is not None
    time[0] += timedelta(minutes=10)
    assert sign_in.who(place, token) is None


def test_signing_out_ends_the_session_for_every_holder(opened: Opened) -> None:
    place = opened[0]
    token, _ = whole(opened)
    sign_in.sign_out(place, known(place, token))
    assert sign_in.who(place, token) is None


@pytest.mark.parametrize("token", ["", "x", ".", "clinic.", "../x.y", "a" * 500, "nowhere.token"])
def test_what_is_no_token_is_nobody(opened: Opened, token: str) -> None:
    assert sign_in.who(opened[0], token) is None


def test_a_token_of_another_clinic_is_nobody(opened: Opened) -> None:
    place = opened[0]
    token, _ = whole(opened)
    other = clinics.found(place, "Lone Star Rehab", "system")
    assert sign_in.who(place, f"{other}.{token.partition('.')[2]}") is None


def test_a_new_password_ends_every_session(opened: Opened) -> None:
    place, _, clinic, person, first = opened
    token, _ = whole(opened)
    one = known(place, token).member
    with place.desk(clinic, person) as desk:
        assert "not right" in refused(members.change_password, desk, one, "wrong one here", NEW)
        assert refused(members.change_password, desk, one, first, "MaraQuincey2026")
        members.change_password(desk, one, first, NEW)
    assert sign_in.who(place, token) is None
    assert refused(sign_in.sign_in, place, EMAIL, first, "10.0.0.1") == sign_in.NOT_RIGHT
    assert not known(place, sign_in.sign_in(place, EMAIL, NEW, "10.0.0.1")).member.must_change


def therapist(opened: Opened) -> Member:
    """Another person of the clinic."""
    place, _, clinic, person, _ = opened
    with place.desk(clinic, person) as desk:
        other, _ = members.add(place, desk, "Ida Fenn", "ida@harbour.example", Role.THERAPIST, Role.CLINIC_ADMIN)
        one = members.member(desk, other)
    assert one is not None
    return one


def test_a_disabled_person_is_out_at_once_and_comes_back(opened: Opened) -> None:
    place, _, clinic, person, _ = opened
    one = therapist(opened)
    with place.desk(clinic, person) as desk:
        first = members.reset(desk, one.id, Role.CLINIC_ADMIN)
    token = sign_in.sign_in(place, one.email, first, "10.0.0.2")
    with place.desk(clinic, person) as desk:
        members.disable(desk, one.id, Role.CLINIC_ADMIN)
    assert sign_in.who(place, token) is None
    assert refused(sign_in.sign_in, place, one.email, first, "10.0.0.2") == sign_in.NOT_RIGHT
    with place.desk(clinic, person) as desk:
        members.enable(desk, one.id, Role.CLINIC_ADMIN)
    assert sign_in.sign_in(place, one.email, first, "10.0.0.2")


def test_another_role_ends_sessions_and_is_given_by_who_may(opened: Opened) -> None:
    place, _, clinic, person, _ = opened
    one = therapist(opened)
    with place.desk(clinic, person) as desk:
        members.give_role(desk, one.id, Role.BILLER, Role.CLINIC_ADMIN)
        for role in (Role.THERAPIST, Role.BILLER, Role.AUDITOR):
            assert "does not make or change" in refused(members.give_role, desk, one.id, Role.ASSISTANT, role)
        assert "system admin" in refused(members.give_role, desk, one.id, Role.SYSTEM_ADMIN, Role.CLINIC_ADMIN)
        assert "no such person" in refused(members.disable, desk, "nobody", Role.CLINIC_ADMIN)
        found = members.member(desk, one.id)
    assert found is not None
    assert found.role is Role.BILLER
    assert found.epoch == one.epoch + 1


def test_a_clinic_keeps_an_administrator(opened: Opened) -> None:
    place, _, clinic, person, _ = opened
    with place.desk(clinic, person) as desk:
        for call, arguments in ((members.disable, ()), (members.give_role, (Role.BILLER,))):
            says = refused(call, desk, person, *arguments, Role.CLINIC_ADMIN)
            assert "only administrator" in says


def test_an_address_is_one_person_s_in_all_clinics(opened: Opened) -> None:
    place = opened[0]
    other = clinics.found(place, "Lone Star Rehab", "system")
    with place.desk(other, "system") as desk:
        assert "there already" in refused(members.add, place, desk, "M Q", EMAIL.title(), Role.BILLER, None)
        for address in ("", "nobody", "@", "a b@c.example"):
            assert "e-mail address" in refused(members.add, place, desk, "M Q", address, Role.BILLER, None)


def test_a_taken_second_factor_is_set_up_anew(opened: Opened) -> None:
    place, _, clinic, person, first = opened
    token, _ = whole(opened)
    with place.desk(clinic, person) as desk:
        assert "is set up" in refused(members.begin_second, desk, known(place, token).member)
        members.forget_second(desk, person, Role.CLINIC_ADMIN)
    half = known(place, sign_in.sign_in(place, EMAIL, first, "10.0.0.1"))
    assert not half.member.second


def test_a_reset_password_keeps_the_second_factor(opened: Opened) -> None:
    """A reset is no way around it."""
    place, _, clinic, person, _ = opened
    whole(opened)
    with place.desk(clinic, person) as desk:
        again = members.reset(desk, person, None)
    half = known(place, sign_in.sign_in(place, EMAIL, again, "10.0.0.1"))
    assert half.member.second
    assert half.member.must_change
    assert not half.proved


def test_no_secret_lies_open_in_the_database(opened: Opened, tmp_path: Path) -> None:
    token, secret = whole(opened)
    files = list((tmp_path / "data").glob("*"))
    held = b"".join(one.read_bytes() for one in files)
    for words in (token.partition(".")[2], secret, EMAIL, "Mara", "Quincey"):
        assert words.encode() not in held
