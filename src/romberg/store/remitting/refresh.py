"""Works out anew what stands of the answers to claims when something came in; done twice, it changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal

from romberg.report.answers import ClaimAnswer, by_payer
from romberg.store.remitting.denied import settle_denials
from romberg.store.remitting.standing import Held, held_of
from romberg.store.workplace import Desk, claims, work
from romberg.store.workplace import book_tables as b
from romberg.store.workplace import tables as t
from romberg.store.workplace.desk import new_id

_ENDED = ("closed",)


def refresh(desk: Desk, indexes: Collection[str]) -> int:
    """Bring the answers to some claims, by the digests of their numbers, up to date; how many lines are denied."""
    if not indexes:
        return 0
    desk.turn("books")  # two who work out the same claim take turns
    found = list(held_of(desk, indexes))
    rows = desk.all(b.answers, b.answers.c.claim_index.in_(set(indexes)))
    before = {(one["claim_index"], one["payer"]): one for one in rows}
    tied: dict[str, list[Held]] = {}
    for one in found:
        row = before.pop((one.index, one.payer), None)
        settle_denials(desk, _kept(desk, one, row), one, fresh=row is None)
        if one.claim is not None:
            tied.setdefault(one.index, []).append(one)
    for row in before.values():  # no payment that counts tells of these any more
        desk.change(b.answers, {"id": row["id"]}, **_nothing(), changed_at=desk.clock())
        settle_denials(desk, row["id"], None)
    for every in tied.values():
        _moved(desk, every)
    return sum(_denied_lines(one.answer) for one in found)


def _kept(desk: Desk, one: Held, before: dict[str, Any] | None) -> str:
    values = _values(one)
    if before is None:
        answer_id, key = new_id(), {"claim_index": one.index, "number": one.number, "payer": one.payer}
        desk.insert(b.answers, id=answer_id, **key, **values, **desk.made(), changed_at=desk.clock())
    else:
        answer_id = str(before["id"])
        if any(before[name] != value for name, value in values.items()):
            desk.change(b.answers, {"id": answer_id}, **values, changed_at=desk.clock())
    sums = by_payer([one.answer]) if one.answer else ()
    why = {reason: {"cents": cents} for each in sums for reason, cents in each.reasons}
    _upsert(desk, b.variances, answer_id, "reason", why, before is None)
    fared = {each.rule: {name: getattr(each, name) for name in _FARED} for each in one.scores}
    _upsert(desk, b.scores, answer_id, "rule", fared, before is None)
    return answer_id


_FARED = ("came_true", "denied_otherwise", "paid", "missed")


def _upsert(
    desk: Desk, table: Any, answer_id: str, name: str, wanted: Mapping[str, Mapping[str, int]], fresh: bool
) -> None:
    """Bring the rows of an answer to what is wanted; those that are no longer told are set to nothing.

    `fresh` where the answer was not there before, so that it has none yet.
    """
    rows = {} if fresh else {row[name]: row for row in desk.all(table, table.c.answer_id == answer_id)}
    for key, values in wanted.items():
        if key not in rows:
            desk.insert(table, answer_id=answer_id, **{name: key}, **values)
        elif any(rows[key][column] != value for column, value in values.items()):
            desk.change(table, {"answer_id": answer_id, name: key}, **values)
    for key in rows.keys() - wanted.keys():
        left = {column: 0 for column in rows[key] if column not in ("answer_id", name)}
        desk.change(table, {"answer_id": answer_id, name: key}, **left)


def _values(one: Held) -> dict[str, Any]:
    """The plain columns of an answer."""
    tied = {
        "payer_name": one.payer_name[: b.LONGEST_NAME], "tie": one.tie,
        "claim_id": one.claim["id"] if one.claim else None,
    }  # fmt: skip
    found = one.answer
    if found is None:
        return {"card": one.claim["payer"] if one.claim else "", **tied, **_nothing(), "clean": one.clean}
    (sums,) = by_payer([found])
    return {
        **tied,
        "card": found.card,
        "decided_on": found.decided_on,
        "service_date": found.service_date,
        "charged_cents": sum(each.told.charge_cents or 0 for each in one.told.standing),
        "paid_cents": found.paid_cents,
        "patient_cents": _patients(found),
        "denied_cents": sum(each.cents for each in found.all_denials),
        "expected_cents": sums.expected_cents if sums.lines else None,
        "compared_cents": sums.paid_cents if sums.lines else None,
        "lines": len(found.lines),
        "denied_lines": _denied_lines(found),
        "clean": one.clean,
        "stands": True,
    }


def _nothing() -> dict[str, Any]:
    """What stands where all was taken back."""
    amounts = dict.fromkeys(
        ("charged_cents", "paid_cents", "patient_cents", "denied_cents", "lines", "denied_lines"), 0
    )
    return {**amounts, "expected_cents": None, "compared_cents": None, "stands": False}


def _patients(found: ClaimAnswer) -> int:
    reasons: Iterable[tuple[str, int]] = (*found.reasons, *(each for line in found.lines for each in line.reasons))
    return sum(cents for reason, cents in reasons if reason.startswith("PR-"))


def _denied_lines(found: ClaimAnswer | None) -> int:
    """How many lines of an answer are denied; all of them, or the one that it is, where the whole claim is."""
    if found is None:
        return 0
    return max(len(found.lines), 1) if found.denials else sum(bool(line.denials) for line in found.lines)


def _moved(desk: Desk, every: list[Held]) -> None:
    """Bring a claim, and the visit that it bills, to what its payers say: paid, or denied where one denies a line."""
    claim, status = every[0].claim, _status(every)
    assert claim is not None
    if claim["status"] not in (status, *_ENDED):
        claims.move(desk, claim["id"], status)
    visit = desk.one(t.visits, id=claim["visit_id"]) if claim["visit_id"] else None
    if visit is not None and visit["status"] not in (status, *_ENDED):
        work.move(desk, visit["id"], status)


def _status(every: list[Held]) -> Literal["sent", "paid", "denied"]:
    told = [one.answer for one in every if one.answer is not None]
    if not told:
        return "sent"
    return "denied" if any(one.all_denials for one in told) else "paid"
