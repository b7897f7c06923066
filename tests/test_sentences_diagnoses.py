"""Marked sentences of the diagnosis reader."""

from __future__ import annotations

import pytest
from marked import parse, sentences

from romberg.notes import diagnoses
from romberg.notes.layout import cut

_LINES = tuple(sentences("diagnoses.txt"))


@pytest.mark.parametrize("line", _LINES, ids=range(len(_LINES)))
def test_each_marked_code_is_found_once_and_nothing_else(line: str) -> None:
    text, marks = parse(line)
    found = diagnoses.read(cut(text))
    assert sorted(d.code for d in found) == sorted({m.values["code"] for m in marks})
    for diagnosis in found:
        start, end = diagnosis.spans[0]
        assert text[start:end].upper().replace(".", "") == diagnosis.code.replace(".", "")
