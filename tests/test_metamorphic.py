"""What must not change an answer: lines that tell nothing of today's treatment, line ends, composed or split letters.

A sample runs by default; `ROMBERG_TESTS=all` puts each of the hundred lines into each visit. The labelled visits that
lie beside the checkout are read too where they are there.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from injections import LINES, Line

from romberg import notes
from romberg.batch.check import check_all
from romberg.batch.options import Options
from romberg.notes.addressed import addressed
from romberg.report import Report

HERE = Path(__file__).parent
BESIDE = HERE.parents[1] / "shared" / "visits" / "dev"
# What a plan that changes something answers: it is no plateau, and no mere copy of the last visit.
PLAN_RULES = ("coverage/plateau_without_change", "documentation/text_cloned")
EVERYTHING = os.environ.get("ROMBERG_TESTS") == "all"
ALL_VISITS = (*sorted((HERE / "visits").glob("*/*.txt")), *sorted(BESIDE.glob("*.txt")))
VISITS = ALL_VISITS if EVERYTHING else ALL_VISITS[::3]
_SUBJECTIVE = re.compile(r"^(?!\s*/s/)\W*(?:s|subj|subjective)\b\s*(?:\d{1,2}/\d{1,2}\s*)?[:>|)\-/.]", re.IGNORECASE)
_PLAN = re.compile(r"^\W*(?:p|plan)\b\s*(?:\d{1,2}/\d{1,2}\s*)?[:>|)\-/.]", re.IGNORECASE)


@cache
def _text(path: Path) -> str:
    return path.read_text("utf-8")


def _facts(checked: Any) -> dict[str, Any]:
    """What an answer says, without the places where it stands."""
    assert isinstance(checked, Report)
    report = checked.as_dict()
    visit = report["visit"]
    return {
        "procedures": sorted((p["code"], p["minutes"] or 0, p["assistant_minutes"]) for p in visit["procedures"]),
        "units": report["units"]["cms"],
        "minutes": (visit["timed_minutes"], visit["total_minutes"]),
        "light": report["light"],
        "billed": [(line["code"], line["units"]) for line in report["billed"]],
        "measures": sorted((m["measure"], m["value"]) for m in visit["measures"]),
        "day": (visit["service_date"], visit["kind"], visit["payer"], visit["discipline"]),
        "people": sorted((p["name"], p["role"], p["signed"]) for p in visit["clinicians"]),
        "diagnoses": [d["code"] for d in visit["diagnoses"]],
        "planned": _is_shown(visit["documentation"]["plan"]),
        "plan rules": sorted(
            f["rule"] for f in report["findings"] if f["rule"] in PLAN_RULES and f["outcome"] == "fail"
        ),
    }


def _is_shown(proof: Any) -> bool:
    return bool(proof["spans"] if isinstance(proof, dict) else proof)


def _answers(texts: Sequence[str]) -> list[dict[str, Any]]:
    """The answers on many notes in one call, which is much quicker than one by one."""
    given = [(str(at), lambda text=text: text) for at, text in enumerate(texts)]
    return [_facts(checked) for checked in check_all(given, Options(debug=True))]


@cache
def _plain() -> list[dict[str, Any]]:
    return _answers([_text(path) for path in VISITS])


def _with(text: str, line: Line, turn: int) -> str | None:
    """A note with a line where people write such lines; None where the note has no such part."""
    lines = text.split("\n")
    if line.place in ("subjective", "plan"):
        pattern = _SUBJECTIVE if line.place == "subjective" else _PLAN
        at = next((index for index in reversed(range(len(lines))) if pattern.match(lines[index])), None)
        if at is None:
            return None
        part = lines[at].rstrip()
        lines[at] = f"{part}{'' if part[-1:] in '.!?' else '.'} {line.text}"
    else:
        at = 1 if line.place == "top" else (0, 1, len(lines))[turn % 3]
        lines.insert(at, line.text)
    return "\n".join(lines)


def _unchanged(before: dict[str, Any], after: dict[str, Any], plans: bool) -> bool:
    """Whether an answer is the same; a line that plans may be the plan that was missing, and change the light by it.

    A line that the note before does not have, makes less of a copy of it.
    """
    came = after["planned"] > before["planned"] or len(after["plan rules"]) < len(before["plan rules"])
    copied = {"documentation/text_cloned"}
    own = set(before["plan rules"]) - set(after["plan rules"]) == copied
    free = {"planned", "plan rules", "light"} if (plans and came) or own else set()
    return all(before[name] == after[name] for name in before if name not in free)


@pytest.mark.parametrize("share", range(10))
def test_a_line_that_tells_nothing_of_today_changes_nothing(share: int) -> None:
    tried = [
        (visit, line, text)
        for visit, path in enumerate(VISITS)
        for number, line in enumerate(LINES)
        if number % 10 == share and (EVERYTHING or (visit * 7 + number) % len(LINES) < 4)
        if (text := _with(_text(path), line, visit + number)) is not None
    ]
    assert tried
    plain = _plain()
    changed = [
        (VISITS[visit].name, line.text, _differences(plain[visit], answer))
        for (visit, line, _), answer in zip(tried, _answers([text for _, _, text in tried]), strict=True)
        if not _unchanged(plain[visit], answer, line.place == "plan")
    ]
    assert changed == []


def _differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]}


def test_twenty_such_lines_at_once_change_nothing() -> None:
    """The head of the note aside, whose titles are sought in its first lines."""
    chosen = range(0, len(VISITS), 1 if EVERYTHING else 5)
    texts = [_text(VISITS[visit]) for visit in chosen]
    for line in LINES[::5]:
        texts = [_with(text, line, 2) or text for text in texts]
    plain = _plain()
    found = zip(chosen, _answers(texts), strict=True)
    changed = [
        (VISITS[visit].name, _differences(plain[visit], answer))
        for visit, answer in found
        if not _unchanged({**plain[visit], "day": answer["day"]}, answer, plans=True)
    ]
    assert changed == []


@pytest.mark.parametrize("line", [line for line in LINES if line.place == "anywhere"], ids=range(20))
def test_a_sentence_to_a_program_is_left_out_and_told(line: Line) -> None:
    note = _text(VISITS[0])
    for text in (f"{note}\n{line.text}\n", f"{line.text}\n{note}", note.replace("\n", f"\n{line.text}\n", 1)):
        aside = notes.read(text).addressed
        assert "".join(text[start:end] for start, end in aside).replace(" ", "") in line.text.replace(" ", "")
        assert aside


def test_no_visit_speaks_to_a_program() -> None:
    assert [(path.name, aside) for path in ALL_VISITS if (aside := addressed(_text(path)))] == []


def test_line_ends_change_nothing() -> None:
    chosen = VISITS if EVERYTHING else VISITS[::4]
    plain = dict(zip(VISITS, _plain(), strict=True))
    for ending in ("\r\n", " \n"):
        answers = _answers([_text(path).replace("\n", ending) for path in chosen])
        assert [a for a, path in zip(answers, chosen, strict=True) if a != plain[path]] == []


def test_composed_and_split_letters_are_the_same() -> None:
    chosen = VISITS if EVERYTHING else VISITS[1::5]
    accented = [re.sub(r"\b([A-Z][a-z]*)e([a-z]*)\b", "\\1é\\2", _text(path)) + "\nMañana: ½ über" for path in chosen]
    composed = _answers([unicodedata.normalize("NFC", text) for text in accented])
    split = _answers([unicodedata.normalize("NFD", text) for text in accented])
    for one, other in zip(composed, split, strict=True):
        assert {**one, "people": _composed(one)} == {**other, "people": _composed(other)}


def _composed(answer: dict[str, Any]) -> list[tuple[str, ...]]:
    return [(unicodedata.normalize("NFC", name), *rest) for name, *rest in answer["people"]]
