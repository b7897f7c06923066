"""A picture of bars as SVG: written from the figures, without scripts, so that it stands in a page of one file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 720, 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 28, 22, 44
_MOST_LABELS = 14  # under the axis
_WIDEST = 64  # of a bar, however few there are
_STEPS = (1, 2, 3, 4, 6, 8, 10)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what stands below it, how high it is, and whether it is one to look at."""

    label: str
    value: float
    marked: bool = False


def picture(title: str, says: str, bars: Sequence[Bar], below: str, beside: str = "") -> str:
    """The bars from left to right, under a title and `says`, which a reader hears who does not see the picture.

    `below` names what the bars are of, `beside` what is counted.
    """
    top = _round_top(max((one.value for one in bars), default=0))
    parts = [_scale(top, beside), *_columns(bars, top), _axis(below)]
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(says)}</desc>{''.join(parts)}</svg>"
    )


def _round_top(most: float) -> float:
    """The end of the scale: a round number at or above the highest bar, which is whole when it is halved."""
    power = 1.0
    while power * 10 < most:
        power *= 10
    return next(step * power for step in _STEPS if step * power >= most)


def _y(value: float, top: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * value / top


def _scale(top: float, beside: str) -> str:
    """Lines across, with their numbers: nothing, the top, and the middle where that is whole."""
    lines = []
    for value in (0, top / 2, top) if top % 2 == 0 else (0, top):
        y = _y(value, top)
        lines.append(f'<line x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>')
        lines.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{value:,.0f}</text>')
    return "".join(lines) + f'<text x="{_LEFT}" y="12">{escape(beside)}</text>'


def _columns(bars: Sequence[Bar], top: float) -> list[str]:
    room = (_WIDTH - _LEFT - _RIGHT) / max(len(bars), 1)
    every = -(-len(bars) // _MOST_LABELS)
    found = []
    for at, one in enumerate(bars):
        x, y = _LEFT + at * room, _y(one.value, top)
        kind = "bar marked" if one.marked else "bar"
        width = min(room * 0.86, _WIDEST)
        size = f'width="{width:.1f}" height="{_HEIGHT - _BOTTOM - y:.1f}"'
        told = f"<title>{escape(one.label)}: {one.value:,.0f}</title>"
        found.append(f'<rect x="{x + (room - width) / 2:.1f}" y="{y:.1f}" {size} class="{kind}">{told}</rect>')
        if at % every == 0:
            middle, below = x + room / 2, _HEIGHT - _BOTTOM + 15
            found.append(f'<text x="{middle:.1f}" y="{below}" text-anchor="middle">{escape(one.label)}</text>')
    return found


def _axis(below: str) -> str:
    return f'<text x="{(_WIDTH + _LEFT) / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">{escape(below)}</text>'
