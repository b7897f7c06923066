"""Invented visit notes of about 1.8 kB, varied by a seed; no person in them lives."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

_FIRST = ("Ada", "Bo", "Cleo", "Dov", "Edda", "Finn", "Greta", "Hugo", "Ines", "Jorn", "Kaia", "Lev")
_LAST = ("Falk", "Quist", "Vale", "Marsh", "Thorne", "Ibsen", "Novak", "Orley", "Pell", "Rusk", "Sand", "Tyne")
_PAYERS = ("Medicare Part B", "Aetna", "BCBS", "Medicaid", "UnitedHealthcare", "Humana Medicare Advantage")
_DX = ("R26.81", "R26.89", "R29.6", "I69.354", "G20.A1", "M54.50", "M17.11", "S83.511D")
_WORK = {
    "97112": ("Neuromuscular re-education", (
        "tandem stance on foam 4 x 30 s with the therapist guarding at the hips",
        "reactive steps to release from lean in three directions x 6",
        "head turns while walking 4 x 20 ft, two losses of balance recovered with min assist",
        "single leg stance on the right, eyes closed, 3 x 10 s",
    )),
    "97110": ("Therapeutic exercise", (
        "sit to stand 3 x 8 without hands", "heel raises 2 x 15", "step ups on a 4 inch box x 10 each leg",
        "leg press 3 x 10 at 60 lb",
    )),
    "97530": ("Therapeutic activities", (
        "floor to stand transfer x 4 with a chair", "carrying a 10 lb laundry basket over a threshold x 5",
        "reaching into an overhead cupboard with 3 lb x 12",
    )),
    "97116": ("Gait training", (
        "walking 200 ft with a single point cane, cues for step length", "stairs, 12 steps up and down, one rail",
    )),
    "97140": ("Manual therapy", (
        "grade III posterior glide of the talus, left ankle, 3 x 1 min", "soft tissue work to the right quadratus",
    )),
}  # fmt: skip
_SAID = (
    "Pt reports two near falls on the stairs this week and is afraid of the bath.",
    "States that walking to the mailbox takes longer than last month; no pain at rest.",
    "Says that the knee gives way when turning; slept well; no new medicines.",
)
_ASSESSED = (
    "Sway grows with eyes closed; needs skilled cues to shift weight to the right. Remains at risk of a fall at home.",
    "Step length improves with cues and is lost without them, so the skill of a therapist is still required.",
    "Strength limits stairs; progress towards the goal of one flight without a rail is steady.",
)
_PLANS = (
    "Continue 2x/wk for 4 weeks. Add dual task work next visit. HEP: chair stands 2 x 10 daily.",
    "2x/wk x 3 wks; BOSU next time if the knee allows. Reassess on visit 10.",
)


def note(seed: int) -> str:
    """One note, always the same for a seed."""
    pick = Random(seed)
    on = date(2026, 1, 5) + timedelta(days=pick.randrange(280))
    therapist = f"{pick.choice(_FIRST)} {pick.choice(_LAST)}"
    codes = pick.sample(sorted(_WORK), pick.choice((2, 3)))
    minutes = {code: pick.randrange(8, 31) for code in codes}
    timed = sum(minutes.values())
    lines = [
        "Harbour Lane Physical Therapy                         DAILY NOTE",
        f"Patient: {pick.choice(_FIRST)[0]}. {pick.choice(_LAST)}    Date of service: {on:%m/%d/%Y}    "
        f"Payer: {pick.choice(_PAYERS)}",
        f"Dx: {', '.join(pick.sample(_DX, 2))}    Visit {pick.randrange(2, 9)} of 12    "
        f"Cert {on - timedelta(days=20):%m/%d/%Y} to {on + timedelta(days=60):%m/%d/%Y}",
        "",
        f"S: {pick.choice(_SAID)}",
        "O:",
        *(line for code in codes for line in _block(pick, code, minutes[code])),
        f"   TUG {pick.uniform(9, 22):.1f} s (was {pick.uniform(14, 26):.1f} s on {on - timedelta(days=21):%m/%d/%Y}). "
        f"Berg {pick.randrange(36, 54)}/56. Pain {pick.randrange(0, 5)}/10.",
        f"R: Tolerated well; {pick.randrange(1, 4)} losses of balance, caught by the therapist; fewer with cues to the "
        "hip and with the gaze held on the wall. HR 92 to 108, BP 128/74 after the last set, no dizziness.",
        f"A: {pick.choice(_ASSESSED)} {_filler(pick)}",
        f"P: {pick.choice(_PLANS)}",
        "",
        "   ".join(f"{code} x {max(1, round(minutes[code] / 15))}" for code in codes),
        f"Total timed: {timed} min    Total treatment time: {timed + pick.randrange(0, 12)} min",
        f"{therapist}, PT, DPT    electronically signed {on:%m/%d/%Y} {pick.randrange(8, 18)}:{pick.randrange(10, 60)}",
    ]
    return "\n".join(lines) + "\n"


def _block(pick: Random, code: str, minutes: int) -> list[str]:
    name, work = _WORK[code]
    done = pick.sample(work, min(len(work), pick.choice((2, 3))))
    return [f"   {name} ({code}) {minutes} min:", *(f"     - {one}" for one in done)]


def _filler(pick: Random) -> str:
    """Sentences about the rest of life, of which a note is full and nothing counts."""
    said = (
        "Her neighbour walks the dog for 20 minutes every evening.",
        "He used to do yoga and may take it up again after discharge.",
        "The daughter asks about a walker with a seat; catalogue given.",
        "Lives in a house with six steps to the door and a rail on the left side only.",
        "No traction and no ultrasound were needed today.",
        "Goal: stand on one leg for 10 s on each side within four weeks.",
        "Was seen by the cardiologist last week, no restriction of effort.",
    )
    return " ".join(pick.sample(said, 6))
