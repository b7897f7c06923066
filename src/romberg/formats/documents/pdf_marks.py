"""What a page of a PDF draws: stretches of text with their places, and pictures with the share of the page they fill.

Coordinates are those of the page as a reader sees it: origin at its lower left corner, turned pages turned upright.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

from romberg.formats.documents.symbols import drawn

Matrix = tuple[float, float, float, float, float, float]
Fonts = dict[int, tuple[DictionaryObject, Font | None]]  # by the object, which is held so that its number stays its own
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
DEEPEST = 12  # forms within forms
MOST_FORMS = 2_000
MOST_MARKS = 200_000  # on one page
UNSEEN = 3  # the rendering mode of words that lie invisibly over a scanned picture


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text. `edges`: the left sides of its letters and the last's right side; `turn` in degrees."""

    text: str
    edges: tuple[float, ...]
    baseline: float
    height: float
    turn: int
    seen: bool


@dataclass(slots=True)
class Marks:
    """Everything that a page draws."""

    texts: list[Mark] = field(default_factory=list)
    pictures: list[float] = field(default_factory=list)  # shares of the page
    unreadable: int = 0  # letters of fonts that do not say which letters they draw
    paths: int = 0
    cut: bool = False  # there was more than a page may hold


@dataclass(slots=True)
class _State:
    """The graphics state, as far as text needs it."""

    ctm: Matrix
    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> _State:
        """The state as it is now, to come back to."""
        return replace(self)


def times(one: Matrix, other: Matrix) -> Matrix:
    """First the one transformation, then the other."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


class Painter:
    """Runs the drawing instructions of one page; fonts are kept for the pages that follow."""

    def __init__(self, pdf: Any, fonts: Fonts, size: tuple[float, float]) -> None:
        self.marks = Marks()
        self._pdf = pdf
        self._fonts = fonts
        self._area = max(1.0, size[0] * size[1])
        self._forms = 0
        self._state = _State(UNMOVED)
        self._stack: list[_State] = []
        self._line = self._text = UNMOVED

    def paint(self, content: Any, resources: DictionaryObject, base: Matrix, depth: int = 0) -> None:
        """Run one stream of instructions with its resources."""
        held, self._state = self._state, self._state.copy()
        self._state.ctm = times(base, held.ctm) if depth else base
        floor = len(self._stack)
        for operands, operator in ContentStream(content, self._pdf, "bytes").operations:
            if operator == b"Do":
                self._draw(operands, resources, depth)
            elif operator == b"Tf":
                self._choose_font(operands, resources)
            elif operator == b"Q":
                if len(self._stack) > floor:
                    self._state = self._stack.pop()
            elif operator == b"INLINE IMAGE":
                self._picture()
            else:
                _OPERATORS.get(bytes(operator), _nothing)(self, operands)
        del self._stack[floor:]
        self._state = held

    # --- pictures and forms

    def _draw(self, operands: Sequence[Any], resources: DictionaryObject, depth: int) -> None:
        held = _dictionary(resources.get("/XObject"))
        found = held.get(operands[0]) if operands else None
        drawn_one = None if found is None else found.get_object()
        if not isinstance(drawn_one, StreamObject):
            return
        if drawn_one.get("/Subtype") == "/Image":
            self._picture()
        elif drawn_one.get("/Subtype") == "/Form":
            self._forms += 1
            if depth >= DEEPEST or self._forms > MOST_FORMS:
                self.marks.cut = True
                return
            own = drawn_one.get("/Resources")
            matrix = _matrix(drawn_one.get("/Matrix"))
            text, line = self._text, self._line
            self.paint(drawn_one, resources if own is None else _dictionary(own), matrix, depth + 1)
            self._text, self._line = text, line

    def _picture(self) -> None:
        a, b, c, d, _, _ = self._state.ctm
        self.marks.pictures.append(min(1.0, abs(a * d - b * c) / self._area))

    # --- state

    def _choose_font(self, operands: Sequence[Any], resources: DictionaryObject) -> None:
        if len(operands) < 2:
            return
        found = _dictionary(resources.get("/Font")).get(operands[0])
        held = None if found is None else found.get_object()
        self._state.size = _number(operands[1])
        self._state.font = None
        if isinstance(held, DictionaryObject):
            if id(held) not in self._fonts:
                self._fonts[id(held)] = (held, _font(held))
            self._state.font = self._fonts[id(held)][1]

    def _save(self, _: Sequence[Any]) -> None:
        if len(self._stack) < 1_000:
            self._stack.append(self._state.copy())

    def _transform(self, operands: Sequence[Any]) -> None:
        self._state.ctm = times(_matrix(operands), self._state.ctm)

    def _begin_text(self, _: Sequence[Any]) -> None:
        self._text = self._line = UNMOVED

    def _set_matrix(self, operands: Sequence[Any]) -> None:
        self._text = self._line = _matrix(operands)

    def _move(self, operands: Sequence[Any]) -> None:
        if len(operands) >= 2:
            self._line = times((1, 0, 0, 1, _number(operands[0]), _number(operands[1])), self._line)
            self._text = self._line

    def _move_with_leading(self, operands: Sequence[Any]) -> None:
        if len(operands) >= 2:
            self._state.leading = -_number(operands[1])
            self._move(operands)

    def _next_line(self, _: Sequence[Any]) -> None:
        self._move((0, -self._state.leading))

    def _path(self, _: Sequence[Any]) -> None:
        self.marks.paths += 1

    def _set_one(self, name: str, factor: float, operands: Sequence[Any]) -> None:
        if operands:
            setattr(self._state, name, _number(operands[0]) * factor)

    # --- text

    def _show(self, operands: Sequence[Any]) -> None:
        if operands and isinstance(operands[0], (bytes, str)):
            self._draw_text(operands[0])

    def _show_spaced(self, operands: Sequence[Any]) -> None:
        if not operands or not isinstance(operands[0], ArrayObject):
            return
        for one in operands[0]:
            if isinstance(one, (bytes, str)):
                self._draw_text(one)
            elif isinstance(one, (int, float)):
                back = float(one) / 1000 * self._state.size * self._state.scale
                self._text = times((1, 0, 0, 1, -back, 0), self._text)

    def _show_on_next_line(self, operands: Sequence[Any]) -> None:
        self._next_line(())
        self._show(operands)

    def _show_spaced_on_next_line(self, operands: Sequence[Any]) -> None:
        if len(operands) >= 3:
            self._state.word_spacing, self._state.spacing = _number(operands[0]), _number(operands[1])
            self._show_on_next_line(operands[2:])

    def _draw_text(self, written: bytes | str) -> None:
        state = self._state
        data = written if isinstance(written, bytes) else written.encode("latin-1", "replace")
        if state.font is None or not state.font.interpretable:
            self.marks.unreadable += len(data)
            return
        letters = list(_letters(state.font, data))
        start = times((state.size * state.scale, 0, 0, state.size, 0, state.rise), times(self._text, state.ctm))
        steps, at = [0.0], 0.0
        for _, width, is_space in letters:
            word = state.word_spacing if is_space else 0.0
            at += (width / 1000 * state.size + state.spacing + word) * state.scale
            steps.append(at)
        self._add(letters, steps, start)
        self._text = times((1, 0, 0, 1, at, 0), self._text)

    def _add(self, letters: Sequence[tuple[str, float, bool]], steps: Sequence[float], start: Matrix) -> None:
        """Keep one stretch, with an edge for each of its signs (one code may stand for several)."""
        text = drawn(
            "".join(letter for letter, _, _ in letters), "" if self._state.font is None else self._state.font.name
        )
        self.marks.cut |= len(self.marks.texts) >= MOST_MARKS
        if not text or self.marks.cut:
            return
        a, b, c, d, e, f = start
        turn = _turn(a, b)
        size = self._state.size * self._state.scale or 1.0
        along = (a * a + b * b) ** 0.5 / abs(size) * (1 if size > 0 else -1)
        x, y = _upright(e, f, turn)
        edges = [x]
        for (letter, _, _), begin, end in zip(letters, steps, steps[1:], strict=False):
            edges += [x + along * (begin + (end - begin) * part / len(letter)) for part in range(1, len(letter) + 1)]
        height = (c * c + d * d) ** 0.5
        self.marks.texts.append(Mark(text, tuple(edges), y, height, turn, self._state.mode != UNSEEN))


def _turn(a: float, b: float) -> int:
    """In which direction a line of text runs: 0 to the right, 90 upward, and so on; -1 askew."""
    if abs(b) <= 0.2 * abs(a):
        return 0 if a >= 0 else 180
    return -1 if abs(a) > 0.2 * abs(b) else 90 if b > 0 else 270


def _upright(x: float, y: float, turn: int) -> tuple[float, float]:
    """A place on the page as seen by someone who turns the page so that the text stands upright."""
    return {90: (y, -x), 180: (-x, -y), 270: (-y, x)}.get(turn, (x, y))


def _letters(font: Font, data: bytes) -> Iterator[tuple[str, float, bool]]:
    """Each code of a string as the signs it stands for, its width in thousandths, and whether it is a blank."""
    if isinstance(font.encoding, str):
        raw = data.decode(font.encoding, "replace")
        encoded = raw
    else:
        raw = data.decode("latin-1")
        encoded = [font.encoding.get(code, chr(code)) for code in data]  # type: ignore[assignment]  # one sign or more each
    default = font.character_widths.get("default", 500)
    for code, sign in zip(raw, encoded, strict=True):
        blank = code == font.space_char
        width = font.space_width if blank else font.character_widths.get(code, default)
        shown = "".join(str(font.character_map.get(one, one)) for one in sign)
        yield shown, float(width), blank and isinstance(font.encoding, dict)


def _font(held: DictionaryObject) -> Font | None:
    try:
        return Font.from_font_resource(held)
    except MemoryError:
        raise
    except Exception:
        return None


def _dictionary(found: Any) -> DictionaryObject:
    held = None if found is None else found.get_object()
    return held if isinstance(held, DictionaryObject) else DictionaryObject()


def _number(found: Any) -> float:
    try:
        value = float(found)
    except (TypeError, ValueError):
        return 0.0
    return value if abs(value) < 1e7 else 0.0


def _matrix(found: Any) -> Matrix:
    held = (
        []
        if found is None
        else [_number(one) for one in (found.get_object() if hasattr(found, "get_object") else found)]
    )
    return (held[0], held[1], held[2], held[3], held[4], held[5]) if len(held) >= 6 else UNMOVED


def _nothing(painter: Painter, operands: Sequence[Any]) -> None:
    """An instruction that neither places nor changes text."""


def _set(name: str, factor: float = 1.0) -> Callable[[Painter, Sequence[Any]], None]:
    return lambda painter, operands: painter._set_one(name, factor, operands)


_OPERATORS: dict[bytes, Callable[[Painter, Sequence[Any]], None]] = {
    b"q": Painter._save,
    b"cm": Painter._transform,
    b"BT": Painter._begin_text,
    b"Tm": Painter._set_matrix,
    b"Td": Painter._move,
    b"TD": Painter._move_with_leading,
    b"T*": Painter._next_line,
    b"Tj": Painter._show,
    b"TJ": Painter._show_spaced,
    b"'": Painter._show_on_next_line,
    b'"': Painter._show_spaced_on_next_line,
    b"Tc": _set("spacing"),
    b"Tw": _set("word_spacing"),
    b"Tz": _set("scale", 0.01),
    b"TL": _set("leading"),
    b"Ts": _set("rise"),
    b"Tr": _set("mode"),
    b"S": Painter._path,
    b"f": Painter._path,
    b"F": Painter._path,
    b"f*": Painter._path,
    b"B": Painter._path,
}
