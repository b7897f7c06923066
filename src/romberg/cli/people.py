"""`romberg people`: the first persons of a workplace with sign-in, from the machine itself."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from romberg.cli.output import print_json
from romberg.formats.unreadable import Unreadable
from romberg.store.people import members
from romberg.store.people.roles import Role
from romberg.store.workplace import Workplace, clinics, open_workplace
from romberg.web.desks import CLINIC

_MACHINE = "machine"  # who acts, on the trail, where no one has signed in


def run(arguments: Namespace) -> int:
    """Add a person, let somebody in again, or list who can sign in."""
    with closing(open_workplace()) as place:
        return {"add": _add, "reset": _reset, "list": _list}[arguments.asked](place, arguments)


def _add(place: Workplace, arguments: Namespace) -> int:
    clinic = _clinic(place, arguments.clinic)
    role = Role(arguments.role.replace(" ", "_"))
    with place.desk(clinic, _MACHINE) as desk:
        _, first = members.add(place, desk, arguments.name, arguments.email, role, None)
    print(f"{arguments.name} may sign in at {arguments.clinic} as {role.words}.")
    print(f"First password, shown this one time: {first}")
    print("It has to be changed at the first sign-in, where a second factor is set up too.")
    return 0


def _clinic(place: Workplace, name: str) -> str:
    """The clinic of a name, founded where there is none yet."""
    plain = " ".join(name.split())
    if not plain:
        raise Unreadable("clinic", "--clinic takes the clinic's name.", "--clinic")
    known = {each.casefold(): key for key, each in clinics.listed(place).items() if key != CLINIC}
    return known.get(plain.casefold()) or clinics.found(place, plain, _MACHINE)


def _reset(place: Workplace, arguments: Namespace) -> int:
    """A new first password, for an administrator whom nobody else can let in."""
    known = members.found(place, arguments.email)
    if known is None:
        raise Unreadable("not_there", "Nobody with this address can sign in; see `romberg people list`.", "EMAIL")
    with place.desk(known[0], _MACHINE) as desk:
        first = members.reset(desk, known[1], None)
        if arguments.second:
            members.forget_second(desk, known[1], None)
    print(f"New first password, shown this one time: {first}")
    return 0


def _list(place: Workplace, arguments: Namespace) -> int:
    shown = []
    for clinic, name in clinics.listed(place).items():
        with place.glance(clinic, _MACHINE) as desk:
            shown += [_told(name, one) for one in members.members(desk)]
    if arguments.format == "json":
        print_json(shown)
        return 0
    for one in shown:
        second = "" if one["second_factor"] else ", second factor not set up"
        print(f"{one['clinic']}: {one['name']} ({one['email']}), {one['role']}, {one['state']}{second}")
    if not shown:
        print("Nobody can sign in yet; see `romberg people add --help`.")
    return 0


def _told(clinic: str, one: members.Member) -> dict[str, object]:
    return {
        "clinic": clinic, "name": one.name, "email": one.email, "role": one.role.words, "state": one.state,
        "second_factor": one.second,
    }  # fmt: skip
