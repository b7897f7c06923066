"""`romberg keys`: a new key for everything that the workplace keeps sealed."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from romberg.cli.output import say
from romberg.formats.unreadable import Unreadable


def run(arguments: Namespace) -> int:
    """Rotate the keys, or drop old ones; what was cut short is gone on with."""
    from romberg.store.workplace import existing, rotation  # noqa: PLC0415  # a quarter of a second

    with closing(existing()) as workplace:
        if arguments.action == "rotate":
            done = rotation.rotate(workplace)
            went = " (an earlier run was gone on with)" if done.went_on else ""
            print(f"{done.rows} rows are sealed with the new key {done.key}{went}. Old keys stay for older backups.")
            say(f"copy the key file {workplace.key_file} to where its copy is kept; without it no backup can be read.")
            return 0
        if rotation.left_to_seal(workplace):
            says = "Something is still sealed with an older key; run `romberg keys rotate` to its end first."
            raise Unreadable("keys", says, "forget-old")
        print(
            f"{rotation.forget_old_keys(workplace)} old keys were dropped; backups made with them need an older copy."
        )
    return 0
