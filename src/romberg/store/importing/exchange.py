"""Files of X12 among those that come in: claims are kept, payments posted, answers to claims recorded.

A file is read to its end before anything of it is kept. Then it is worked through a few claims at a time, each step
whole or not at all, so that pages need not wait; a run that was killed takes all steps again, and nothing comes twice.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TypeVar

from romberg.claims import Remittance
from romberg.claims.acknowledgement import ClaimAnswer, FileAnswer
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12 import acknowledged, r835
from romberg.formats.x12.billed import billed
from romberg.formats.x12.shown import kind_of, told_kind
from romberg.money import usd
from romberg.report.answers import dated_lines, together
from romberg.store.importing.notes import Result, count
from romberg.store.remitting import keep_claims, post, refresh
from romberg.store.remitting.answered import record_answer, record_file
from romberg.store.remitting.known import Given
from romberg.store.workplace import Desk
from romberg.store.workplace import book_tables as b

AtDesk = Callable[[], AbstractContextManager[Desk]]
_AT_ONCE = 25  # claims of one step; while they are written, everybody's pages wait
_COVER = {"270": "a question about a patient's cover (270)", "271": "a payer's word on a patient's cover (271)"}
_One = TypeVar("_One")


def take(data: bytes, name: str, import_id: str, at_desk: AtDesk, result: Result) -> None:
    """Read a file of X12 and keep what it holds; what became of it is told in the result.

    Raises Unreadable where the file is broken, or holds what has no place here; then nothing of it is kept.
    """
    try:
        _take(data, import_id, at_desk, result)
    except Unreadable as error:
        says = error.says if name in error.says else f"{name}: {error.says}"
        raise Unreadable(error.code, says, name) from None


def _take(data: bytes, import_id: str, at_desk: AtDesk, result: Result) -> None:
    kind = kind_of(io.BytesIO(data))
    if kind == "835":
        _payments(list(r835.remittances(io.BytesIO(data))), import_id, at_desk, result)
    elif kind == "837":
        _claims(data, at_desk, result)
    elif kind == "277":
        _claim_answers(list(acknowledged.claim_answers(io.BytesIO(data))), at_desk, result)
    elif kind in ("999", "997", "TA1"):
        _file_answers(list(acknowledged.file_answers(io.BytesIO(data))), at_desk, result)
    elif kind in _COVER:
        says = f"it holds {_COVER[kind]}, which is not kept here; `romberg check --eligibility` lays it beside a note."
        raise Unreadable("format_not_read", says, "ST01")
    else:
        says = f"it holds a transaction {told_kind(kind)}; claims (837), payments (835), 999 and 277CA are taken here."
        raise Unreadable("format_not_read", says, "ST01")


# --- payments


def _payments(found: Sequence[Remittance], import_id: str, at_desk: AtDesk, result: Result) -> None:
    came: Counter[str] = Counter()
    paid, claims, touched = 0, 0, dict[str, None]()
    for one in found:
        with at_desk() as desk:
            posting = post(desk, one, import_id)
        came[posting.outcome] += 1
        touched |= dict.fromkeys(posting.touched)
        if posting.outcome == "posted":
            claims += len(one.claims)
            paid += sum(each.paid_cents or 0 for each in one.claims)
        result.failures += [Unreadable(why.code, why.says, "payment") for why in posting.reasons[:1]]
    denied = 0
    for some in _some(list(touched)):
        with at_desk() as desk:
            denied += refresh(desk, some)
    result.books.update(new=came["posted"] + came["contested"], known=came["known"])
    result.told += _told(came, claims, paid, denied)
    if came["posted"]:
        with at_desk() as desk:
            result.told += _untied(desk, list(touched))
    if not found:
        raise Unreadable("empty", "it holds no payment; export it again and send it.", "ST")


def _told(came: Counter[str], claims: int, paid: int, denied: int) -> Iterator[str]:
    if came["posted"]:
        lines = f", {count(denied, 'line', 'lines')} denied" if denied else ", nothing denied"
        yield f"Posted {count(claims, 'claim', 'claims')}, {usd(paid)} paid{lines}."
    if came["known"]:
        yield f"{count(came['known'], 'payment was', 'payments were')} posted before; nothing changed."
    if came["contested"]:
        says = "told before in another way: neither counts until one of them is taken on the page Payments."
        yield f"{count(came['contested'], 'payment was', 'payments were')} {says}"


def _untied(desk: Desk, indexes: Sequence[str]) -> Iterator[str]:
    """How many answers mean no claim that is known here."""
    ties: Counter[str] = Counter()
    for some in _some(indexes, 500):
        rows = desk.all(b.answers, b.answers.c.claim_index.in_(some), b.answers.c.stands.is_(True))
        ties.update(row["tie"] for row in rows)
    if ties["unknown"]:
        says = "not known here: send the 837, or see the page Payments."
        yield f"{count(ties['unknown'], 'claim is', 'claims are')} {says}"
    if ties["differs"]:
        says = "a number that a claim of another day and charge has here, and stand by themselves."
        yield f"{count(ties['differs'], 'answer bears', 'answers bear')} {says}"


# --- claims


def _claims(data: bytes, at_desk: AtDesk, result: Result) -> None:
    every = [one.claim for one in billed(io.BytesIO(data))]
    claims = [one for one in every if dated_lines(one)]
    if not every:
        raise Unreadable("empty", "it holds no claim; export it again and send it.", "CLM")
    known = together((one, None, ()) for one in claims)
    came: Counter[str] = Counter()
    for some in _some(list(zip(claims, known, strict=True))):
        with at_desk() as desk:
            came.update(_kept(desk, some, result))
    new = came["new"] + came["changed"]
    result.books.update(new=new, known=came["unchanged"] + came["ours"])
    result.told += _told_of_claims(came, len(every) - len(claims))


def _kept(desk: Desk, some: Sequence[Given], result: Result) -> Iterator[str]:
    kept = keep_claims(desk, some)
    refresh(desk, [one.index for one in kept])
    for one in kept:
        yield one.outcome
        if one.outcome in ("new", "changed"):
            yield one.join.why
        if one.join.visit_id:
            result.visit_ids.append(one.join.visit_id)


def _told_of_claims(came: Counter[str], left: int) -> Iterator[str]:
    new = came["new"] + came["changed"]
    if new:
        joined = f"{came['joined']} joined with {'its visit' if came['joined'] == 1 else 'their visits'}"
        yield f"Took in {count(new, 'claim', 'claims')}, {joined}."
    if came["unchanged"]:
        yield f"{count(came['unchanged'], 'claim was', 'claims were')} here already; nothing changed."
    if came["ours"]:
        yield f"{count(came['ours'], 'claim', 'claims')} went out from here and {_stays(came['ours'])} as it was sent."
    if came["several"]:
        yield f"{count(came['several'], 'claim fits', 'claims fit')} several visits and is joined with none."
    if came["many_days"]:
        yield f"{count(came['many_days'], 'claim bills', 'claims bill')} several days and is joined with none."
    if left:
        yield f"{count(left, 'claim', 'claims')} without a dated line was left out."


def _stays(number: int) -> str:
    return "stays" if number == 1 else "stay, each"


# --- answers before any payment


def _claim_answers(found: Sequence[ClaimAnswer], at_desk: AtDesk, result: Result) -> None:
    came: Counter[str] = Counter()
    for some in _some(found):
        with at_desk() as desk:
            came.update(record_answer(desk, one) for one in some)
    result.books.update(new=came["accepted"] + came["rejected"], known=len(found))
    result.told.append(f"A payer's answer to claims (277): {_answered(came, 'claim', 'claims')}.")


def _file_answers(found: Sequence[FileAnswer], at_desk: AtDesk, result: Result) -> None:
    with at_desk() as desk:
        came: Counter[str] = Counter(record_file(desk, one) for one in found)
    result.books.update(new=came["accepted"] + came["rejected"], known=len(found))
    result.told.append(f"An answer to files of claims (999 or TA1): {_answered(came, 'file', 'files')}.")


def _answered(came: Counter[str], one: str, many: str) -> str:
    words = {
        "accepted": ("was taken", "were taken"), "rejected": ("was sent back", "were sent back"),
        "unknown": ("is not known here", "are not known here"), "unsaid": ("has no verdict yet", "have no verdict yet"),
    }  # fmt: skip
    told = [count(came[name], f"{one} {says[0]}", f"{many} {says[1]}") for name, says in words.items() if came[name]]
    return ", ".join(told) or f"it names no {one}"


def _some(every: Sequence[_One], at_once: int = _AT_ONCE) -> Iterator[Sequence[_One]]:
    """A few at a time."""
    return (every[at : at + at_once] for at in range(0, len(every), at_once))
