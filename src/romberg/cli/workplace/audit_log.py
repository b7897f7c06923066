"""`romberg audit-log`: proves the trail of the workplace, and shows it."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from romberg.cli.output import print_json, say
from romberg.formats.unreadable import Unreadable

if TYPE_CHECKING:
    from romberg.store.workplace import Workplace
    from romberg.store.workplace.trail import Entry


def run(arguments: Namespace) -> int:
    """Status 0 where the trail proves, 1 where something is wrong with it."""
    from romberg.store.workplace import existing  # noqa: PLC0415  # a quarter of a second

    with closing(existing()) as workplace:
        if arguments.action == "verify":
            return _verify(arguments, workplace)
        if arguments.action == "heads":
            return _heads(workplace)
        return _show(arguments, workplace)


def _verify(arguments: Namespace, workplace: Workplace) -> int:
    from romberg.store.workplace import trail_check  # noqa: PLC0415  # as above
    from romberg.store.workplace.engine import reads_only  # noqa: PLC0415  # as above

    file = Path(arguments.heads) if arguments.heads else trail_check.heads_file(workplace)
    if arguments.heads and not file.is_file():
        raise Unreadable("missing", f"There is no file {file}; name the file of kept heads.", str(file))
    kept = trail_check.kept_heads(file)
    with reads_only(workplace.engine).begin() as connection:
        proof = trail_check.verify(connection, workplace.keyring, kept)
    if arguments.format == "json":
        faults = [{"clinic": one.clinic, "entry": one.number, "says": one.says} for one in proof.faults]
        print_json({"entries": proof.entries, "kept_heads": proof.kept_heads, "faults": faults})
    else:
        for one in proof.faults:
            print(f"{one.clinic}: {one.says}")
        found = f"{len(proof.faults)} faults" if proof.faults else "the trail proves"
        print(f"{proof.entries} entries, {proof.kept_heads} kept heads compared: {found}.")
    if proof.faults:
        say("the trail was tampered with or is damaged; keep this machine as it is and compare with your backups.")
        return 1
    trail_check.keep_heads(workplace)
    return 0


def _heads(workplace: Workplace) -> int:
    from romberg.store.workplace import trail, trail_check  # noqa: PLC0415  # as above
    from romberg.store.workplace.engine import reads_only  # noqa: PLC0415  # as above

    with reads_only(workplace.engine).begin() as connection:
        for one in trail.heads(connection):
            sys.stdout.write(trail_check.as_line(one))
    say(f"signed with the key {workplace.keyring.public_key()} (Ed25519, base64).")
    return 0


def _show(arguments: Namespace, workplace: Workplace) -> int:
    from romberg.store.workplace import trail  # noqa: PLC0415  # as above
    from romberg.store.workplace.engine import reads_only  # noqa: PLC0415  # as above

    with reads_only(workplace.engine).begin() as connection:
        clinics = [one.clinic for one in trail.heads(connection) if arguments.clinic in (None, one.clinic)]
        every = (one for clinic in clinics for one in trail.entries(connection, clinic, arguments.first - 1))
        chosen = list(islice((one for one in every if _asked(arguments, one)), max(0, arguments.limit)))
    if arguments.format == "json":
        print_json([_plain(one) for one in chosen])
    else:
        for one in chosen:
            at = one.at.isoformat(sep=" ", timespec="seconds").partition("+")[0]
            print(f"{one.clinic} {one.number:>6}  {at}  {one.actor:<24} {one.action:<13} {one.subject} {one.detail}")
    if not chosen:
        say("no entry is as asked.")
    return 0


def _asked(arguments: Namespace, one: Entry) -> bool:
    return arguments.actor in (None, one.actor) and arguments.subject in (None, one.subject)


def _plain(one: Entry) -> dict[str, Any]:
    return {
        "clinic": one.clinic, "number": one.number, "at": one.at.isoformat(), "actor": one.actor,
        "action": one.action, "subject": one.subject, "detail": one.detail, "hash": one.hash,
    }  # fmt: skip
