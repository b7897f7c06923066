"""`romberg restore`: a workplace made of a backup on an empty machine, with the proof that nothing is missing."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from romberg.cli.output import print_json
from romberg.cli.workplace.backup import held, tell


def run(arguments: Namespace) -> int:
    """Restore, or prove a backup without restoring it."""
    from romberg.store.workplace import keys  # noqa: PLC0415  # a quarter of a second
    from romberg.store.workplace.backup import check, restore  # noqa: PLC0415  # as above

    path, key_file = Path(arguments.file), Path(arguments.keys) if arguments.keys else keys.key_path()
    told = check(path, keys.load(key_file)) if arguments.check else restore(path, key_file)
    if arguments.format == "json":
        head = {"made_at": told.head.made_at, "program": told.head.program, "step": told.head.step}
        print_json({"restored": not arguments.check, **head, **held(told.members)})
        return 0
    tell(told.members)
    how = "proves whole" if arguments.check else "was restored, compared row by row with what the backup lists"
    print(f"The backup of {told.head.made_at[:19].replace('T', ' ')} {how}.")
    return 0
