"""The denials of an answer as rows that people work: new ones open, those that no longer stand settled, none lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from romberg.checks.denied import Denied
from romberg.report.answers import ClaimAnswer
from romberg.store.remitting.standing import Held
from romberg.store.workplace import Desk
from romberg.store.workplace import book_tables as b
from romberg.store.workplace.desk import new_id

State = Literal["open", "corrected", "appealed", "billed", "written_off", "settled"]
STATES: Final[tuple[State, ...]] = ("open", "corrected", "appealed", "billed", "written_off", "settled")
WAITING: Final[tuple[State, ...]] = ("open", "corrected", "appealed")  # money may still come of these
ANSWERED_ANEW: Final = "A later answer of the payer no longer denies it."
DENIED_AGAIN: Final = "A later answer of the payer denies it again."


@dataclass(frozen=True, slots=True)
class DenialFound:
    """One denial of an answer: the line it stands on (None: the whole claim), its code, and by what it is known."""

    line: int | None
    code: str | None
    denied: Denied
    identity: str


def settle_denials(desk: Desk, answer_id: str, one: Held | None, fresh: bool = False) -> None:
    """Bring the rows of an answer's denials to what stands; `fresh` where the answer was not there before."""
    found = one.answer if one else None
    wanted = {row.identity: row for row in rows_of(desk, one)} if one else {}
    known = [] if fresh else desk.all(b.denials, b.denials.c.answer_id == answer_id)
    rows = {row["identity"]: row for row in known}
    for identity, row in wanted.items():
        assert found is not None
        _stands(desk, answer_id, found, row, rows.get(identity))
    for identity in rows.keys() - wanted.keys():
        if rows[identity]["stands"]:
            desk.change(b.denials, {"id": rows[identity]["id"]}, stands=False)
            step(desk, rows[identity]["id"], "settled", ANSWERED_ANEW)


def rows_of(desk: Desk, one: Held) -> Iterator[DenialFound]:
    """The denials of an answer, each known by claim, payer, code, reason, and its place among its like."""
    seen: Counter[str] = Counter()
    for line, code, each in _denials(one.answer):
        name = f"{code or ''}|{each.group}-{each.carc}"
        parts = (one.index, one.payer, name, str(seen[name]))
        seen[name] += 1
        yield DenialFound(line, code, each, desk.sealer.digest("denial", "\x1f".join(parts)))


def _denials(found: ClaimAnswer | None) -> Iterator[tuple[int | None, str | None, Denied]]:
    if found is not None:
        yield from ((at, line.money.code, each) for at, line in enumerate(found.lines) for each in line.denials)
        yield from ((None, None, each) for each in found.denials)


def _stands(desk: Desk, answer_id: str, found: ClaimAnswer, row: DenialFound, before: dict[str, Any] | None) -> None:
    values = _values(found, row)
    if before is None:
        made = new_id()
        desk.insert(
            b.denials, id=made, identity=row.identity, answer_id=answer_id, state="open", assigned_to=None, **values,
            **desk.made(), changed_at=desk.clock(),
        )  # fmt: skip
        step(desk, made, "open", None)
        return
    if any(before[name] != value for name, value in values.items()):
        desk.change(b.denials, {"id": before["id"]}, **values)
    if not before["stands"]:
        step(desk, before["id"], "open", DENIED_AGAIN)


def _values(found: ClaimAnswer, row: DenialFound) -> dict[str, Any]:
    one = row.denied
    until = found.until(one)
    return {
        "payer": found.payer[: b.LONGEST_PAYER],
        "line": row.line,
        "code": row.code[:16] if row.code else None,
        "group_code": one.group[: b.LONGEST_CODE],
        "carc": one.carc[: b.LONGEST_CODE],
        "rarcs": " ".join(one.rarcs)[:100],
        "route": one.route,
        "unprocessable": one.unprocessable,
        "cents": one.cents,
        "last_day": until.last if until else None,
        "decided_on": found.decided_on,
        "stands": True,
    }


def step(desk: Desk, denial_id: str, state: State, reason: str | None) -> None:
    """Bring a denial to a state; each step stays, with who, when and why."""
    desk.change(b.denials, {"id": denial_id}, state=state, changed_at=desk.clock())
    desk.insert(b.denial_steps, id=new_id(), denial_id=denial_id, state=state, reason=reason, **desk.made())
