"""Checks notes: each is read and coded by itself, and all of a chunk are counted, checked and priced together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TypeVar

from romberg import checks, coding, facts, notes
from romberg.batch.options import Options
from romberg.claims import ClaimHead
from romberg.claims.eligibility import Eligibility
from romberg.coding.procedure import CodedVisit
from romberg.formats.language import refuse_other_languages
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import payers
from romberg.knowledge.releases.refusal import Refusal
from romberg.notes import interventions
from romberg.pricing import price_visits
from romberg.report import Header, Report, assemble
from romberg.report.money import billed_services, to_price
from romberg.visit import BilledLine, Document, Visit

CHUNK = 512  # enough that the frames' own cost is small for each note, few enough that memory stays flat
DEFAULT_PAYER = "medicare"


@dataclass(frozen=True, slots=True)
class Failure:
    """A note of which nothing is said, because it could not be read whole."""

    source: str
    error: Unreadable


Checked = Report | Failure
_T = TypeVar("_T")
Words = str | Document
Note = tuple[str, Callable[[], Words]]  # the name that a note is reported under, and how to get its words


def check_text(text: str, options: Options | None = None, source: str = "text") -> Report:
    """The report on one note; raises Unreadable where it cannot be read."""
    (found,) = check_all([(source, lambda: text)], options or Options())
    if isinstance(found, Failure):
        raise found.error
    return found


def check_all(given: Iterable[Note], options: Options) -> Iterator[Checked]:
    """The reports on notes, in the order given; a note that cannot be read is a Failure, and the others go on."""
    interventions.own()  # a broken vocabulary of the clinic is told once, before any note is read
    rest = iter(given)
    while chunk := list(islice(rest, CHUNK)):
        yield from judge([header(note, options) for note in chunk], options)


def header(note: Note, options: Options) -> Header | Failure:
    """One note read and coded; a Failure where it cannot be read."""
    source, words = note
    return guarded(source, lambda: _read(source, words(), options), options.debug)


def guarded(source: str, work: Callable[[], _T], debug: bool) -> _T | Failure:
    """What some work on one note gives; a Failure with its sentence where it cannot be done."""
    try:
        return work()
    except Unreadable as error:
        return Failure(source, error)
    except Exception as error:
        if debug:
            raise
        return Failure(source, _own_fault(source, error))


def visit_of(source: str, text: str) -> Visit:
    """The visit that one note tells of; raises Unreadable where it holds no words, or those of another language."""
    if not text.strip():
        raise Unreadable("empty", f"{source} holds no words; save the note into it and check it again.", source)
    refuse_other_languages(text, source)
    return notes.read(text)


def text_in(words: Words) -> str:
    """The words of a note, or of the document it stands in."""
    return words.text if isinstance(words, Document) else words


def _read(source: str, words: Words, options: Options) -> Header:
    """One note read and coded, with the payer and the day by whose rules it is judged."""
    return headed(source, visit_of(source, text_in(words)), words if isinstance(words, Document) else None, options)


def headed(source: str, visit: Visit, document: Document | None, options: Options) -> Header:
    """A visit that was read, coded, with the payer and the day by whose rules it is judged."""
    told_beside = None if document is None else document.service_date
    if visit.service_date is None:
        visit = replace(visit, service_date=told_beside or options.on)
    payer, payer_from = payer_of(visit, options)
    coded = coding.code(visit)
    card = card_of(payer, visit.service_date)
    given = options.claim is not None or (document is not None and document.billed is not None)
    place = options.head.place if options.head else None
    cover = of_the_year(options.cover, visit.service_date)
    left = None if cover is None else cover.deductible_left(visit.discipline or "")
    count = visit.visits_in_file
    return Header(
        source, coded, card, payer_from, options.zip5, given, count, document, place=place, deductible_left_cents=left
    )


def payer_of(visit: Visit, options: Options) -> tuple[str, str]:
    """The payer by whose card a visit is judged, and what named it."""
    if options.payer is not None:
        return options.payer, "the option"
    return (visit.payer_named, "the note") if visit.payer_named else (DEFAULT_PAYER, "the default")


def card_of(payer: str, on: date | None) -> payers.Card:
    """The payer's card on a day; without a day as last verified, for how it counts, while dated rules stay open."""
    return payers.card(payer, on or payers.verified_through(payer))


def _own_fault(source: str, error: Exception) -> Unreadable:
    if isinstance(error, Refusal):  # what was imported is damaged: no fault of the note, nor of the program
        return Unreadable("knowledge", error.says, source)
    says = (
        f"Romberg failed on {source} ({type(error).__name__}), so nothing is said about it; please report this "
        "with the output of the same command with --debug, and without the note's words."
    )
    return Unreadable("internal", says, source)


def judge(chunk: Sequence[Header | Failure], options: Options) -> Iterator[Checked]:
    """The reports on notes already read, in their order; what could not be read stays as it is."""
    headers = [one for one in chunk if isinstance(one, Header)]
    judged = iter(_judge(headers, options))
    return (one if isinstance(one, Failure) else next(judged) for one in chunk)


def _judge(headers: Sequence[Header], options: Options) -> list[Checked]:
    """Facts, checks and prices of a chunk; should one note break them, each is judged by itself."""
    try:
        return list(reports(headers, options.claim, options.head, options.cover)) if headers else []
    except Exception as error:
        if options.debug:
            raise
        if len(headers) == 1:
            return [Failure(headers[0].source, _own_fault(headers[0].source, error))]
        return [one for header in headers for one in _judge([header], options)]


def reports(
    headers: Sequence[Header],
    claim: tuple[BilledLine, ...] | None = None,
    head: ClaimHead | None = None,
    cover: Eligibility | None = None,
) -> list[Report]:
    """The rooms from facts to report, for visits already read and coded."""
    coded: list[CodedVisit] = [one.coded for one in headers]
    claims = [claim or _claimed_beside(one) for one in headers]
    given = [_with_cover(one, head, cover) for one in headers]
    heads = [_head(*one) for one in zip(headers, claims, given, strict=True)]
    found = facts.of(coded, claims, [one.card for one in headers], heads, [one.beside for one in headers])
    return assemble(headers, found, checks.audit(found))


def of_the_year(told: Eligibility | None, on: date | None) -> Eligibility | None:
    """What a payer told of the cover, for a visit of the same year: deductibles and limits begin anew with each."""
    return None if told is None or (told.on and on and told.on.year != on.year) else told


def _with_cover(header: Header, head: ClaimHead | None, cover: Eligibility | None) -> ClaimHead | None:
    """What a claim says, with the therapy of the year that its payer told of where nobody gave the sum."""
    visit = header.coded.visit
    told = of_the_year(cover, visit.service_date)
    used = None if told is None else told.therapy_used(visit.discipline or "")
    if used is None or (head is not None and head.allowed_so_far_cents is not None):
        return head
    return replace(head or ClaimHead(), allowed_so_far_cents=used)


def _head(header: Header, claim: tuple[BilledLine, ...] | None, head: ClaimHead | None) -> ClaimHead | None:
    """What the claim of a note says beside its lines: the note's own head, else the one given for all."""
    if header.head is not None:
        return header.head
    return None if head is None else _priced(header, claim, head)


def _priced(header: Header, claim: tuple[BilledLine, ...] | None, head: ClaimHead) -> ClaimHead:
    """A claim's head with what each line is allowed, where a year's running total asks for it."""
    charges = header.coded.visit.billed if claim is None else claim
    asked = to_price(header, billed_services(charges)) if head.allowed_so_far_cents is not None and charges else None
    if asked is None:
        return head
    (price,) = price_visits([asked])
    return replace(head, line_allowed_cents=tuple(line.allowed_cents for line in price.lines))


def charged(header: Header) -> tuple[BilledLine, ...]:
    """The charges of a note: those that its document carries beside its words, else those that its words tell."""
    beside = _claimed_beside(header)
    return header.coded.visit.billed if beside is None else beside


def _claimed_beside(header: Header) -> tuple[BilledLine, ...] | None:
    """The charges that a document carries beside its words."""
    return None if header.document is None else header.document.billed
