"""XML into a tree, with everything refused that makes XML dangerous: entities, outside files, depth and bulk."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from romberg.formats.documents.refused import Refused, damaged, too_much

DEEPEST = 256
MOST_ELEMENTS = 400_000
SPACE = " "  # between namespace and name while parsing


def parse(data: bytes) -> Element:
    """The root of a document; names are `{namespace}name`, or the name alone for one without a namespace."""
    building = _Building()
    parser = expat.ParserCreate(namespace_separator=SPACE)
    parser.buffer_text = True
    parser.StartElementHandler = building.start
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.builder.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_entities
    parser.ExternalEntityRefHandler = _refuse_outside
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged(f"line {error.lineno}: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError) as error:
        if isinstance(error, Refused):
            raise
        raise damaged("its encoding is not known") from None
    return building.builder.close()


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: int) -> None:  # noqa: ARG001  # expat's
    if internal or (system and name.lower() != "html"):
        _refuse_entities()


def _refuse_entities(*_: object) -> None:
    raise Refused("unsafe", "declares entities or outside files, which no note needs; export it again without them.")


def _refuse_outside(*_: object) -> int:
    _refuse_entities()
    return 0


class _Building:
    """Counts what it builds."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self._depth = self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise too_much("elements")
        self.builder.start(_plain(name), {_plain(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        self._depth -= 1
        self.builder.end(_plain(name))


def _plain(name: str) -> str:
    space, found, local = name.rpartition(SPACE)
    return f"{{{space}}}{local}" if found else name


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of one name, in whatever namespace."""
    return (child for child in element if local(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child along a path of names; None where there is none."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def words(element: Element | None) -> str:
    """All text within an element, in one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
