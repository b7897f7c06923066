"""The packet put into words: cover, index, what is there and what is not, tables, and the papers themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from romberg.formats.letters.appeal import named, where
from romberg.formats.letters.senders import Sender
from romberg.formats.paper import Block, Fields, Heading, Items, NewPage, Paper, Table, Text, Verbatim
from romberg.formats.words import label, with_modifiers
from romberg.report.letters import Place
from romberg.report.packets import Check, EvidenceRow, Exhibit, Packet, SignatureRow

_NOT_STATED = "not stated"
_LONGEST = 260  # characters of words in one cell of the table of evidence
_SHORT = 16  # digits of a hash that the index shows


def packet_paper(one: Packet, who: Sender) -> Paper:
    """The packet for the reviewer: nothing is asserted that the papers do not say, and what is absent is said."""
    return Paper("Records for review", tuple(_packet(one, who)), _foot(one))


def missing_paper(one: Packet) -> Paper:
    """What the clinic should look for before the packet goes out. Not for the reviewer."""
    return Paper("Before the packet goes out", tuple(_missing(one)), _foot(one))


def _foot(one: Packet) -> str:
    return f"{len(one.papers)} papers, {_period(one)}; quotations are word for word."


def _period(one: Packet) -> str:
    if one.first is None or one.last is None:
        return "without dates"
    return str(one.first) if one.first == one.last else f"{one.first} to {one.last}"


def _packet(one: Packet, who: Sender) -> Iterator[Block]:
    yield Heading("Records for review", 1)
    yield Fields(tuple(_head(one, who)))
    yield Heading("Index")
    yield Table(("Exhibit", "Paper", "Date", "File", "Fingerprint"), tuple(map(_indexed, one.papers)), (1, 3, 2, 4, 3))
    if one.unread:
        yield Text("Enclosed as they are, since their words could not be read here:")
        yield Items(tuple(named(source) for source, _ in one.unread))
    yield Heading("What is asked for, and where it stands")
    yield Table(("Asked for", "Where", "Remark"), tuple(_checked(each) for each in one.checks), (4, 2, 5))
    yield Heading("Signature log")
    yield from _log(one.signatures)
    yield Heading("Evidence, line by line")
    yield Text("Units by the record are those that its minutes give under this payer's way of counting.")
    yield evidence_table(one.evidence)
    for paper in one.papers:
        yield NewPage()
        yield Heading(f"Exhibit {paper.number}: {paper.kind}, {paper.on or 'without a date'}")
        yield Text(f"{named(paper.source)}, {_sort(paper)}, SHA-256 of the words {paper.sha256}", soft=True)
        yield Verbatim(paper.report.text)


def _sort(paper: Exhibit) -> str:
    document = paper.report.header.document
    if document is None:
        return "whole"
    return f"the words of a file of kind {document.kind}; the file itself is enclosed"


def _head(one: Packet, who: Sender) -> Iterator[tuple[str, str]]:
    yield "Date", who.dated.isoformat() if who.dated else ""
    yield "From", ", ".join(part for part in (who.clinic, who.address, who.telephone) if part)
    yield "NPI, tax number", ", ".join(part for part in (who.npi, who.tax_id) if part)
    yield "To", who.payer or one.card.title
    yield "Number of the request", ""
    yield "Patient", who.patient
    yield "Born", who.born.isoformat() if who.born else ""
    yield "Member number", who.member_id
    yield "Claim number of the payer", who.payer_claim_id
    yield "Dates of service", _period(one)


def _indexed(paper: Exhibit) -> tuple[str, ...]:
    return str(paper.number), paper.kind, str(paper.on or "no date"), named(paper.source), paper.sha256[:_SHORT]


def _checked(one: Check) -> tuple[str, str, str]:
    places = ", ".join(map(str, one.exhibits))
    found = {
        "there": f"exhibit {places}" if places else "in every paper",
        "named only": f"named in exhibit {places}" if places else "named, not enclosed",
        "absent": "absent",
        "not due": "not due",
    }[one.state]
    return one.what, found, one.says


def _log(rows: Sequence[SignatureRow]) -> Iterator[Block]:
    if not rows:
        yield Text("No clinician is named in the papers.")
        return
    shown = tuple(
        (one.name or _NOT_STATED, one.credential or _NOT_STATED, _numbers(one.signed), _numbers(one.unsigned), "")
        for one in rows
    )
    head = ("Name as written", "Credential", "Signed exhibit", "Named without signature", "Specimen signature")
    yield Table(head, shown, (3, 2, 2, 2, 3))


def _numbers(given: Sequence[int]) -> str:
    return ", ".join(map(str, given)) or "–"


def evidence_table(rows: Sequence[EvidenceRow], numbered: bool = True) -> Table:
    """The lines of visits with what was billed, what the minutes give, and the words that bear them out.

    `numbered` names the exhibit of each line.
    """
    head = ("Line", "Time, units", "What was done", "What took skill", "Response")
    return Table(head, tuple(_evidence(row, numbered) for row in rows), (4, 3, 5, 5, 4))


def _evidence(row: EvidenceRow, numbered: bool) -> tuple[str, ...]:
    code = with_modifiers(row.code, row.modifiers)
    name = f"{row.on or 'no date'}: {code} {label(row.code)}".strip()
    name += f" (exhibit {row.exhibit})" if numbered else ""
    billed = "no charges in the record" if row.billed is None else f"billed {row.billed}"
    minutes = "minutes not stated" if row.minutes is None else f"{row.minutes} min"
    units = f"{minutes}; {billed}; by the record {row.supported}"
    return name, units, _cell(row.work), _cell(row.skill, row.work), _cell(row.response, row.work)


def _cell(places: Sequence[Place], beside: Sequence[Place] = ()) -> str:
    """The first words for a topic, and where the others stand; words that stand in the row already are referred to."""
    if not places:
        return "no words of it"
    places = sorted(places, key=lambda one: one in beside)
    if places[0] in beside:
        return f"in what was done ({', '.join(where(one) for one in places)})"
    words = " ".join(places[0].words.split())
    shown = words if len(words) <= _LONGEST else words[:_LONGEST].rsplit(" ", 1)[0] + " …"
    more = f"; also {', '.join(where(one) for one in places[1:])}" if len(places) > 1 else ""
    return f"“{shown}” ({where(places[0])}{more})"


# --- for the clinic


def _missing(one: Packet) -> Iterator[Block]:
    yield Heading("Before the packet goes out (for the clinic, not for the reviewer)", 1)
    if one.missing:
        yield Heading("Not among the papers")
        yield Items(tuple(f"{each.what}: {each.says}" for each in one.missing))
    if one.unread:
        yield Heading("Not read")
        yield Items(tuple(f"{source}: {says}" for source, says in one.unread))
    if one.partly:
        yield Heading("Not read whole")
        yield Items(tuple(f"{source}: {says}" for source, says in one.partly))
    lines = [row for row in one.evidence if row.billed is not None and row.billed > row.supported]
    if lines:
        yield Heading("Billed beyond the record")
        yield Items(tuple(f"{row.on}: {row.code} billed {row.billed}, by the record {row.supported}." for row in lines))
    blocking = [
        f"Exhibit {paper.number}: {found.finding.says}"
        for paper in one.papers
        if paper.kind != "plan of care"
        for found in paper.report.failed
        if found.finding.severity == "blocks"
    ]
    if blocking:
        yield Heading("Findings that a reviewer would deny for")
        yield Items(tuple(dict.fromkeys(blocking)))
    yield Heading("See to it")
    yield Items(
        (
            "All papers are of the same patient; Romberg compares what their heads say, where they say it.",
            "Nothing in a record is changed after a request; what is missing is explained, or attested as of that day.",
            "Send it whole and before the day that the request names; an unanswered request is denied.",
        )
    )


# --- for programs


def plain(one: Packet) -> dict[str, Any]:
    """The packet as JSON carries it."""
    return {
        "schema": "romberg.packet/1",
        "payer": one.card.name,
        "first": str(one.first) if one.first else None,
        "last": str(one.last) if one.last else None,
        "exhibits": [
            {"number": each.number, "kind": each.kind, "on": str(each.on) if each.on else None, "source": each.source,
             "sha256": each.sha256} for each in one.papers
        ],
        "checks": [
            {"what": each.what, "state": each.state, "exhibits": list(each.exhibits), "says": each.says}
            for each in one.checks
        ],
        "signatures": [
            {"name": each.name, "credential": each.credential, "role": each.role, "signed": list(each.signed),
             "unsigned": list(each.unsigned)} for each in one.signatures
        ],
        "evidence": [_row(each) for each in one.evidence],
        "unread": [{"source": source, "says": says} for source, says in one.unread],
        "partly_read": [{"source": source, "says": says} for source, says in one.partly],
    }  # fmt: skip


def _row(one: EvidenceRow) -> dict[str, Any]:
    return {
        "exhibit": one.exhibit,
        "on": str(one.on) if one.on else None,
        "code": one.code,
        "modifiers": list(one.modifiers),
        "billed": one.billed,
        "supported": one.supported,
        "minutes": one.minutes,
        "work": [_quote(place) for place in one.work],
        "skill": [_quote(place) for place in one.skill],
        "response": [_quote(place) for place in one.response],
    }


def _quote(place: Place) -> dict[str, Any]:
    return {"text": place.words, "spans": [list(place.span)], "line": place.line, "page": place.page}
