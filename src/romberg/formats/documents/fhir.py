"""FHIR R4: documents (DocumentReference, Composition, DiagnosticReport) of a resource, a list or a bundle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from romberg.formats.documents import attached
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import with_signers
from romberg.formats.documents.cda import TYPE_NAMES
from romberg.formats.documents.fhir_beside import Claim, claims, claims_of, encounter_day, signers
from romberg.formats.documents.fhir_resources import Resource, Resources, items, resources, text_at
from romberg.formats.documents.html import words_of
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import Refused, wordless
from romberg.formats.documents.writer import tidy
from romberg.visit import Document

DEEPEST = 20
NOT_CURRENT = ("entered-in-error", "superseded", "cancelled")
BEST = ("text/plain", "text/html", "application/xhtml+xml", "text/rtf", "application/rtf", "application/pdf")


@dataclass(frozen=True, slots=True)
class _Note:
    """A resource that carries a note."""

    resource: Resource
    encounter: str
    on: date | None


def read_all(held: Any) -> Parts:
    """The documents of FHIR resources in their order; raises Refused where there are none."""
    known = resources(held)
    notes = [_about(one, known) for one in known.ordered if one["resourceType"] in _READERS]
    current = [one for one in notes if one.resource.get("status") not in NOT_CURRENT]
    if not current:
        raise wordless(" (its documents are marked as no longer valid)" if notes else "")
    billed = claims_of([(one.encounter, one.on) for one in current], list(claims(known)))
    return [
        (
            f"doc-{number}" + (f".{name}" if name else ""),
            _finished(note, one, known, billed[number - 1], len(notes) - len(current)),
        )
        for number, note in enumerate(current, 1)
        for name, one in _READERS[note.resource["resourceType"]](note.resource, known)
    ]


def _about(one: Resource, known: Resources) -> _Note:
    """The visit that a note belongs to, and its day."""
    context = one.get("context")
    held = context if isinstance(context, Mapping) else one
    encounters = [text_at(each, "reference") for each in items(held.get("encounter"))]
    encounter = encounters[0] if encounters else ""
    on = encounter_day(one, known.get(encounter, one))
    return _Note(one, encounter, on)


def _finished(
    note: _Note, one: Document | Refused, known: Resources, claim: Claim | None, left_out: int
) -> Document | Refused:
    """A document with what its resource says beside it."""
    if isinstance(one, Refused):
        return one
    left = Leavings()
    if left_out:
        left.say("Documents that are marked as superseded or wrong were left out.", grave=False)
    if note.resource.get("docStatus") == "preliminary" or note.resource.get("status") == "preliminary":
        left.say("The document is marked as preliminary.", grave=False)
    return replace(
        one,
        kind="fhir" if one.kind == "text" else one.kind,
        text=with_signers(one.text, signers(note.resource, known)),
        gaps=(*one.gaps, *left.gaps()),
        service_date=note.on or one.service_date,
        dated_by="the visit's time in the FHIR resources" if note.on else one.dated_by,
        billed=claim.lines if claim else None,
        billed_by="the items of the Claim beside the note" if claim else "",
        patient=_patient(note.resource),
    )


def _patient(one: Resource) -> str:
    """What the note calls its patient by: the reference, else the number, else the name shown."""
    paths = (("reference",), ("identifier", "value"), ("display",))
    return next((told for path in paths if (told := text_at(one, "subject", *path))), "")


# --- words


def _reference(one: Resource, known: Resources) -> Parts:
    """The same note may be attached in several formats: the plainest that can be read is taken."""
    held = [each["attachment"] for each in items(one.get("content")) if isinstance(each.get("attachment"), Mapping)]
    return _best(held, one, known)


def _report(one: Resource, known: Resources) -> Parts:
    return _best(list(items(one.get("presentedForm"))), one, known)


def _best(attachments: list[Mapping[str, Any]], note: Resource, known: Resources) -> Parts:
    ranked = sorted(attachments, key=lambda one: _rank(text_at(one, "contentType")))
    first: Refused | None = None
    for one in ranked:
        try:
            found = _attachment(one, note, known)
            if any(isinstance(document, Document) for _, document in found):
                return found
        except Refused as error:
            first = first or error
    return [("", first or wordless(""))]


def _rank(media: str) -> int:
    plain = media.split(";", maxsplit=1)[0].strip().lower()
    return BEST.index(plain) if plain in BEST else len(BEST)


def _attachment(one: Mapping[str, Any], note: Resource, known: Resources) -> Parts:
    media, data, address = text_at(one, "contentType"), text_at(one, "data"), text_at(one, "url")
    if not data and address:
        binary = known.get(address, note)
        data, media = text_at(binary, "data"), text_at(binary, "contentType") or media
        if not data:
            raise Refused(
                "elsewhere", "keeps its note elsewhere, under an address that is not fetched; export it whole."
            )
    if not data:
        raise wordless("")
    return attached.documents(attached.unpacked(data), media.lower(), 0)


def _composition(one: Resource, _: Resources) -> Parts:
    left = Leavings()
    parts = list(_section_texts(items(one.get("section")), left, 0))
    if not parts:
        return [("", wordless(""))]
    return [("", Document(tidy("\n\n".join((_title(one), *parts)).strip()), "fhir", left.gaps()))]


def _title(one: Resource) -> str:
    title = text_at(one, "title")
    return "" if title.lower() in TYPE_NAMES else title


def _section_texts(sections: Iterator[Mapping[str, Any]], left: Leavings, depth: int) -> Iterator[str]:
    for one in sections if depth < DEEPEST else ():
        title, narrative = text_at(one, "title"), one.get("text")
        words, missed = words_of(text_at(narrative, "div")) if isinstance(narrative, Mapping) else ("", Leavings())
        left.take(missed)
        if words.strip():
            yield f"{title}:\n{words}" if title else words
        elif one.get("entry") and not one.get("emptyReason"):
            left.say(
                f"The section {title or 'without a title'} has no words of its own; its entries were not read.", True
            )
        yield from _section_texts(items(one.get("section")), left, depth + 1)


_READERS = {"DocumentReference": _reference, "DiagnosticReport": _report, "Composition": _composition}
