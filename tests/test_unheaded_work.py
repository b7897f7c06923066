"""Work under no heading of a part: a name alone over its list, and the list of the only service apart from it."""

from __future__ import annotations

from romberg import coding, notes

_SWALLOW = """SWALLOW THERAPY NOTE
DOS 04/07/2026    Medicare B
Dx: R13.13

92526 individual 30 min, 1:30 to 2:00.
Diet IDDSI 5 minced. Coughed on pills x2 this wk.
FEES 02/20: PAS 5 thin, pyriform residue mild.
- Supraglottic swallow w/ 5 ml water, 15 trials
- Masako x 10, tongue hold seen each time
E-stim for swallow declined.
EAT-10: 17.

Response: cough 3 of first 8, 0 of last 7.
Plan: 2x/wk.
Total treatment min 30.   Charge 92526-GN x1
A. Example, MS, CCC-SLP. Electronically signed 04/07/2026 15:12.
"""
_NAMES = """Date: 06/18/2026      Anthem      G35.D
PT: A. Example, PT, DPT

"My hand shakes the soup." He swims Fridays.
Neuromuscular re-education
  tandem stance on foam
Therapeutic exercise
  bridge 2x12
SARA 14.
97112 x1, 97110 x1
A. Example, PT, DPT e-signed 06/18/2026 13:10
"""


def _told(note: str) -> dict[str, list[str]]:
    found = coding.code(notes.read(note)).procedures
    return {one.code: [activity.text for activity in one.activities] for one in found}


def test_a_list_apart_from_the_line_of_the_only_service_is_its_own() -> None:
    told = _told(_SWALLOW)
    assert list(told) == ["92526"]
    assert told["92526"][0] == "Supraglottic swallow w/ 5 ml water, 15 trials"
    assert any(text.startswith("Masako") for text in told["92526"])
    assert not any("PAS" in text or "IDDSI" in text for text in told["92526"])


def test_fees_heads_charges_only_where_charges_stand_behind_it() -> None:
    charged = _SWALLOW.replace("Charge 92526-GN x1", "\nFees: 92526-GN x1")
    assert [(one.code, one.units) for one in notes.read(charged).billed] == [("92526", 1)]


def test_a_name_alone_over_its_list_opens_work_without_minutes() -> None:
    assert _told(_NAMES) == {"97112": ["tandem stance on foam"], "97110": ["bridge 2x12"]}
