"""`romberg backup`: everything that the workplace keeps in one encrypted file."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from romberg.cli.output import print_json, say

if TYPE_CHECKING:
    from romberg.store.workplace.backup.members import Member


def run(arguments: Namespace) -> int:
    """Take a backup; what it holds is counted and hashed."""
    from romberg.store.workplace import existing  # noqa: PLC0415  # a quarter of a second
    from romberg.store.workplace.backup import take  # noqa: PLC0415  # as above

    with closing(existing("left")) as workplace:
        taken = take(workplace, Path(arguments.file))
        key_file = workplace.key_file
    if arguments.format == "json":
        print_json({"file": arguments.file, "bytes": taken.size, "manifest": taken.manifest, **held(taken.members)})
    else:
        tell(taken.members)
        print(f"{arguments.file}: {taken.size} bytes, manifest {taken.manifest[:16]}.")
    say(f"it can be read with the key file alone, which is not in it: keep a copy of {key_file} apart from backups.")
    return 0


def held(members: Iterable[Member]) -> dict[str, Any]:
    """What a backup holds, as JSON carries it."""
    plain = [{"kind": one.kind, "name": one.name, "count": one.count, "sha256": one.sha256} for one in members]
    return {"members": plain}


def tell(members: Iterable[Member]) -> None:
    """A line for each table, and one for all files."""
    files = [one for one in members if one.kind == "file"]
    for one in members:
        if one.kind == "table":
            print(f"{one.name:<16} {one.count:>9} rows   {one.sha256[:16]}")
    print(f"{'files':<16} {len(files):>9} with {sum(one.count for one in files)} bytes")
