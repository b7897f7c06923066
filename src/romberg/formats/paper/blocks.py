"""What a paper is made of: a few kinds of blocks that every format shows. All text is plain: none holds markup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the paper's own, 2 a part, 3 a part of a part."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `soft` where it is for the margin, as a remark on how well something is known."""

    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of the record, exactly as they stand but for their line breaks, and where they stand."""

    words: str
    where: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where its order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with their values, as at the head of a letter. An empty value is left to be filled in by hand."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head; `widths` are the shares of the page's width, all alike where none are given."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """A text as it stands, line by line."""

    text: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a new page."""


Block: TypeAlias = Heading | Text | Quoted | Items | Fields | Table | Verbatim | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper: its title, its blocks, and a line that stands under every page."""

    title: str
    blocks: tuple[Block, ...]
    foot: str = ""
