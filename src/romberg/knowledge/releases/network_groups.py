"""Groups of providers of an in-network file: their members lie on disk until it is known which groups are paid."""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

import polars as pl

from romberg.knowledge.releases.kind import Only
from romberg.knowledge.releases.network_stream import Odd
from romberg.knowledge.releases.schemas import TABLES

Member = tuple[str, str, str]  # kind of tax number, tax number, provider number
_PILE: Final = 100_000  # members that wait to be packed


def asked_for(only: Only, members: Iterable[Member]) -> bool:
    """Whether one of a group's members was asked for."""
    if not only.npis and not only.tins:
        return True
    return any(npi in only.npis or digits(tin) in only.tins for _, tin, npi in members)


def digits(number: str) -> str:
    """A number without its hyphens, as 12-3456789."""
    return re.sub(r"[^0-9]", "", number)


@dataclass(slots=True)
class Groups:
    """The groups so far: a number of our own for each, its members' digest, and where they lie in the scratch file.

    Groups of the same members are one, whatever numbers the file gives them.
    """

    scratch: IO[bytes]
    only: Only = field(default_factory=Only)
    numbers: dict[str | bytes, int] = field(default_factory=dict)  # the file's number, or the digest of the members
    digests: dict[int, bytes] = field(default_factory=dict)
    places: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)  # groups whose members lie in another file
    asked: dict[bytes, bool] = field(default_factory=dict)

    def numbered(self, own: object) -> int:
        """Our number of a group that the file numbers; it may be told of later."""
        return self.numbers.setdefault(str(own), len(self.numbers))

    def told(self, value: Mapping[str, Any]) -> None:
        """Take a group with its number."""
        number = self.numbered(value.get("provider_group_id"))
        written = value.get("provider_groups") or value.get("provider_group")
        if written:
            self.digests[number] = self._laid(_members(written if isinstance(written, list) else [written]))
        else:
            self.elsewhere.add(number)

    def written(self, listed: list[Any]) -> int:
        """Our number of a group that stands in a rate itself."""
        digest = self._laid(_members(listed))
        number = self.numbers.setdefault(digest, len(self.numbers))
        self.digests[number] = digest
        return number

    def may_be_asked_for(self, number: int) -> bool:
        """Whether rates of a group are wanted, as far as its members are known by now."""
        digest = self.digests.get(number)
        return digest is None or self.asked[digest]

    def _laid(self, members: list[Member]) -> bytes:
        line = json.dumps(members).encode()
        digest = hashlib.sha256(line).digest()[:16]
        if digest not in self.places:
            self.places[digest] = (self.scratch.seek(0, 2), len(line))
            self.asked[digest] = asked_for(self.only, members)
            self.scratch.write(line)
        return digest

    def members(self, digest: bytes) -> list[Member]:
        """The members of a group."""
        start, length = self.places[digest]
        self.scratch.seek(start)
        return [(kind, tin, npi) for kind, tin, npi in json.loads(self.scratch.read(length))]

    def table(self, paid: Iterable[int]) -> tuple[dict[int, int], pl.DataFrame]:
        """The place among the groups that were asked for, by our number, and the table of who is in each of them.

        Groups whose members lie in another file are kept, without members, unless somebody was asked for.
        """
        by_digest: dict[bytes, list[int]] = defaultdict(list)
        for number in paid:
            by_digest[self.digests.get(number, number.to_bytes(4))].append(number)
        order: dict[int, int] = {}
        waiting: list[tuple[int, str, str, str]] = []
        packed = [pl.DataFrame(schema=TABLES["network_providers"])]
        at = 0
        for digest in sorted(by_digest):
            members = self.members(digest) if digest in self.places else []
            if not asked_for(self.only, members):
                continue
            order |= dict.fromkeys(by_digest[digest], at)
            waiting += [(at, *member) for member in members]
            at += 1
            if len(waiting) >= _PILE:
                packed.append(_packed(waiting))
                waiting.clear()
        return order, pl.concat([*packed, _packed(waiting)])


def _packed(waiting: list[tuple[int, str, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(waiting, schema=TABLES["network_providers"], orient="row")


def _members(written: list[Any]) -> list[Member]:
    """Tax number and provider number of each provider; a provider number of 0 stands for all under the tax number."""
    found: list[Member] = []
    for one in written:
        tin = one.get("tin") if isinstance(one, Mapping) else None
        if not isinstance(tin, Mapping) or not isinstance(one.get("npi", []), list):
            raise Odd("a group of providers has no tax number, or no list of provider numbers")
        kind, number = str(tin.get("type", "")), str(tin.get("value", ""))
        found += [(kind, number, str(npi)) for npi in one.get("npi") or [0]]
    return sorted(set(found))
