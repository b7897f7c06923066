"""Which line of a claim each line of an answer means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from romberg.claims import LinePayment
from romberg.pricing.expected import ExpectedLine


@dataclass(frozen=True, slots=True)
class Matched:
    """The answers to each line of a claim, by its place; those that mean none of them; lines that nobody answered."""

    answers: tuple[tuple[LinePayment, ...], ...]
    strangers: tuple[LinePayment, ...]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The places of lines without an answer."""
        return tuple(at for at, given in enumerate(self.answers) if not given)


def matched(lines: Sequence[ExpectedLine], answers: Sequence[LinePayment]) -> Matched:
    """Each answer with its line: by our own line number, else by code, modifiers and day, else by the code alone."""
    found: list[list[LinePayment]] = [[] for _ in lines]
    strangers = []
    for answer in answers:
        at = _place(lines, answer, found)
        if at is None:
            strangers.append(answer)
        else:
            found[at].append(answer)
    return Matched(tuple(tuple(one) for one in found), tuple(strangers))


def _place(lines: Sequence[ExpectedLine], answer: LinePayment, found: Sequence[Sequence[LinePayment]]) -> int | None:
    by_number = [at for at, line in enumerate(lines) if line.control and line.control == answer.control]
    if by_number:
        return by_number[0]
    every = [at for at, line in enumerate(lines) if _same_code(line, answer) and _same_day(line, answer)]
    exact = [at for at in every if set(lines[at].modifiers) == set(answer.modifiers)]
    possible = exact or every
    free = [at for at in possible if not found[at]]
    return next(iter(free or possible), None)


def _same_code(line: ExpectedLine, answer: LinePayment) -> bool:
    return line.code in (answer.billed_code or answer.code, answer.code)


def _same_day(line: ExpectedLine, answer: LinePayment) -> bool:
    return None in (line.service_date, answer.service_date) or line.service_date == answer.service_date
