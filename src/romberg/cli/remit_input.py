"""The files of `romberg remit`: remittances, claims, and reports of `romberg check`."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from romberg.checks.foretold import Foretold
from romberg.claims import Remittance
from romberg.formats import fhir
from romberg.formats.note_file import file_bytes, opened_file
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.billed import billed
from romberg.formats.x12.r835 import remittances
from romberg.formats.x12.segments import uncollected
from romberg.report.answers import KnownClaim, dated_lines, together

STDIN = "-"
_CLAIMS = (".837", ".837p", ".x12", ".edi", ".txt")
_LARGEST_REPORTS = 500_000_000


@contextmanager
def source(path: str) -> Iterator[IO[bytes]]:
    """A file, a pipe or standard input, open to be gone through more than once."""
    if path == STDIN:
        yield io.BytesIO(sys.stdin.buffer.read())
        return
    with opened_file(path) as stream:
        yield stream if stream.seekable() else io.BytesIO(stream.read())


def payments(stream: IO[bytes]) -> Iterator[Remittance]:
    """The payments of a file (835, or ExplanationOfBenefit in JSON), from its beginning.

    Raises Unreadable at what breaks it.
    """
    stream.seek(0)
    is_json = fhir.is_json(stream)
    with uncollected():
        yield from fhir.remittances(stream) if is_json else remittances(stream)


def files(paths: Iterable[str]) -> Iterator[str]:
    """The files of claims that are named; a folder gives those whose names end as claims' files do."""
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        found = sorted(str(one) for one in Path(path).rglob("*") if one.is_file() and one.suffix.lower() in _CLAIMS)
        if not found:
            says = f"{path} holds no file of claims ({', '.join(_CLAIMS)}); name the file itself."
            raise Unreadable("no_claims", says, "--claims")
        yield from found


def claims(path: str) -> Iterator[KnownClaim]:
    """The claims of a file with what each line should bring; raises Unreadable where it holds none."""
    with opened_file(path) as stream, uncollected():
        yield from together((one.claim, None, ()) for one in billed(stream) if dated_lines(one.claim))


def findings(path: str) -> dict[str, tuple[Foretold, ...]]:
    """What `romberg check --format jsonl` found, by the name of each note's file, which is its claim's number."""
    found: dict[str, tuple[Foretold, ...]] = {}
    for number, line in enumerate(file_bytes(path, _LARGEST_REPORTS).decode("utf-8", "replace").splitlines(), 1):
        if line.strip():
            report = _report(line, path, number)
            found[Path(str(report.get("source", ""))).stem] = tuple(_foretold(report["findings"]))
    return found


def _report(line: str, path: str, number: int) -> Mapping[str, Any]:
    try:
        report = json.loads(line)
        if isinstance(report, dict) and "error" in report:
            return report | {"findings": []}
        if isinstance(report, dict) and isinstance(report.get("findings"), list):
            return report
    except ValueError:
        pass
    says = f"{path}, line {number}, is no report; give what `romberg check --format jsonl` printed."
    raise Unreadable("not_a_report", says, path)


def _foretold(findings: Sequence[Any]) -> Iterator[Foretold]:
    for one in findings:
        if isinstance(one, dict) and one.get("severity") in ("blocks", "warns") and "rule" in one:
            yield Foretold(str(one["rule"]), one.get("code"), str(one.get("outcome")), str(one["severity"]))


def with_findings(claim: KnownClaim, told: tuple[Foretold, ...]) -> KnownClaim:
    """A claim with what was found before it went out."""
    return replace(claim, findings=told)
