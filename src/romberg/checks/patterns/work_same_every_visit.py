"""The same activities stand word for word at visit after visit.

Skilled treatment is changed as the patient changes: a surface, a load, a cue. Activities that read the same for weeks
show exercise that the patient could do alone, or a list that was carried over.

The clinician writes what was changed today and why; where nothing has to be, the patient may go on alone.

Example: six visits in a row with "bridges 2x15, clams 2x15" fail; five do not.
"""

from __future__ import annotations

from polars import col

from romberg.checks.rule import Rule

VISITS = 6

rule = Rule(
    grain="visit",
    applies=(col("visits_found").fill_null(0) >= VISITS) & col("has_specific_activities"),
    fails=col("same_work_visits") >= VISITS,
    evidence={"visits": col("same_work_visits")},
    says="The same activities stand word for word at {visits} visits in a row.",
    asks="Whether the activities are those of the visits before cannot be told.",
    fix="Write what was changed on this day and why; where nothing has to be, ask what the skill is for.",
    severity="informs",
    basis="good practice",
    cites=("design-patterns", "oig-a-05-14-00041"),
    proof=("activities",),
    carc="50",
)
