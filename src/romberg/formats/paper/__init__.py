"""Papers that leave the house: letters and packets as text, Markdown, HTML and PDF, from the same blocks."""

from romberg.formats.paper.blocks import (
    Block,
    Fields,
    Heading,
    Items,
    NewPage,
    Paper,
    Quoted,
    Table,
    Text,
    Verbatim,
)

__all__ = ["Block", "Fields", "Heading", "Items", "NewPage", "Paper", "Quoted", "Table", "Text", "Verbatim"]
