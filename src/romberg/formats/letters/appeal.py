"""The letter that answers a denial, and the page for the biller that tells whether to send it.

The letter quotes the record and the rule, and asserts nothing that stands in neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from romberg.formats.answers import words_of
from romberg.formats.letters.senders import Sender
from romberg.formats.paper import Block, Fields, Heading, Items, Paper, Quoted, Table, Text
from romberg.formats.words import ROUTE_WORDS, label, money, with_modifiers
from romberg.knowledge import citations
from romberg.knowledge.citations import Citation
from romberg.knowledge.deadlines import Deadline, appeals
from romberg.report.letters import Appeal, Place, Proof

_ADVICE = {
    "appeal": "Appeal: the record answers the denial.",
    "complete first": "Do not appeal on this record as it stands.",
    "corrected claim": "Do not appeal; send a corrected claim.",
    "new claim": "Do not appeal; send a new claim.",
    "patient": "Do not appeal; this is between the patient and the plan.",
    "other payer": "Do not appeal; bill the other payer.",
    "write off": "Do not appeal; write it off.",
    "nothing to do": "Do not appeal; there is nothing to answer.",
    "ask the payer": "No letter is written: nothing in the note decides this denial.",
}


_BESIDE = (  # papers that lie beside the note; a person ticks what is truly enclosed
    ("evaluation", "The evaluation"),
    ("certification", "The plan of care with its certification"),
    ("progress", "The last progress report"),
)


def letter_paper(one: Appeal, who: Sender) -> Paper:
    """The letter to the payer; only for an appeal that is advised."""
    return Paper(_title(one), tuple(_letter(one, who)), _foot(one))


def advice_paper(one: Appeal) -> Paper:
    """What the biller should know: whether to appeal, why, until when, and what the record lacks. Not for the payer."""
    return Paper("Before anything is sent", tuple(_advice(one)), _foot(one))


def _title(one: Appeal) -> str:
    step = one.deadline.step
    return "Appeal" if step == "appeal" else f"Request for {step}"


def _foot(one: Appeal) -> str:
    on = one.report.header.coded.visit.service_date
    of = f"the note of {on}" if on else "the note"
    return f"Quotes are from {of}, {named(one.report.header.source)}; rules as of {one.report.knowledge}."


def _letter(one: Appeal, who: Sender) -> Iterator[Block]:
    yield Heading(_title(one), 1)
    yield Fields(tuple(_head(one, who)))
    yield Heading("The denial")
    yield Text(_denial(one))
    yield Heading("What was billed")
    yield from _billed(one)
    yield Heading("What the rule asks")
    yield Items(tuple(demand.asks for demand in one.demands))
    yield Text(f"Sources: {'; '.join(dict.fromkeys(_titled(cite) for cite in _sources(one)))}.", soft=True)
    yield Heading("What the record shows")
    yield Text("Each quotation stands in the note word for word, at the place given.")
    yield from _shown(one.shown)
    yield Heading("What we ask")
    yield Text(_asks(one))
    yield Heading("Enclosed")
    yield Items(tuple(_enclosed(one)))
    yield Fields((("Signed", ""), ("Name and title", ""), ("Date", "")))


def _shown(proofs: Iterable[Proof]) -> Iterator[Block]:
    """Each topic with its quotations; what was quoted before is referred to."""
    quoted: set[Place] = set()
    for proof in proofs:
        yield Heading(proof.label, 3)
        yield from (Quoted(place.words, where(place)) for place in proof.places if place not in quoted)
        again = [where(place) for place in proof.places if place in quoted]
        if again:
            yield Text(f"Quoted above: {'; '.join(again)}.", soft=True)
        quoted.update(proof.places)


def _head(one: Appeal, who: Sender) -> Iterator[tuple[str, str]]:
    visit, asked = one.report.header.coded.visit, one.asked
    yield "Date", who.dated.isoformat() if who.dated else ""
    yield "From", ", ".join(part for part in (who.clinic, who.address, who.telephone) if part)
    yield "NPI, tax number", ", ".join(part for part in (who.npi, who.tax_id) if part)
    yield "To", asked.payer_name or who.payer or one.report.header.card.title
    yield "Patient", who.patient
    yield "Born", who.born.isoformat() if who.born else ""
    yield "Member number", who.member_id
    yield "Claim number of the payer", asked.payer_claim_id or who.payer_claim_id
    yield "Our claim number", asked.claim_id or who.claim_id
    yield "Date of service", visit.service_date.isoformat() if visit.service_date else ""
    yield "Decision of", asked.decided_on.isoformat() if asked.decided_on else ""
    yield "To be filed by", one.deadline.last.isoformat() if one.deadline.last else ""


def _denial(one: Appeal) -> str:
    what, asked = one.denied, one.asked
    meaning = words_of(what.carc)
    remarks = f" and {'remarks' if len(what.rarcs) > 1 else 'remark'} {', '.join(what.rarcs)}" if what.rarcs else ""
    code = f"{asked.code} ({label(asked.code)})" if asked.code and label(asked.code) else asked.code or "The visit"
    taken = f" ({money(what.cents)} of the charge)" if what.cents else ""
    told = f" That reason means: {meaning}." if meaning else ""
    return f"{code} was denied with reason {what.group}-{what.carc}{remarks}{taken}.{told}"


def _billed(one: Appeal) -> Iterator[Block]:
    rows = tuple((with_modifiers(line.code, line.modifiers), label(line.code), str(line.units)) for line in one.billed)
    if rows:
        yield Table(("Code", "Service", "Units"), rows, (2, 5, 1))
    else:
        yield Text("The note itself carries no charges; the claim is enclosed.")
    for line in one.supported:
        if line.units:
            yield Text(f"{line.code}: {line.says}")


def _sources(one: Appeal) -> tuple[Citation, ...]:
    return tuple(dict.fromkeys(cite for demand in one.demands for cite in demand.sources))


def _titled(cite: Citation) -> str:
    """A source as a letter names it: title, section, and its date where it has one."""
    on = f" ({cite.date})" if cite.date[:4].isdigit() else ""
    return ", ".join(part for part in (cite.title, cite.section) if part) + on


def named(source: str) -> str:
    """A file by its name alone: where it lies on the clinic's machine is nobody else's business."""
    return PurePath(source).name or source


def where(place: Place) -> str:
    """Where words stand in a note, for people."""
    page = f"page {place.page}, " if place.page else ""
    last = place.line + place.words.count("\n")
    return f"{page}line {place.line}" if last == place.line else f"{page}lines {place.line} to {last}"


def _asks(one: Appeal) -> str:
    code = f" of {one.asked.code}" if one.asked.code else ""
    on = one.report.header.coded.visit.service_date
    return f"The record answers the reason given. We ask that the denial{code}{f' for {on}' if on else ''} be reversed."


def _enclosed(one: Appeal) -> Iterator[str]:
    yield f"The note of the visit ({named(one.report.header.source)})"
    yield "The remittance or notice with the denial"
    asked = {proof.name for proof in one.proofs}
    yield from (f"[  ] {text}" for name, text in _BESIDE if name in asked)


# --- for the biller


def _advice(one: Appeal) -> Iterator[Block]:
    yield Heading("Before anything is sent (for the clinic, not for the payer)", 1)
    yield Heading(_ADVICE[one.advice], 2)
    yield Text(one.because)
    yield from _instead(one)
    if one.advice in ("appeal", "complete first", "ask the payer"):
        yield Text(_until(one.deadline))
        levels = [f"{name}: {period} after the decision before it" for name, period in appeals(one.report.header.card)]
        if len(levels) > 1:
            yield Text(f"All levels, as the payer's card has them: {'; '.join(levels)}.", soft=True)
    if one.gaps:
        yield Heading("What the record lacks", 2)
        yield Items(tuple(f"{gap.says} {gap.fix}".strip() for gap in one.gaps))
    if one.advice == "appeal" and one.absent:
        yield Heading("What a reviewer may look for and this note does not show", 2)
        yield Items(tuple(_absent(proof) for proof in one.absent))
        yield Text("Enclose it where it stands in another paper of the record; the letter does not assert it.")
    if one.advice == "appeal":
        yield Heading("Before you sign", 2)
        yield Items(tuple(_to_see_to(one)))


def _to_see_to(one: Appeal) -> Iterator[str]:
    """What a person must do before the letter goes out, and how well its sources are known."""
    yield "Fill in the lines that are open, tick what is enclosed, read the letter, and sign it."
    for cite in _sources(one):
        if cite.mark != "verified":
            yield f"{_titled(cite)} was not read [not verified]: read it before you cite it."
        elif not cite.date[:4].isdigit() and cite.date:
            yield f"{_titled(cite)} was {cite.date}: see whether its wording stands."
    if one.denied.mark == "not verified":
        yield "What usually brings this denial on, and its remedy, were not read in a source [not verified]."


def _absent(proof: Proof) -> str:
    return f"{proof.label}: the note has no words of it."


def _instead(one: Appeal) -> Iterator[Block]:
    what = one.denied
    if what.cause or what.fix:
        way = f" ({ROUTE_WORDS[what.route]})" if what.route else ""
        yield Text(f"What usually brings this denial on: {what.cause}. What usually answers it{way}: {what.fix}.")
    if one.advice in ("corrected claim", "new claim"):
        if one.denied.named and one.supported:
            units = ", ".join(f"{line.code} {line.units}" for line in one.supported)
            yield Text(f"Units that the record supports: {units}.")
        yield Text(_until(one.correct))


def _until(one: Deadline) -> str:
    marked = " [not verified]" if one.mark == "not verified" else ""
    source = f" Source: {citations.get(one.cite).title}." if one.cite else ""
    if one.last is None:
        return f"Until when ({one.step}) is not known{marked}. {one.says}{source}"
    return f"Until {one.last} ({one.step}){marked}: {one.says}{source}"
