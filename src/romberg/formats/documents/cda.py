"""C-CDA: the notes of a clinical document, each with its day and signers; else its sections as one note."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from xml.etree.ElementTree import Element

from romberg.formats.documents import attached, xml_tree
from romberg.formats.documents.attached import Parts
from romberg.formats.documents.beside import Signer, day, person, with_signers
from romberg.formats.documents.cda_narrative import words_of
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import Refused, wordless
from romberg.formats.documents.writer import tidy
from romberg.formats.documents.xml_tree import child, children, local
from romberg.visit import Document

NOTES_SECTION = "2.16.840.1.113883.10.20.22.2.65"
NOTE_ACTIVITY = "2.16.840.1.113883.10.20.22.4.202"
TYPE_NAMES = ("progress note", "progress notes", "note", "clinical note")
DEEPEST = 20
BY_NOTE = "the time of the note in the C-CDA document"
BY_EVENT = "the visit's time in the C-CDA document"


@dataclass(frozen=True, slots=True)
class _Section:
    """A section with the text of its own, without that of sections in it."""

    title: str
    element: Element
    is_notes: bool


def read_all(data: bytes, depth: int = 0) -> Parts:
    """The notes of a document, numbered where there are several; raises Refused where it is no C-CDA document."""
    root = xml_tree.parse(data)
    _refuse_other(root)
    return [(name, _of_patient(one, root)) for name, one in _notes(root, depth)]


def _of_patient(one: Document | Refused, root: Element) -> Document | Refused:
    """The note with the patient's number by the head of the document."""
    number = child(root, "recordTarget", "patientRole", "id")
    held = {} if number is None else number.attrib
    return replace(one, patient=held.get("extension", "")) if isinstance(one, Document) else one


def _notes(root: Element, depth: int) -> Parts:
    unstructured = child(root, "component", "nonXMLBody", "text")
    if unstructured is not None:
        return [(name, _with_event(one, root)) for name, one in _packed(unstructured, depth)]
    sections = list(_sections(child(root, "component", "structuredBody"), 0))
    acts = [(section, act) for section in sections for act in _note_activities(section.element)]
    named = {one.attrib["ID"]: one for one in root.iter() if "ID" in one.attrib}
    found = [_note(act, section, named, depth) for section, act in acts]
    kept = [one for parts in found for _, one in parts]
    if not kept:
        return [("", _as_one(root, sections))]
    others = [section.title or "untitled" for section in sections if not section.is_notes]
    return [(f"note-{number}", _beside(one, others)) for number, one in enumerate(kept, 1)]


def _refuse_other(root: Element) -> None:
    if local(root) == "ClinicalDocument":
        return
    if root.tag.startswith("{http://hl7.org/fhir}"):
        raise Refused("format_not_read", "is FHIR written as XML; export it as JSON.")
    says = f"is an XML document of a sort that is not read (<{local(root)[:40]}>); C-CDA documents are."
    raise Refused("format_not_read", says)


def _sections(element: Element | None, depth: int) -> Iterator[_Section]:
    if element is None or depth > DEEPEST:
        return
    for component in children(element, "component"):
        for section in children(component, "section"):
            templates = {one.attrib.get("root") for one in children(section, "templateId")}
            holds = any(True for _ in _note_activities(section))
            yield _Section(xml_tree.words(child(section, "title")), section, NOTES_SECTION in templates or holds)
            yield from _sections(section, depth + 1)


def _note_activities(section: Element) -> Iterator[Element]:
    for entry in children(section, "entry"):
        for act in children(entry, "act"):
            if any(one.attrib.get("root") == NOTE_ACTIVITY for one in children(act, "templateId")):
                yield act


# --- one note of a notes section


def _note(act: Element, section: _Section, named: dict[str, Element], depth: int) -> Parts:
    """A note activity: its words stand in the section's text behind a reference, or packed in the activity itself."""
    text = child(act, "text")
    if text is None:
        return []
    on = _time(child(act, "effectiveTime"))
    signers = tuple(_signers(act))
    if text.attrib.get("representation") == "B64":
        parts = _packed(text, depth)
    else:
        parts = [("", _referred(text, section, named))]
    return [(name, _dated(one, on, BY_NOTE, signers)) for name, one in parts]


def _referred(text: Element, section: _Section, named: dict[str, Element]) -> Document | Refused:
    left = Leavings()
    reference = child(text, "reference")
    address = "" if reference is None else reference.attrib.get("value", "")
    if reference is None:
        words = words_of(text, left)
    elif address.startswith("#"):
        target = named.get(address[1:])
        if target is None:
            return Refused("damaged", "refers to words of the note that are not in the document; export it again.")
        words = words_of(target, left)
    else:
        left.add("elsewhere")
        words = words_of(child(section.element, "text"), left)
    return Document(tidy(words), "cda", left.gaps()) if words.strip() else wordless("")


def _packed(text: Element, depth: int) -> Parts:
    """A note that lies in the document as bytes or plain words."""
    written = "".join(text.itertext())
    try:
        if text.attrib.get("representation") == "B64":
            return attached.documents(attached.unpacked(written), text.attrib.get("mediaType", ""), depth)
        reference = child(text, "reference")
        if reference is not None and not written.strip():
            raise Refused(
                "elsewhere", "keeps its note elsewhere, under an address that is not fetched; export the note."
            )
        return [("", Document(tidy(written), "cda") if written.strip() else wordless(""))]
    except Refused as error:
        return [("", error)]


def _dated(one: Document | Refused, on: date | None, by: str, signers: tuple[Signer, ...]) -> Document | Refused:
    if isinstance(one, Refused):
        return one
    return replace(one, text=with_signers(one.text, signers), service_date=on, dated_by=by if on else "")


def _beside(one: Document | Refused, others: list[str]) -> Document | Refused:
    """Which sections of the record were not taken as words of the note."""
    if isinstance(one, Refused) or not others:
        return one
    left = Leavings()
    left.say(f"Of the record only the notes were read, not: {', '.join(others)[:200]}.", grave=False)
    return replace(one, gaps=(*one.gaps, *left.gaps()))


# --- a document that is one note


def _as_one(root: Element, sections: list[_Section]) -> Document | Refused:
    left = Leavings()
    parts = [_title(root)]
    for section in sections:
        words = words_of(child(section.element, "text"), left)
        if words.strip():
            parts.append(f"{section.title}:\n{words}" if section.title else words)
    if len(parts) < 2:
        return wordless("")
    return _with_event(Document(tidy("\n\n".join(part for part in parts if part)), "cda", left.gaps()), root)


def _title(root: Element) -> str:
    """The title, but for the standard's own name of the document type: it does not make a progress report of a note."""
    title = xml_tree.words(child(root, "title"))
    return "" if title.lower() in TYPE_NAMES else title


def _with_event(one: Document | Refused, root: Element) -> Document | Refused:
    """The day of the visit and the signatures that the document's head carries."""
    event = child(root, "documentationOf", "serviceEvent", "effectiveTime")
    encounter = child(root, "componentOf", "encompassingEncounter", "effectiveTime")
    return _dated(one, _time(encounter) or _time(event), BY_EVENT, tuple(_signers(root)))


def _time(element: Element | None) -> date | None:
    if element is None:
        return None
    low = child(element, "low")
    written = element.attrib.get("value") or ("" if low is None else low.attrib.get("value", ""))
    return day(written)


def _signers(element: Element) -> Iterator[Signer]:
    """Those who authenticated the document or the note, then those who wrote it."""
    for role in ("legalAuthenticator", "authenticator"):
        for one in children(element, role):
            code = child(one, "signatureCode")
            if code is None or code.attrib.get("code", "S") == "S":
                yield Signer(
                    _named(child(one, "assignedEntity", "assignedPerson", "name")), _time(child(one, "time")), True
                )
    for one in children(element, "participant"):
        if one.attrib.get("typeCode") == "LA":
            name = child(one, "participantRole", "playingEntity", "name")
            yield Signer(_named(name), _time(child(one, "time")), True)
    for one in children(element, "author"):
        yield Signer(_named(child(one, "assignedAuthor", "assignedPerson", "name")), _time(child(one, "time")), False)


def _named(name: Element | None) -> str:
    if name is None:
        return ""
    given = [xml_tree.words(one) for one in children(name, "given")]
    letters = [xml_tree.words(one) for one in children(name, "suffix")]
    family = xml_tree.words(child(name, "family"))
    return person(given, family, letters) if given or family else xml_tree.words(name)
