"""Levels of the spine as the name of an adjustment; a modality that is the only work a charge can be of."""

from __future__ import annotations

import pytest

from romberg import coding, notes

_CHIRO = (
    "10/01/2026 | T. Obi, 36 | Cigna | Tierney Chiropractic PC\nCC: upper back tight.\nTx: {work}\n"
    "A: thoracic stiffness, skilled care needed.\nP: 2x wk.\nM99.02\n98940\ne-signed Owen Tierney, DC 10/01/26\n"
)
_PT = (
    "Keller Ortho PT, Medicare pt Emil N. 71, 5/14/26, M54.16\nRx/ {work}\n"
    "    ex 18 min - bridge march 2x10; sciatic slider 2x15\n"
    "As/ L5 root. PT needed to drive truck.\n"
    "{charges}   timed 18 min   total 36 min\nBruno Keller, PT e-sig 5/14/2026\n"
)


def _codes(text: str) -> list[str]:
    return [procedure.code for procedure in coding.code(notes.read(text)).procedures]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        ("T3, T6 prone anterior.", ["98940"]),
        ("C5 and T4 supine, low force.", ["98940"]),
        ("C2, T6, L4 side posture.", ["98941"]),
        ("T3-6 tender on palpation.", []),
        ("massage only, 10 min.", ["97124"]),
    ],
)
def test_levels_with_a_technique_tell_an_adjustment(work: str, expected: list[str]) -> None:
    assert _codes(_CHIRO.format(work=work)) == expected


@pytest.mark.parametrize(
    ("charges", "expected"),
    [
        ("97140-GP x1  97110-GP x1", ["97012", "97110"]),  # nothing else can be what 97140 charges
        ("97110-GP x1", ["97110"]),  # traction that nobody charges is comfort
    ],
)
def test_a_modality_stays_where_a_charge_has_no_other_work(charges: str, expected: list[str]) -> None:
    work = "lumbar traction 18 min, 60 lb, set up by PT"
    assert sorted(_codes(_PT.format(work=work, charges=charges))) == expected


_ONE_FOUND = (
    "PT daily note DOS 3/2/26  Medicare\nS: no falls\nTx: tandem stance on foam.\nA: unsteady, needs skilled PT\n"
    "P: cont 2x/wk\n{charges}   timed 38 min   total 38 min\nJane Doe, PT e-signed 3/2/26\n"
)


@pytest.mark.parametrize(
    ("charges", "minutes"),
    [
        ("97112 x3", 38),
        ("97112 x2, 97010", 38),  # heat is not paid by time
        ("97112 x2, 97530 x1", None),  # some of the time was another service's, which nothing tells
        ("97112 x2, 97116 x1, 97110 x1", None),
    ],
)
def test_the_stated_time_is_the_only_found_services_where_no_other_timed_one_is_charged(
    charges: str, minutes: int | None
) -> None:
    procedures = coding.code(notes.read(_ONE_FOUND.format(charges=charges))).procedures
    assert [(p.code, p.minutes) for p in procedures] == [("97112", minutes)]
