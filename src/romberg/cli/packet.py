"""`romberg packet`: the papers of an episode, made ready for a record request."""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from datetime import date

from romberg.batch import Failure, Options, check_together, options
from romberg.cli.appeal import clinic_of
from romberg.cli.entry import BLOCKS, NOT_READ, NOTHING_BLOCKS
from romberg.cli.notes import Notes
from romberg.cli.output import print_json, say, tell_refused_cards
from romberg.cli.papers import write
from romberg.facts.episode.whose import told_apart
from romberg.formats import note_file
from romberg.formats.billing.details import of_note
from romberg.formats.documents.worker import Worker
from romberg.formats.letters.packet import missing_paper, packet_paper, plain
from romberg.formats.letters.senders import Sender, sender
from romberg.formats.unreadable import Unreadable
from romberg.notes.header.patient import patient
from romberg.report import Report
from romberg.report.packets import Packet, packet


def run(arguments: Namespace) -> int:
    """Put the packet together and tell what it lacks; 1 where something is missing, 2 where a file was not read."""
    tell_refused_cards()
    found = _packet(arguments)
    if arguments.format == "json":
        print_json(plain(found))
    else:
        _write(found, arguments)
    if found.unread:
        return NOT_READ
    return BLOCKS if found.missing else NOTHING_BLOCKS


def _packet(arguments: Namespace) -> Packet:
    chosen = Options(
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        debug=arguments.debug,
    )
    unread: list[tuple[str, str]] = []
    with Worker() as worker:
        notes = Notes(note_file.named(arguments.notes), worker, debug=arguments.debug)
        found = check_together(notes, chosen, ("episode",)).found
        notes.tell_left_out()
    for one in found:
        if isinstance(one, Failure):
            unread.append((one.source, one.error.says))
            say(one.error.says)
    reports = [one for one in found if isinstance(one, Report) and _within(one, arguments)]
    if not arguments.same_patient:
        _refuse_others(reports)
    made = packet(reports, unread)
    if made is None:
        raise Unreadable("no_notes", "None of the papers could be read, or none is of these days.", "NOTE")
    return made


def _refuse_others(reports: Sequence[Report]) -> None:
    """Refuse papers whose heads name different patients: a packet with somebody else's record must not go out."""
    told = told_apart([patient(one.header.coded.visit.words) for one in reports])
    keys = {one.header.source: key for one, key in zip(reports, told, strict=True)}
    named = Counter(key for key in told if key is not None)
    if len(named) < 2:
        return
    most = named.most_common(1)[0][0]
    others = [source for source, key in keys.items() if key not in (None, most)]
    says = (
        f"The papers seem to be of {len(named)} patients: the heads of {', '.join(others)} name another one than the "
        "rest. Take them out; where it is one patient, written differently, say so with --same-patient."
    )
    raise Unreadable("several_patients", says, others[0])


def _within(one: Report, arguments: Namespace) -> bool:
    """Whether a paper is of the days asked for; one without a date is kept, and told."""
    on = one.header.coded.visit.service_date
    first = options.day(arguments.first) if arguments.first else date.min
    last = options.day(arguments.last) if arguments.last else date.max
    return on is None or first <= on <= last


def _write(found: Packet, arguments: Namespace) -> None:
    paper = packet_paper(found, _sender(found, arguments))
    advice = missing_paper(found)
    if arguments.output is None:
        write([paper, advice], arguments.format, None)
        return
    write([paper], arguments.format, arguments.output)
    write([advice], "text", None)


def _sender(found: Packet, arguments: Namespace) -> Sender:
    dated = options.day(arguments.dated) if arguments.dated else date.today()
    known = clinic_of(arguments.clinic)
    details = None
    if arguments.details is not None:
        details = of_note(arguments.details, arguments.details, found.card.name, known.payers if known else {})
    return sender(known, details, dated)
