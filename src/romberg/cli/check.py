"""`romberg check`: notes in, reports out."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from romberg.batch import Checked, Failure, Options, check_all, check_in_processes, check_together, options
from romberg.batch.episode import Together
from romberg.batch.parallel import usual
from romberg.claims import ClaimHead
from romberg.claims.eligibility import Eligibility
from romberg.cli.notes import Notes
from romberg.cli.output import opened, say, tell_refused_cards
from romberg.cli.pages import SUMMARIES, WRITERS
from romberg.cli.progress import shown
from romberg.formats import claim_file, cover_file, note_file
from romberg.formats.documents.worker import Worker
from romberg.formats.note_file import Named
from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.report.not_read import not_read

MANY = 3  # from more notes than this on, each gets a line instead of a page, and a terminal a progress bar


def run(arguments: Namespace) -> int:
    """Check the notes that the arguments name; the status says whether a finding blocks or a note was not read."""
    named = note_file.named(arguments.notes)
    chosen = _options(arguments, len(named))
    refuse_overwriting(arguments.output, named)
    tell_refused_cards()
    tally = _Tally()
    with Worker() as worker, shown(len(named), arguments.format, len(named) > MANY) as advance:
        notes = Notes(named, worker, advance, arguments.claim, arguments.debug)
        found = tally.counted(_checked(notes, chosen, arguments, len(named)))
        if advance is not None and sys.stdout.isatty():
            found = iter(list(found))  # the bar and the pages would write over one another
        first = list(islice(found, MANY + 1))
        many = (len(named) > MANY or len(first) > MANY) and not arguments.full
        with opened(arguments.output) as file:
            write = WRITERS[arguments.format] if not arguments.summary else SUMMARIES[arguments.format]
            write(chain(first, found), file, many)
    notes.tell_left_out()
    tally.tell()
    return tally.status()


def _checked(notes: Notes, chosen: Options, arguments: Namespace, count: int) -> Iterable[Checked]:
    """The reports: each note by itself, or with what the others tell of it."""
    ways: list[Together] = []
    if arguments.episode:
        ways.append("episode")
    if arguments.day:
        ways.append("day")
    if not ways:
        jobs = usual(count) if arguments.jobs is None else options.jobs(arguments.jobs)
        return check_all(notes, chosen) if jobs == 1 else check_in_processes(notes, chosen, jobs, say)
    together = check_together(notes, chosen, ways)
    if together.unnamed and together.patients > 1:
        say(
            f"{len(together.unnamed)} notes name no patient in their head, so each stands by itself; the first is "
            f"{together.unnamed[0]}."
        )
    elif together.unnamed:
        say("No note names its patient, so all are taken as one patient's.")
    return together.found


def _options(arguments: Namespace, notes: int) -> Options:
    """The options, each checked before a note is read."""
    if arguments.summary and arguments.format not in SUMMARIES:
        says = f"--summary is printed as {' or '.join(SUMMARIES)}, not as {arguments.format}."
        raise Unreadable("summary", says, "--format")
    if arguments.allowed_so_far is not None and notes > 1:
        says = f"--allowed-so-far is one patient's sum, and {notes} notes were named; check that note by itself."
        raise Unreadable("claim_many", says, "--allowed-so-far")
    if arguments.claim is not None and notes > 1:
        says = f"--claim says what was billed for one visit, and {notes} notes were named; check that note by itself."
        raise Unreadable("claim_many", says, arguments.claim)
    if arguments.eligibility is not None and notes > 1:
        says = f"--eligibility is one patient's cover, and {notes} notes were named; check that note by itself."
        raise Unreadable("claim_many", says, arguments.eligibility)
    claim, head = (None, None) if arguments.claim is None else claim_file.read_whole(arguments.claim)
    if arguments.allowed_so_far is not None:
        head = replace(head or ClaimHead(), allowed_so_far_cents=options.cents(arguments.allowed_so_far))
    return Options(
        payer=None if arguments.payer is None else options.payer(arguments.payer),
        claim=claim,
        head=head,
        zip5=None if arguments.zip is None else options.zip5(arguments.zip),
        on=None if arguments.on is None else options.day(arguments.on),
        debug=arguments.debug,
        cover=told_cover(arguments),
    )


def told_cover(arguments: Namespace) -> Eligibility | None:
    """What --eligibility tells of the patient's cover; what is taken from it is said."""
    if arguments.eligibility is None:
        return None
    cover = cover_file.read(arguments.eligibility)
    say(cover_file.sentence(arguments.eligibility, cover))
    return cover


def refuse_overwriting(output: str | None, named: list[Named]) -> None:
    """Refuse an --output file that is one of the notes."""
    if output is not None and any(one.source == output for one in named):
        says = f"{output} is one of the notes; name another --output file, so that the note stays."
        raise Unreadable("output", says, output)


def _left_open(report: Report) -> Iterator[str]:
    """What keeps a note that was read from being judged whole: a part is missing, its date, or it holds more visits."""
    visit = report.header.coded.visit
    if report.header.document is not None and report.header.partial:
        yield f"{report.header.source} was not read whole, so its light is grey. {not_read(report.header.document)}"
    if visit.service_date is None:
        yield (
            f"{report.header.source} has no date of service, so no rule or price of a day could be used; "
            "write the date into the note, or give it with --on."
        )
    if visit.visits_in_file > 1:
        yield (
            f"{report.header.source} holds {visit.visits_in_file} visits, and the report is on that of "
            f"{visit.service_date} alone; save each visit as a note of its own to check them all."
        )


class _Tally:
    """What the exit status needs to know of the reports that went by; what stays open is told at the end."""

    def __init__(self) -> None:
        self.blocked = self.failed = False
        self.told: list[str] = []

    def counted(self, found: Iterable[Checked]) -> Iterator[Checked]:
        """The same reports, looked at on their way."""
        for one in found:
            if isinstance(one, Failure):
                self.failed = True
            else:
                self.blocked |= one.blocks
                self.told += _left_open(one)
            yield one

    def tell(self) -> None:
        """One sentence for each note that could not be judged whole."""
        self.failed |= bool(self.told)
        for sentence in self.told:
            say(sentence)

    def status(self) -> int:
        """2 where a note was not read, else 1 where a finding blocks, else 0."""
        return 2 if self.failed else 1 if self.blocked else 0
