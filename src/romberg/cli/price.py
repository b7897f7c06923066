"""`romberg price`: what service lines or a note's services pay, step by step, or under several payers side by side."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from datetime import date

from romberg.batch import Failure, Options, options
from romberg.batch.check import header, of_the_year
from romberg.cli import price_input
from romberg.cli.check import told_cover
from romberg.cli.notes import Notes
from romberg.cli.output import print_json, say, tell_refused_cards
from romberg.formats import note_file, price_text
from romberg.formats.documents.worker import Worker
from romberg.formats.terminal import console
from romberg.formats.unreadable import Unreadable
from romberg.pricing import Price, price_visits
from romberg.report import Header
from romberg.report.comparison import Comparison, asked_lines, compared, one_payer

_DISCIPLINES = {"GP": "PT", "GO": "OT", "GN": "SLP"}


def run(arguments: Namespace) -> int:
    """Price the lines or the note and print each step; with --compare or --alternatives what it pays side by side."""
    tell_refused_cards()
    _refuse(arguments)
    found = _of_note(arguments) if arguments.note else _of_lines(arguments)
    if arguments.format == "json":
        print_json(found.as_dict())
    elif isinstance(found, Price):
        print(price_text.page(found))
    else:
        console(sys.stdout).print(price_text.compared(found))
    return 0


def _refuse(arguments: Namespace) -> None:
    """Refuse what does not go together, before a file is opened."""
    if bool(arguments.note) is bool(arguments.code):
        says = "Name one note, or lines with --code; `romberg price --help` tells how."
        raise Unreadable("price_input", says, "NOTE")
    if arguments.note and arguments.same_day:
        says = "--same-day goes with lines (--code); `romberg check --episode` puts a day's notes together."
        raise Unreadable("price_input", says, "--same-day")
    if arguments.note and arguments.primary:
        says = "--primary goes with lines (--code), for the charge of each decides; give the note's lines so."
        raise Unreadable("price_input", says, "--primary")
    if arguments.code and arguments.alternatives:
        says = "--alternatives reads the words of a note; name one in place of --code."
        raise Unreadable("price_input", says, "--alternatives")
    if arguments.code and arguments.on is None:
        raise Unreadable("price_input", "Prices are dated; give the day of service with --on.", "--on")


def _of_lines(arguments: Namespace) -> Price | Comparison:
    on = options.day(arguments.on)
    _take_deductible(arguments, on)
    if arguments.compare is not None:
        cards = price_input.compared_cards(arguments, on)
        return asked_lines(price_input.visit(arguments, cards[0], on), cards, price_input.terms(arguments))
    card = price_input.own_card(arguments, on)
    price_input.refuse_standing(arguments, card)
    return price_visits([price_input.visit(arguments, card, on)])[0]


def _take_deductible(arguments: Namespace, on: date) -> None:
    """Take what is left of the deductible from what the payer told of the cover, where nobody gives it."""
    cover = of_the_year(told_cover(arguments), on)
    if cover is None or arguments.deductible_left is not None:
        return
    told = {_DISCIPLINES.get(modifier, "") for one in arguments.code for modifier in price_input.line(one).modifiers}
    left = cover.deductible_left("".join(told) if len(told - {""}) == 1 else "")
    if left is not None:
        arguments.deductible_left = f"{left // 100}.{left % 100:02}"


def _of_note(arguments: Namespace) -> Price | Comparison:
    found = _header(arguments)
    on = found.coded.visit.service_date
    told = price_input.terms(arguments)
    if told.deductible_left_cents is None:
        told = replace(told, deductible_left_cents=found.deductible_left_cents)
    own = _with_rates(found, arguments, on)
    if arguments.compare is None and not arguments.alternatives:
        price_input.refuse_standing(arguments, own.card)
        return one_payer(own, told)
    cards = [own.card] if arguments.compare is None or on is None else price_input.compared_cards(arguments, on)
    if on is None:
        say("The note gives no date of service, so nothing is priced; give the date with --on.")
    return compared(found, cards, told, arguments.alternatives)


def _with_rates(found: Header, arguments: Namespace, on: date | None) -> Header:
    """The note with the rates of a file in place of its payer's own, where one is named."""
    if arguments.rates is None or on is None:
        return found
    return replace(found, card=price_input.own_card(arguments, on))


def _header(arguments: Namespace) -> Header:
    """The one note, read and coded."""
    chosen = Options(
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        zip5=None if arguments.zip is None else options.zip5(arguments.zip),
        on=None if arguments.on is None else options.day(arguments.on),
        debug=arguments.debug,
        cover=told_cover(arguments),
    )
    with Worker() as worker:
        notes = list(Notes(note_file.named([arguments.note]), worker, debug=arguments.debug))
        if len(notes) > 1:
            says = f"{arguments.note} holds {len(notes)} notes, and one visit is priced at a time; name one."
            raise Unreadable("price_many", says, arguments.note)
        found = header(notes[0], chosen)
    if isinstance(found, Failure):
        raise found.error
    return replace(found, place=options.place(arguments.place).place if arguments.place else None)
