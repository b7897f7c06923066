"""`romberg claim`: checked visits made into claims that clearinghouses accept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from romberg import store
from romberg.batch import Failure, Options, check_all, options
from romberg.checks.foretold import foretold
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.notes import Notes
from romberg.cli.output import print_json, say, tell_refused_cards
from romberg.formats import note_file
from romberg.formats.billing.assemble import Made, made
from romberg.formats.billing.clinic import Clinic, clinic
from romberg.formats.billing.details import of_note
from romberg.formats.billing.missing import missing
from romberg.formats.documents.worker import Worker
from romberg.formats.unreadable import Unreadable
from romberg.formats.x12.edits import validate
from romberg.formats.x12.p837 import Batch, written
from romberg.report import answers
from romberg.store import known_claims, sent

# Edits that tell a person to look and stop no claim.
_NOTICES = ("threshold_modifier_unproved", "assistant_charged_in_full", "claim_number_repeated")
_HINT = "Nothing was written. Each sentence says what to do; --override REASON sends a claim that is blocked."


def run(arguments: Namespace) -> int:
    """Check the notes, make their claims and write them; what is missing is told all at once, and nothing written."""
    if arguments.template:
        print((resources.files("romberg.formats.billing") / "template.yaml").read_text(encoding="utf-8"), end="")
        return NOTHING_BLOCKS
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
    return _write(found, known, arguments)


def _refuse(arguments: Namespace) -> None:
    if not arguments.notes:
        raise Unreadable("no_notes", "Name the notes to claim for; `romberg claim --help` tells how.", "NOTE")
    if arguments.format == "837p" and arguments.output is None:
        says = "An 837P is written to a file, so that it is sent once; name it with --output, such as claims.837."
        raise Unreadable("output", says, "--output")
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
                found.append(made(one, known, of_note(one.header.source, arguments.details, card, known.payers)))
            except Unreadable as error:
                say(error.says)
                failed = True
    return found, failed


def _why_not(one: Made, known: Clinic, arguments: Namespace) -> Iterator[str]:
    """Why a claim may not go out: what it lacks, and findings that block it."""
    source = one.report.header.source
    yield from (f"{source}: {sentence}" for sentence in missing(one.claim, one.report.header.card.name))
    if not (known.sender.identifier and known.receiver.identifier):
        yield "clinic.yaml does not tell how the clearinghouse knows you (clearinghouse.sender and receiver)."
    if arguments.override is None:
        blocking = (finding.finding for finding in one.report.failed if finding.finding.severity == "blocks")
        yield from (f"{source}: {finding.says} {finding.fix}" for finding in blocking)


def _write(found: Sequence[Made], known: Clinic, arguments: Namespace) -> int:
    if arguments.format == "json":
        print_json([_plain(one) for one in found])
        return NOTHING_BLOCKS
    batch = _batch(found, known, arguments, 1)
    faults = validate(written(batch).encode(), date.today()).errors
    for fault in faults:
        say(f"{fault.code}: {fault.as_dict()['says']}")
    if any(fault.code not in _NOTICES for fault in faults):
        say("Nothing was written, as a payer would send this file back.")
        return BLOCKS
    return _send(found, known, arguments)


def _send(found: Sequence[Made], known: Clinic, arguments: Namespace) -> int:
    now, path = datetime.now().replace(microsecond=0), Path(arguments.output).absolute()
    outgoing = [_outgoing(one, arguments) for one in found]
    with ExitStack() as stack:
        database = stack.enter_context(store.opened())
        for late in sent.finish(database, now):
            say(f"{late} was recorded by an earlier call that was stopped, and is written now.")
        known_claims.keep(database, [_known(one) for one in found], lambda: now)
        control = sent.send(
            database, path, outgoing, lambda number: written(_batch(found, known, arguments, number, now)), now
        )
    cents = sum(one.claim.charge_cents for one in found)
    claims = "1 claim" if len(found) == 1 else f"{len(found)} claims"
    print(f"{arguments.output}: {claims}, {cents / 100:,.2f} dollars charged, control number {control:09}.")
    for one in found:
        print(f"  {one.report.header.source}: {one.claim.claim_id}, lines from {one.lines_from}")
    return NOTHING_BLOCKS


def _known(one: Made) -> answers.KnownClaim:
    """What is kept until the payer answers: what each line should bring, and what was found."""
    told = foretold(finding.finding for finding in one.report.findings)
    return answers.known(one.claim, one.report.header.card.name, told)


def _outgoing(one: Made, arguments: Namespace) -> sent.Outgoing:
    source = one.report.header.source
    return sent.Outgoing(
        one.key, one.claim.claim_id, one.claim.frequency, source, arguments.override or "", arguments.again or ""
    )


def _batch(
    found: Sequence[Made], known: Clinic, arguments: Namespace, control: int, now: datetime | None = None
) -> Batch:
    claims = sorted((one.claim for one in found), key=lambda one: (one.subscriber.member_id, one.claim_id))
    made_at = now or datetime.now()
    return Batch(known.sender, known.receiver, known.contact, control, made_at, tuple(claims), is_test=arguments.trial)


def _plain(one: Made) -> dict[str, Any]:
    """A claim as a plain object, with the place its lines come from."""
    plain = asdict(replace(one.claim)) | {"charge_cents": one.claim.charge_cents}
    return {"source": one.report.header.source, "lines_from": one.lines_from, "claim": _texts(plain)}


def _texts(value: Any) -> Any:
    """Dates as text, tuples as lists; all else as it is."""
    if isinstance(value, dict):
        return {key: _texts(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_texts(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value
