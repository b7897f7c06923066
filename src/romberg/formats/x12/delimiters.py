"""The four signs that part an X12 file, as its first segment (ISA) sets them."""

from __future__ import annotations

from dataclasses import dataclass

from romberg.formats.x12.malformed import malformed

ISA_BYTES = 106
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)  # of ISA01 to ISA16
NO_REPEATS = "U"  # what older files carry where newer ones name the sign of repeats
_AGAIN = "ask the sender for the file as it was made"


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The signs between elements, components, repeats (empty: none) and after each segment."""

    element: str = "*"
    component: str = ":"
    repeat: str = "^"
    segment: str = "~"

    def all(self) -> frozenset[str]:
        """Every sign that may stand in no data."""
        return frozenset(self.element + self.component + self.repeat + self.segment)


def delimiters(head: bytes) -> Delimiters:
    """The signs of a file by its first bytes (a byte-order mark taken off); raises Unreadable where it has none."""
    _prove_bytes(head)
    if not head.startswith(b"ISA"):
        raise malformed("x12_no_isa", f"the file does not begin with ISA, so it is no X12 file; {_AGAIN}.", 1)
    text = head[:ISA_BYTES].decode("latin-1")
    if len(text) < ISA_BYTES:
        raise malformed("x12_isa_length", f"the file ends within ISA; {_AGAIN}.", 1)
    _prove_widths(text)
    repeat = text[82]
    found = Delimiters(text[3], text[104], "" if repeat == NO_REPEATS else repeat, text[105])
    _prove_signs(found)
    return found


def _prove_bytes(head: bytes) -> None:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head[:6] in (b"I\0S\0A\0", b"\0I\0S\0A"):
        raise malformed("x12_encoding", "the file is saved as UTF-16; save it as plain text (ASCII or UTF-8).", 1)
    if b"\0" in head:
        raise malformed("x12_encoding", f"the file holds a zero byte, as no X12 file does; {_AGAIN}.", 1)


def _prove_widths(text: str) -> None:
    """ISA has sixteen elements of fixed widths; the first that is too long or too short is named."""
    at = 3
    for number, width in enumerate(_WIDTHS, 1):
        if text[at] != text[3] or text[3] in text[at + 1 : at + 1 + width]:
            what = f"ISA has no element of {width} characters here, as it must; {_AGAIN}."
            raise malformed("x12_isa_length", what, 1, f"ISA{number:02}")
        at += 1 + width


def _prove_signs(found: Delimiters) -> None:
    signs = [found.element, found.component, found.segment, *([found.repeat] if found.repeat else [])]
    for sign in signs:
        newline = sign in "\r\n" and sign == found.segment
        if sign.isalnum() or sign == " " or not (sign.isascii() and (sign.isprintable() or newline or sign < " ")):
            raise malformed("x12_delimiter", f"ISA sets {_named(sign)} as a sign that parts data; {_AGAIN}.", 1)
        if sign in "\r\n" and not newline:
            raise malformed("x12_delimiter", f"ISA sets a line's end as a sign between elements; {_AGAIN}.", 1)
    if len(set(signs)) < len(signs):
        raise malformed("x12_delimiter", f"ISA sets one sign for two purposes; {_AGAIN}.", 1)


def _named(sign: str) -> str:
    kinds = {" ": "a blank", "\n": "a line's end", "\r": "a line's end", "\t": "a tabulator"}
    return kinds.get(sign, "a letter" if sign.isalpha() else "a digit" if sign.isdigit() else "an unprintable sign")
