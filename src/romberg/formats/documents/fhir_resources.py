"""FHIR resources and what they refer to, without ever fetching anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Resource = Mapping[str, Any]
MOST = 50_000


@dataclass(frozen=True, slots=True)
class Resources:
    """All resources of a file, in their order and by the names under which others refer to them."""

    ordered: tuple[Resource, ...]
    by_name: Mapping[str, Resource]

    def get(self, reference: str, within: Resource) -> Resource:
        """The resource that a reference within another means; an empty one where it is not in the file."""
        if reference.startswith("#"):
            return next((one for one in items(within.get("contained")) if one.get("id") == reference[1:]), {})
        whole = self.by_name.get(reference)
        if whole is None and "/" in reference:  # an address of a server: its last two parts are the name
            whole = self.by_name.get("/".join(reference.split("/_history", maxsplit=1)[0].rsplit("/", 2)[-2:]))
        return whole if whole is not None else {}


def resources(held: Any) -> Resources:
    """The resources of a bundle, a list, or one by itself."""
    ordered: list[Resource] = []
    names: dict[str, Resource] = {}
    for address, one in _each(held, 0):
        if len(ordered) >= MOST:
            break
        ordered.append(one)
        names.setdefault(f"{one['resourceType']}/{one.get('id')}", one)
        if address:
            names.setdefault(address, one)
    return Resources(tuple(ordered), names)


def _each(held: Any, depth: int) -> Iterator[tuple[str, Resource]]:
    if isinstance(held, list):
        for one in held:
            yield from _each(one, depth)
    elif isinstance(held, Mapping) and held.get("resourceType") == "Bundle" and depth < 5:
        for entry in items(held.get("entry")):
            for _, one in _each(entry.get("resource"), depth + 1):
                yield text_at(entry, "fullUrl"), one
    elif isinstance(held, Mapping) and isinstance(held.get("resourceType"), str):
        yield "", held


def items(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of a list, or one object by itself."""
    for one in value if isinstance(value, list) else [value]:
        if isinstance(one, Mapping):
            yield one


def text_at(one: Any, *path: str) -> str:
    """The text at the end of a path of names; empty where there is none. Of lists the first item counts."""
    for name in path:
        one = next(items(one), {}).get(name)
    return one if isinstance(one, str) else ""
