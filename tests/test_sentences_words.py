"""Words of each discipline for its work, without its code; and words of life, findings and plans, which are no work."""

from __future__ import annotations

import re

import pytest
from marked import cases

from romberg import coding, notes

_HEADS = {
    "PT": ("PT daily note", "Jane Doe, PT, DPT"),
    "OT": ("OT daily note", "Ann Roe, OTR/L"),
    "SLP": ("Speech therapy daily note", "Kim Poe, M.S., CCC-SLP"),
    "DC": ("Chiropractic daily note", "Josh Moe, DC"),
    "MD": ("Physician office visit, therapy supervised by MD", "Sam Loe, MD"),
}
_NAMES = {
    "97112": "Neuro re-ed",
    "97110": "Ther ex",
    "97530": "Ther act",
    "97116": "Gait training",
    "97140": "Manual therapy",
    "97535": "Self-care",
    "97542": "Wheelchair management",
    "97533": "Sensory integration",
    "97129": "Cognitive tx",
    "92507": "Speech tx",
    "92526": "Dysphagia tx",
    "97113": "Aquatic therapy",
    "97760": "Orthotic management",
    "97763": "Orthotic checkout",
    "97761": "Prosthetic training",
    "97537": "Community reintegration",
}
_WORK = {
    "PT": ("97110", "Ther ex 15 min: quad sets 2x10, bridges 2x10"),
    "OT": ("97535", "Self-care 15 min: LB dressing with reacher"),
    "SLP": ("92507", "Speech tx 30 min: semantic feature analysis 12/20"),
    "DC": ("98940", "CMT: C5 and T6 diversified"),
}
_TIMED = re.compile(r"\d\s*min\b")


def _codes(
    discipline: str, middle: str, said: str = "no new complaints since last visit", plan: str = "cont"
) -> list[str]:
    head, signer = _HEADS[discipline]
    text = (
        f"{head}   DOS 03/02/2026   Medicare Part B\nS: {said}.\n{middle}\nA: needs skilled care.\n"
        f"P: {plan}\nElectronically signed: {signer} 03/02/2026"
    )
    return [one.code for one in coding.code(notes.read(text)).procedures]


def _visits(discipline: str, accepted: list[str], words: str) -> list[list[str]]:
    """The codes of the work told in a list or, every other one, in a sentence, and behind the name of its service."""
    before, after = ("", ".") if _TIMED.search(words) else ("15 min: ", " for 15 min.")
    told = [f"O: Treatment: {words}{after}" if len(words) % 2 else f"O:\n- {before}{words}"]
    if accepted[0] in _NAMES:
        told.append(f"O: {_NAMES[accepted[0]]} {'15 min' if before else ''}: {words}")
    return [_codes(discipline, one) for one in told]


def _aside(discipline: str, part: str, words: str) -> list[list[str]]:
    """The codes of a visit with one plain service, and words beside it that are no work."""
    work = _WORK[discipline][1]
    if part == "S":
        return [_codes(discipline, f"O: alert\n{work}", words), _codes(discipline, f"O: {words}\n{work}")]
    if part in ("P", "G"):
        return [_codes(discipline, f"O: alert\n{work}", plan=words if part == "P" else f"cont\n{words}")]
    return [_codes(discipline, f"O: {words}\n{work}"), _codes(discipline, f"O: Objective findings: {words}\n{work}")]


@pytest.mark.parametrize("line", cases("words.txt"))
def test_words_of_work_have_their_code_and_others_none(line: str) -> None:
    discipline, told, words = line.split(" | ", 2)
    if told in ("S", "O", "P", "G"):
        assert all(codes == [_WORK[discipline][0]] for codes in _aside(discipline, told, words))
        return
    accepted = told.split()
    for codes in _visits(discipline, accepted, words):
        assert len(codes) == 1
        assert codes[0] in accepted, codes
