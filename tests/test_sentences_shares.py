"""Sentences: how many of the minutes of each service are the assistant's alone."""

from __future__ import annotations

import pytest
from marked import cases

from romberg import coding, notes

_HEAD = "PT daily DOS 3/2/26 Medicare\nS: no falls\nO: "
_END = "\nA: unsteady\nP: cont 2x/wk\nJane Doe, PT e-signed 3/2/26\nMark Poe, PTA e-signed 3/2/26"


@pytest.mark.parametrize("line", cases("shares.txt"))
def test_each_service_has_its_minutes_and_those_of_the_assistant(line: str) -> None:
    told, _, wanted = line.replace("\\n", "\n").partition(" => ")
    found = coding.code(notes.read(_HEAD + told + _END)).procedures
    assert sorted(f"{one.code} {one.minutes}/{one.assistant_minutes}" for one in found) == sorted(wanted.split(", "))
