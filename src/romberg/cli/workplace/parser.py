"""What can be typed about the workplace's store: its trail, its keys, backups, and the self-check."""

from __future__ import annotations

from romberg.cli.asking import Commands, command


def add(commands: Commands) -> None:
    """Add the commands, each made as all others are."""
    for one in (_backup, _restore, _audit_log, _keys, _doctor):
        one(commands)


def _audit_log(commands: Commands) -> None:
    about = "prove the workplace's audit trail, or show it: who did what, when, to what"
    made = command(commands, "audit-log", about, "romberg audit-log verify")
    made.set_defaults(module="workplace.audit_log")
    made.add_argument("action", choices=("verify", "show", "heads"), help="prove it, print entries, or print its heads")
    made.add_argument("--heads", metavar="FILE", help="heads that were kept (workplace.heads beside the key file)")
    made.add_argument("--clinic", metavar="ID", help="this clinic's entries alone")
    made.add_argument("--actor", metavar="ID", help="what this person did")
    made.add_argument("--subject", metavar="NAME", help="what was done to this, such as visit/ID")
    made.add_argument("--from", dest="first", type=int, default=1, metavar="N", help="entries from this number on")
    made.add_argument("--limit", type=int, default=200, metavar="N", help="at most so many (200)")
    made.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def _keys(commands: Commands) -> None:
    about = "seal everything that the workplace keeps with a new key"
    made = command(commands, "keys", about, "romberg keys rotate")
    made.set_defaults(module="workplace.keys")
    made.add_argument("action", choices=("rotate", "forget-old"), help="a new key; or drop those that seal nothing")


def _backup(commands: Commands) -> None:
    about = "write everything that the workplace keeps into one encrypted file, while people work"
    made = command(commands, "backup", about, "romberg backup clinic-2026-11-27.backup")
    made.set_defaults(module="workplace.backup")
    made.add_argument("file", metavar="FILE", help="the file to write; one that is there stays as it is")
    made.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def _restore(commands: Commands) -> None:
    about = "make a workplace of a backup on an empty machine, and prove that nothing is missing"
    made = command(commands, "restore", about, "romberg restore clinic-2026-11-27.backup --keys workplace.keys")
    made.set_defaults(module="workplace.restore")
    made.add_argument("file", metavar="FILE", help="the backup")
    made.add_argument("--keys", metavar="FILE", help="the copy of the key file (the one at its place)")
    made.add_argument("--check", action="store_true", help="read the whole backup and prove it; restore nothing")
    made.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")


def _doctor(commands: Commands) -> None:
    about = "look whether it is safe to start the workplace, each fault with its fix in a line"
    made = command(commands, "doctor", about, "romberg doctor")
    made.set_defaults(module="workplace.doctor")
    made.add_argument("--renew", action="store_true", help="bring a database of an earlier version to this one")
    made.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
