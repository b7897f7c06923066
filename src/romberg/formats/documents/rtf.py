"""RTF: groups, control words and characters in one pass; tables, footnotes, deleted and hidden words told apart."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace

from romberg.formats.documents import rtf_language as language
from romberg.formats.documents.leavings import Leavings
from romberg.formats.documents.refused import too_much, wordless
from romberg.formats.documents.symbols import drawn
from romberg.formats.documents.writer import Writer, tidy
from romberg.visit import Document

DEEPEST = 250
PAGE_TWIPS = 12_240 * 15_840  # letter paper


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds within a group: copied when one opens, forgotten when it closes."""

    skipped: bool = False
    starred: bool = False
    place: str = "body"  # or "foot", or "fonts"
    marks: frozenset[str] = frozenset()  # hidden, deleted, struck
    font: int | None = None
    fallback: int = 1  # characters to skip after a Unicode one
    picture: bool = False


def read(data: bytes) -> Document:
    """The words of an RTF document; raises Refused where there are none."""
    reader = _Reader(data.decode("latin-1"))
    reader.run()
    text = reader.text()
    if not text.strip():
        raise wordless("")
    return Document(text, "rtf", reader.left.gaps())


class _Reader:
    def __init__(self, source: str) -> None:
        self.left = Leavings()
        self._source = source
        self._group = _Group()
        self._stack: list[_Group] = []
        self._writers = {"body": Writer(), "foot": Writer()}
        self._in_table = self._table_open = False
        self._fonts: dict[int, tuple[str, str]] = {}  # number to charset and name
        self._charset = "cp1252"
        self._bytes = bytearray()  # of the document's own encoding, not yet decoded
        self._high = 0  # first half of a character beyond the basic plane
        self._to_skip = 0
        self._picture = [0, 0]

    def run(self) -> None:
        at, length, source = 0, len(self._source), self._source
        while at < length:
            match = language.TOKEN.match(source, at)
            if match is None:  # a lone backslash at the very end
                break
            at = match.end()
            word, number, code, symbol, brace, plain = match.groups()
            if word:
                at += self._word(word, None if number is None else int(number))
            elif code:
                self._byte(int(code, 16))
            elif symbol:
                self._symbol(symbol)
            elif brace:
                self._brace(brace)
                if not self._stack and brace == "}":
                    return
            elif plain:
                self._plain(plain)
        self.left.add("cut off")

    def text(self) -> str:
        self._flush()
        body, foot = self._writers["body"].text(), self._writers["foot"].text()
        if self._stack:  # cut off: the last line may be half a line
            body = body.rpartition("\n")[0]
        return tidy(f"{body}\n\n{foot}")

    # --- groups

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        if brace == "{":
            if len(self._stack) >= DEEPEST:
                raise too_much("groups within groups")
            self._stack.append(self._group)
            self._group = replace(self._group, starred=False)
        elif self._stack:
            if self._group.picture and not self._stack[-1].picture:
                self.left.picture(self._picture[0] * self._picture[1] / PAGE_TWIPS)
            if self._group.place == "foot" != self._stack[-1].place:
                self._writers["foot"].line()
            self._group = self._stack.pop()

    def _change(self, **changes: object) -> None:
        self._group = replace(self._group, **changes)  # type: ignore[arg-type]  # names are written out at each call

    # --- control words

    def _word(self, word: str, number: int | None) -> int:
        """Obey one control word; the answer is how many further characters it takes."""
        if self._to_skip and word not in ("u", "bin"):
            self._to_skip = 0
        if word == "bin":
            return max(0, number or 0)
        if word == "u":
            self._unicode((number or 0) & 0xFFFF)
            return 0
        self._flush()
        if not self._destination(word) and not self._group.skipped:
            self._formatting(word, number)
        elif self._group.picture and word in ("picwgoal", "pichgoal"):
            self._picture[word == "pichgoal"] = abs(number or 0)
        return 0

    def _destination(self, word: str) -> bool:
        """Whether the word says what the group is for."""
        if word == "fonttbl":
            self._change(place="fonts")
        elif word == "pict":
            self._picture = [0, 0]
            self._change(picture=not self._group.skipped or self._group.picture, skipped=True)
        elif word == "object" and not self._group.skipped:
            self.left.add("object")
        elif word in language.APART:
            self._change(place=language.APART[word])
        elif word in language.SKIPPED or (self._group.starred and word not in language.READ_THOUGH_STARRED):
            if word == "annotation" and not self._group.skipped:
                self.left.add("comment")
            self._change(skipped=True, starred=False)
        else:
            return False
        return True

    def _formatting(self, word: str, number: int | None) -> None:
        if word in language.MARKED:
            held = self._group.marks - {language.MARKED[word]}
            self._change(marks=held if number == 0 else held | {language.MARKED[word]})
        elif word == "plain":
            self._change(marks=frozenset(), font=None)
        elif word == "f":
            self._change(font=number)
        elif word == "uc":
            self._change(fallback=max(0, min(number or 0, 8)))
        elif word == "ansicpg":
            self._charset = _known(f"cp{number}")
        elif word == "mac":
            self._charset = "mac-roman"
        elif word == "fcharset" and self._group.place == "fonts" and self._group.font is not None:
            self._fonts[self._group.font] = (language.CHARSETS.get(number or 0, ""), "symbol" if number == 2 else "")
        elif word in language.SIGNS:
            self._put(language.SIGNS[word])
        else:
            _LAYOUT.get(word, _nothing)(self)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self._change(starred=True)
        elif self._to_skip and symbol not in "\r\n":
            self._to_skip -= 1
        elif symbol in language.SYMBOLS:
            self._flush()
            self._put(language.SYMBOLS[symbol])

    # --- characters

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        else:
            self._bytes.append(value)

    def _plain(self, words: str) -> None:
        skip = min(self._to_skip, len(words))
        self._to_skip -= skip
        words = words[skip:]
        if self._group.place == "fonts":
            self._name_font(words)
        elif words and words.isascii():
            self._flush()
            self._put(drawn(words, self._font()[1]))
        else:
            self._bytes += words.encode("latin-1")

    def _name_font(self, words: str) -> None:
        if self._group.font is not None:
            charset, name = self._fonts.get(self._group.font, ("", ""))
            self._fonts[self._group.font] = (charset, name + words.rstrip(";"))

    def _flush(self) -> None:
        """Decode the bytes that stand together, by the font's character set or the document's."""
        if self._bytes:
            charset, name = self._font()
            held, self._bytes = bytes(self._bytes), bytearray()
            symbolic = "symbol" in name.lower() or "ding" in name.lower()
            self._put(drawn(held.decode("latin-1" if symbolic else charset or self._charset, "replace"), name))

    def _unicode(self, code: int) -> None:
        self._flush()
        self._to_skip = self._group.fallback
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000 and self._high:
            code = 0x10000 + ((self._high - 0xD800) << 10) + (code - 0xDC00)
        self._high = 0
        self._put(drawn(chr(code), self._font()[1]))

    def _font(self) -> tuple[str, str]:
        """Character set and name of the font in force."""
        return self._fonts.get(-1 if self._group.font is None else self._group.font, ("", ""))

    # --- words into lines

    def _put(self, words: str) -> None:
        group = self._group
        if group.skipped or group.place == "fonts":
            return
        if group.marks:
            for mark in group.marks if words.strip() else ():
                self.left.add(mark)
            return
        if group.place == "body":
            self._settle_table()
        self._writers[group.place].words(words)

    def _settle_table(self) -> None:
        """Open a table before the first words in it, and close it before the first words behind it."""
        if self._in_table and not self._table_open:
            self._writers["body"].open_table()
            self._writers["body"].open_row()
            self._table_open = True
        elif self._table_open and not self._in_table:
            self._writers["body"].close_table()
            self._table_open = False

    def end_line(self) -> None:
        if not self._group.skipped and not self._group.marks & {"deleted", "hidden"}:
            if self._group.place == "body":
                self._settle_table()
            self._writers.get(self._group.place, self._writers["foot"]).end_line()

    def end_paragraphs(self) -> None:
        self.end_line()
        self.end_line()

    def leave_table(self) -> None:
        self._in_table = False

    def enter_table(self) -> None:
        self._in_table = self._group.place == "body"

    def end_cell(self) -> None:
        if self._group.place == "body":
            self._in_table = True
            self._settle_table()
            self._writers["body"].close_cell()

    def end_row(self) -> None:
        if self._table_open and self._group.place == "body":
            self._writers["body"].open_row()


def _known(charset: str) -> str:
    try:
        return codecs.lookup(charset).name
    except (LookupError, OSError):
        return "cp1252"


def _nothing(reader: _Reader) -> None:
    """Formatting that changes no words."""


_LAYOUT: dict[str, Callable[[_Reader], None]] = {
    "par": _Reader.end_line,
    "line": _Reader.end_line,
    "nestrow": _Reader.end_line,
    "sect": _Reader.end_paragraphs,
    "page": _Reader.end_paragraphs,
    "pard": _Reader.leave_table,
    "intbl": _Reader.enter_table,
    "trowd": _Reader.enter_table,
    "cell": _Reader.end_cell,
    "row": _Reader.end_row,
}
