"""Invented notes for properties: work done, its codes and minutes known, and sentences of work that was not done."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st


class Block(NamedTuple):
    """One service of an invented note: its code, its minutes, and the line that tells it."""

    code: str
    minutes: int
    line: str


WORK = {
    "97112": ("Neuromuscular re-education", "NMR", "tandem stance on foam", "cone taps, head turns", "rocker board"),
    "97110": ("Therapeutic exercise", "Ther ex", "leg press 3x10", "bridges 2x15", "heel slides x20"),
    "97116": ("Gait training", "Gait trng", "step length cues with the rolling walker", "curbs with SPC", "ramps"),
    "97140": ("Manual therapy", "MT", "patellar glides gr III", "soft tissue mobilization, calf", "STM upper trap"),
    "97530": ("Therapeutic activities", "Ther act", "car transfer x 4", "box lift floor to waist", "tub transfer"),
    "97535": ("Self-care", "ADL training", "donning socks with the sock aid", "grooming at sink", "shoe tying"),
}  # fmt: skip
FORMS = (
    "{label} {minutes} min: {work}",
    "{label} ({code}) x {minutes} min - {work}",
    "{minutes} minutes of {label}: {work}",
    "{code} {label}: {minutes} min, {work}",
    "{label}: {minutes}'\n  - {work}",
    "{label} x{minutes} min {work}",
)
_OPEN = (
    "Harbour Lane Therapy  daily note\n"
    "Patient: O. Quist   Date: 03/12/2026   Medicare Part B   Dx R26.81\n"
    "S: no falls.\n"
)
_CLOSE = (
    "A: sway with eyes closed, needs skilled cues.\nP: continue 2x/wk.\n{totals}Ida Falk, PT, DPT   signed 03/12/2026\n"
)
# What clinicians write of work that was not furnished in this visit to this patient; {x} is the work.
NOT_DONE = {
    "declined": (
        "{X} held today.", "{X} was not performed.", "Did not do {x} today.", "No {x} today.", "Pt declined {x}.",
        "Patient refused {x}.", "{X} deferred d/t pain.", "{X}: not done", "{X} - held", "Skipped {x}.",
        "{X} wasn't done.", "Unable to do {x}, BP 180/96.", "Held {x} this visit.", "{X} contraindicated.",
        "Ran out of time for {x}.", "We are not doing {x}.", "{X} N/A", "{X} 15 min was ordered but not done.",
    ),
    "planned": (
        "Next visit: {x} 15 min.", "Will add {x} next week.", "Plan to start {x} 10 min next session.",
        "{X} to be added.", "NV: {x}.", "Consider {x}.", "Once cleared we will begin {x}, 15 min.",
        "{X} scheduled for Friday.", "Interventions planned include {x}.", "We'll try {x} on Monday.",
        "{X} x 10 min next time.",
    ),
    "home program": (
        "HEP: {x} daily.", "Continue {x} at home 10 min a day.", "Home program: {x} 15 min.", "{X} bid.",
        "Issued {x} for home.", "{X} at home, 20 minutes every night.", "Does {x} at home most days.",
    ),
    "prior visit": (
        "Last visit we did {x} for 15 min.", "Previously {x} 12 min.", "Yesterday {x}, 20 min.", "Last session: {x}.",
        "Last week {x} 10 min.", "Used to get {x} before surgery.", "{X} two years ago.",
    ),
    "other person": (
        "Her husband does {x} 30 min.", "Mother had {x} for 20 minutes at the pool.", "Sister gets {x} 15 min.",
        "Neighbor swears by {x}.", "Wife also had {x} here.", "Coworker tried {x} for 30 minutes.",
    ),
}  # fmt: skip
NOT_WORK = (
    "tandem stance on foam", "leg press", "gait training", "manual therapy", "neuromuscular re-education",
    "therapeutic exercise", "ultrasound", "dry needling", "aquatic therapy", "mechanical traction", "stairs", "bike",
    "patellar glides", "STM", "squats", "cone taps", "e-stim", "hot pack", "car transfers", "massage", "lunges",
    "balance training", "therapeutic activities", "self-care training", "Epley maneuver", "NMES", "iontophoresis",
    "joint mobilization", "treadmill", "BOSU",
)  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """One service with its minutes in one of the usual forms."""
    code = draw(st.sampled_from(sorted(WORK)))
    first, second, *works = WORK[code]
    minutes = draw(st.integers(5, 60))
    form = draw(st.sampled_from(FORMS))
    label, work = draw(st.sampled_from((first, second))), draw(st.sampled_from(works))
    return Block(code, minutes, form.format(label=label, code=code, minutes=minutes, work=work))


def note(done: list[Block], between: dict[int, str] | None = None, totals: bool = False) -> str:
    """A whole note of these services; `between` puts further lines before the block of that number (or behind all)."""
    lines = ["Tx:"]
    for at in range(len(done) + 1):
        if between and at in between:
            lines.append(between[at])
        if at < len(done):
            lines.append(done[at].line)
    spent = sum(block.minutes for block in done)
    stated = f"Timed {spent} min   Total {spent} min\n" if totals else ""
    return _OPEN + "\n".join(lines) + "\n" + _CLOSE.format(totals=stated)


@st.composite
def undone(draw: st.DrawFn) -> str:
    """A sentence that tells of work that was not done in this visit."""
    why = draw(st.sampled_from(sorted(NOT_DONE)))
    template, work = draw(st.sampled_from(NOT_DONE[why])), draw(st.sampled_from(NOT_WORK))
    return template.format(x=work, X=work[:1].upper() + work[1:])
