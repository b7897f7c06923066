"""`romberg remit`: what payers paid, posted once, laid beside what was claimed and priced."""

from __future__ import annotations

import sqlite3
from argparse import Namespace
from collections.abc import Sequence
from datetime import UTC, datetime

from romberg import store
from romberg.cli import remit_input
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.output import one_line, print_json, say, tell_refused_cards
from romberg.cli.remit_objects import Read, ledger_object, remittance_object
from romberg.cli.remit_pages import claims_page, ledger_page, payment_line, scores_page
from romberg.formats.unreadable import Unreadable
from romberg.report.answers import ClaimAnswer
from romberg.store import books, known_claims
from romberg.store.answered import answers, payer_names, scores


def run(arguments: Namespace) -> int:
    """Post the files and tell what came; 2 where one was not read or does not add up, 1 where something was denied."""
    _refuse(arguments)
    tell_refused_cards()
    with store.opened() as database:
        _learn(database, arguments)
        if arguments.take is not None:
            _take(database, arguments)
        read = [_posted(database, path) for path in arguments.files]
        if arguments.files:
            return _tell(database, read, arguments.format)
        if arguments.ledger or arguments.scores or arguments.take is not None:
            _books(database, arguments)
    return NOTHING_BLOCKS


def show(line: str) -> None:
    """A line for people; signs of a payer's file that would move the terminal are written out."""
    print(one_line(line))


def now() -> datetime:
    """The moment, for what is recorded."""
    return datetime.now(UTC).replace(microsecond=0)


def _refuse(arguments: Namespace) -> None:
    asked = (arguments.files, arguments.claims, arguments.checked, arguments.ledger, arguments.scores, arguments.take)
    if not any(asked):
        raise Unreadable("no_files", "Name the remittances (835) to post; `romberg remit --help` tells how.", "FILE")
    if arguments.take is not None and not arguments.reason:
        says = "--take chooses one of several tellings of a payment; say why with --reason, which is recorded."
        raise Unreadable("no_reason", says, "--reason")


def _learn(database: sqlite3.Connection, arguments: Namespace) -> None:
    """Keep the claims that are given, and what was found before they went out."""
    for path in remit_input.files(arguments.claims or ()):
        try:
            found = list(remit_input.claims(path))
        except Unreadable as error:
            say(_named(path, error))
            continue
        known_claims.keep(database, found, now)
    for path in arguments.checked or ():
        told = remit_input.findings(path)
        every = known_claims.known(database, tuple(told))
        known_claims.keep(database, [remit_input.with_findings(one, told[one.claim_id]) for one in every], now)


def _take(database: sqlite3.Connection, arguments: Namespace) -> None:
    given = arguments.take.strip().lower()
    found = [one for one in books.payments(database) if given and one.fingerprint.startswith(given)]
    if len(found) != 1:
        what = "is not in the books" if not found else "means several payments; give more of it"
        raise Unreadable(
            "unknown_payment", f"{arguments.take!r} {what}; `romberg remit --ledger` lists them.", "--take"
        )
    books.choose(database, found[0].fingerprint, arguments.reason, now)


def _named(path: str, error: Unreadable) -> str:
    return error.says if path in error.says else f"{path}: {error.says}"


def _posted(database: sqlite3.Connection, path: str) -> Read:
    """Post the payments of one file, after all of it was read: a file that is cut posts nothing."""
    read = Read(path)
    try:
        with remit_input.source(path) as stream:
            for _ in remit_input.payments(stream):
                pass
            for one in remit_input.payments(stream):
                read.took(one, books.post(database, one, now))
    except Unreadable as error:
        read.error = error
        say(_named(path, error))
    return read


def _tell(database: sqlite3.Connection, read: Sequence[Read], form: str) -> int:
    found = answers(database, {claim_id for file in read for claim_id in file.claim_ids})
    if form == "json":
        print_json(remittance_object(read, found, scores(database)))
    else:
        _print(read, found)
    postings = [one.posting for file in read for one in file.payments]
    if any(file.error for file in read) or any(one.outcome == "refused" for one in postings):
        return NOT_READ
    contested = any(one.outcome == "contested" for one in postings)
    return BLOCKS if contested or any(one.all_denials for one in found) else NOTHING_BLOCKS


def _print(read: Sequence[Read], found: Sequence[ClaimAnswer]) -> None:
    for file in read:
        for one in file.payments:
            show(payment_line(file.source, one))
            for why in one.posting.reasons:
                say(f"{file.source}, segment {why.segment}: {why.code}: {why.says}")
    for line in claims_page(found):
        show(line)


def _books(database: sqlite3.Connection, arguments: Namespace) -> None:
    every, fared = answers(database), scores(database)
    if arguments.format == "json":
        print_json(ledger_object(database, every, fared))
        return
    names = payer_names(database)
    lines = scores_page(fared, names) if arguments.scores else ledger_page(database, every, names)
    for line in lines:
        show(line)
