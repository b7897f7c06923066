"""Other readers of 837P, timed by a Python that has them: `PYTHON bench/x12_others.py FILE` prints MB a second."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

_TURNS = 3


def main() -> None:
    """Each reader that is there, the shortest of three turns, after one that loads what it loads late."""
    text = Path(sys.argv[1]).read_text(encoding="ascii").replace("\n", "")
    found = {}
    if find_spec("hccinfhir"):
        read = import_module("hccinfhir.extractor").extract_sld
        found["hccinfhir"] = _rate(lambda: read(text, format="837"), text)
    if find_spec("openx12"):
        parse = import_module("openx12.x837p").parse
        found["openx12"] = _rate(lambda: parse(text), text)
    print(json.dumps(found))


def _rate(read: Callable[[], object], text: str) -> float:
    spent = []
    for _ in range(_TURNS):
        start = time.process_time()
        read()
        spent.append(time.process_time() - start)
    return len(text) / 1e6 / min(spent)


if __name__ == "__main__":
    main()
