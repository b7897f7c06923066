"""One target under atheris, which looks for inputs that reach new code. `python -m fuzz.guided TARGET SECONDS`"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

atheris: Any = import_module("atheris")  # not installed everywhere, and without types of its own
SEEDS = Path(__file__).parent / "seeds"


def main() -> None:
    """Fuzz one target from its seeds; what breaks it is kept among them as `crash-…`."""
    name, seconds = sys.argv[1], sys.argv[2]
    with atheris.instrument_imports(include=["romberg", "pypdf"], enable_loader_override=False):
        from fuzz.targets import TARGETS  # noqa: PLC0415  # instrumented while it is loaded

        TARGETS[name](next(iter(sorted((SEEDS / name).iterdir()))).read_bytes())  # loads what loads late
    grown = tempfile.mkdtemp(prefix=f"fuzz-{name}-")
    options = [
        f"-max_total_time={seconds}",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-max_len=60000",
        "-print_final_stats=1",
        "-verbosity=0",
        f"-artifact_prefix={SEEDS / name}/",
    ]
    atheris.Setup([sys.argv[0], *options, grown, str(SEEDS / name)], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
