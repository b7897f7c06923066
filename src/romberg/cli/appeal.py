"""`romberg appeal`: the answer to a denial, from the words of the record; or the advice not to write one."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from romberg import store
from romberg.batch import Failure, Options, check_all, options
from romberg.cli.entry import BLOCKS, NOTHING_BLOCKS
from romberg.cli.notes import Notes
from romberg.cli.output import print_json, say, tell_refused_cards
from romberg.cli.papers import write
from romberg.formats import claim_file, note_file
from romberg.formats.billing.clinic import NAME as CLINIC
from romberg.formats.billing.clinic import Clinic, clinic
from romberg.formats.billing.details import BESIDE, Details, of_note
from romberg.formats.documents.worker import Worker
from romberg.formats.letters import Sender, advice_paper, letter_paper
from romberg.formats.letters.plain import plain
from romberg.formats.letters.senders import sender
from romberg.formats.unreadable import Unreadable
from romberg.knowledge import denials
from romberg.knowledge.data_folder import data_folder
from romberg.report import Report
from romberg.report.letters import Appeal, Asked, appeal
from romberg.store.answered import answers


def run(arguments: Namespace) -> int:
    """Check the note against the denial, write the letter where one is advised, and tell why where none is."""
    tell_refused_cards()
    asked = _asked(arguments)
    report = _report(arguments)
    found = appeal(report, replace(asked, code=_code(asked, report)))
    if arguments.format == "json":
        print_json(plain(found))
    else:
        _write(found, _sender(arguments, report), arguments)
    return NOTHING_BLOCKS if found.advice == "appeal" else BLOCKS


def _asked(arguments: Namespace) -> Asked:
    """The denial as it is named, or as it was posted."""
    if arguments.posted is not None:
        return _posted(arguments)
    if arguments.carc is None:
        says = "Name the payer's reason with --carc, or a claim whose remittance was posted with --posted."
        raise Unreadable("no_denial", says, "--carc")
    carc, rarcs = arguments.carc.strip().upper(), tuple(one.strip().upper() for one in arguments.rarc or ())
    group, _, reason = carc.rpartition("-")
    for kind, found in (("reason", denials.reason(reason)), *(("remark", denials.remark(one)) for one in rarcs)):
        if found is None:
            says = f"The lists of payers' reasons have no such {kind}; check {arguments.carc!r} and the remarks."
            raise Unreadable("unknown_reason", says, "--carc" if kind == "reason" else "--rarc")
    return Asked(
        reason,
        rarcs,
        group or "CO",
        arguments.code,
        None,
        options.day(arguments.denied_on) if arguments.denied_on else None,
        arguments.claim_id or "",
    )


def _posted(arguments: Namespace) -> Asked:
    """The gravest denial of a posted claim, of the code that is asked about where one is."""
    with store.opened() as database:
        found = answers(database, {arguments.posted})
    every = [
        (one, line.money.code if line is not None else None, denial)
        for one in found
        for line in (*one.lines, None)
        for denial in (line.denials if line is not None else one.denials)
        if arguments.code is None or line is None or line.money.code == arguments.code
        if arguments.carc is None or denial.carc == arguments.carc.strip().upper()
    ]
    if not every:
        says = f"No denial of the claim {arguments.posted} is in the books; post its remittance with `romberg remit`."
        raise Unreadable("no_denial", says, "--posted")
    if len(every) > 1:
        rest = ", ".join(f"{code or 'whole claim'} {one.group}-{one.carc}" for _, code, one in every[1:])
        say(f"{len(every)} denials stand for this claim; this answers the first. The others: {rest} (--code, --carc).")
    one, code, denial = every[0]
    return Asked(
        denial.carc, denial.rarcs, denial.group, None if code == "all lines" else code, denial.cents, one.decided_on,
        one.claim_id, one.payer_claim_id, one.payer_name,
    )  # fmt: skip


def _code(asked: Asked, report: Report) -> str | None:
    """The code denied; where none is named and the visit has one line, that one."""
    codes = {one.code for one in report.billed}
    return asked.code or (next(iter(codes)) if len(codes) == 1 else None)


def _report(arguments: Namespace) -> Report:
    claim, head = (None, None) if arguments.claim is None else claim_file.read_whole(arguments.claim)
    chosen = Options(
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        claim=claim,
        head=head,
        on=None if arguments.on is None else options.day(arguments.on),
        debug=arguments.debug,
    )
    with Worker() as worker:
        notes = Notes(note_file.named([arguments.note]), worker, debug=arguments.debug)
        found = list(check_all(notes, chosen))
    if len(found) != 1:
        says = f"{arguments.note} holds {len(found)} notes; an appeal is about one visit, so name its note."
        raise Unreadable("many_notes", says, arguments.note)
    if isinstance(found[0], Failure):
        raise found[0].error
    return found[0]


def _sender(arguments: Namespace, report: Report) -> Sender:
    """What the sheets tell of clinic and patient; without them the letter leaves the lines open."""
    dated = options.day(arguments.dated) if arguments.dated else date.today()
    known = clinic_of(arguments.clinic)
    return sender(known, _details(arguments, report, known), dated)


def clinic_of(path: str | None) -> Clinic | None:
    """The clinic of a sheet, or of the one in the data folder; None where there is neither."""
    return None if path is None and not (data_folder() / CLINIC).is_file() else clinic(path)


def _details(arguments: Namespace, report: Report, known: Clinic | None) -> Details | None:
    source = report.header.source
    if arguments.details is None and not Path(source).with_suffix(BESIDE).is_file():
        return None
    return of_note(source, arguments.details, report.header.card.name, known.payers if known else {})


def _write(found: Appeal, who: Sender, arguments: Namespace) -> None:
    """The letter where one is advised, and apart from it what the clinic should know."""
    advice = advice_paper(found)
    if found.advice != "appeal":
        write([advice], arguments.format, arguments.output)
        return
    if arguments.output is None:
        write([letter_paper(found, who), advice], arguments.format, None)
        return
    write([letter_paper(found, who)], arguments.format, arguments.output)
    write([advice], "text", None)
