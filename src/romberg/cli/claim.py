"""`romberg claim`: checked visits made into claims that clearinghouses accept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from importlib import resources

from romberg import store
from romberg.batch import Failure, Options, check_all, options
from romberg.claims.standing import Statement
from romberg.cli import claim_files
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.notes import Notes
from romberg.cli.output import say, tell_refused_cards
from romberg.formats import note_file
from romberg.formats.billing.assemble import Made, made
from romberg.formats.billing.before import with_answers
from romberg.formats.billing.clinic import Clinic, clinic
from romberg.formats.billing.details import of_note
from romberg.formats.billing.ready import blocking, lacking
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.store import books

_HINT = "Nothing was written. Each sentence says what to do; --override REASON sends a claim that is blocked."


def run(arguments: Namespace) -> int:
    """Check the notes, make their claims and write them; what is missing is told all at once, and nothing written."""
    if arguments.template:
        print((resources.files("romberg.formats.billing") / "template.yaml").read_text(encoding="utf-8"), end="")
        return NOTHING_BLOCKS
    if arguments.alignment:
        return claim_files.align(arguments)
    _refuse(arguments)
    tell_refused_cards()
    known = clinic(arguments.clinic)
    found, failed = _made(arguments, known)
    if failed:
        return NOT_READ
    blocked = [sentence for one in found for sentence in _why_not(one, known, arguments)]
    for sentence in blocked:
        say(sentence)
    if blocked:
        say(_HINT)
        return BLOCKS
    return claim_files.write(found, known, arguments)


def _refuse(arguments: Namespace) -> None:
    if not arguments.notes:
        raise Unreadable("no_notes", "Name the notes to claim for; `romberg claim --help` tells how.", "NOTE")
    if arguments.format in claim_files.SENT and arguments.output is None:
        says = "What is sent is written to a file, so that it is sent once; name it with --output, such as claims.837."
        raise Unreadable("output", says, "--output")
    if arguments.form is not None and arguments.format != "cms1500":
        raise Unreadable("form", "--form is the PDF beneath a form; it goes with --format cms1500.", "--form")
    if arguments.details is not None and len(arguments.notes) > 1:
        says = "--details is one patient's sheet; with several notes keep each as NAME.claim.yaml beside its note."
        raise Unreadable("details_many", says, "--details")


def _made(arguments: Namespace, known: Clinic) -> tuple[list[Made], bool]:
    chosen = Options(
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        zip5=None if arguments.zip is None else options.zip5(arguments.zip),
        on=None if arguments.on is None else options.day(arguments.on),
        debug=arguments.debug,
    )
    found: list[Made] = []
    failed = False
    with Worker() as worker:
        for one in check_all(Notes(note_file.named(arguments.notes), worker, debug=arguments.debug), chosen):
            try:
                if isinstance(one, Failure):
                    raise one.error
                card = one.header.card.name
                details = of_note(one.header.source, arguments.details, card, known.payers)
                claim = made(one, known, details)
                found.append(replace(claim, claim=with_answers(claim.claim, details.before, _told)))
            except Unreadable as error:
                say(error.says)
                failed = True
    return found, failed


def _told(claim_id: str) -> list[Statement]:
    """What the books hold of a claim."""
    with store.opened() as database:
        return list(books.told_of(database, (claim_id,)))


def _why_not(one: Made, known: Clinic, arguments: Namespace) -> Iterator[str]:
    """Why a claim may not go out: what it lacks, and findings that block it."""
    yield from lacking(one, known, arguments.format == "837p")
    if arguments.override is None:
        yield from blocking(one)
