"""One target without atheris: its seeds, changed by a chance that is the same each time."""

from __future__ import annotations

import random
import sys
import time
from hashlib import sha1
from pathlib import Path

from fuzz.targets import TARGETS

SEEDS = Path(__file__).parent / "seeds"
ODD = (
    b"\x00",
    b"\xff" * 4,
    b"{",
    b"}",
    b"<",
    b">",
    b"]]>",
    b"\\",
    b"|",
    b"~",
    b'"',
    b"&",
    b"%",
    b"(",
    b"9" * 30,
    b"-1",
)


def main() -> int:
    """Fuzz one target for some seconds; the status is 1 where it broke."""
    name, seconds = sys.argv[1], float(sys.argv[2])
    chance = random.Random(name)
    seeds = [file.read_bytes() for file in sorted((SEEDS / name).iterdir())]
    until, tries = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        data = changed(chance.choice(seeds), chance, seeds)
        tries += 1
        try:
            TARGETS[name](data)
        except Exception as error:
            kept = SEEDS / name / f"crash-{sha1(data).hexdigest()}"
            kept.write_bytes(data)
            print(f"{name}: {type(error).__name__}: {error} after {tries} tries; kept as {kept.name}")
            return 1
    print(f"{name}: {tries} tries, nothing broke")
    return 0


def changed(data: bytes, chance: random.Random, seeds: list[bytes]) -> bytes:
    """A few changes: bits turned, stretches left out, doubled or taken from another seed, odd signs put in."""
    held = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(len(held) + 1), chance.randint(1, 1 + len(held) // 4)
        what = chance.randrange(6)
        if what == 0 and at < len(held):
            held[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del held[at : at + length]
        elif what == 2:
            held[at:at] = held[at : at + length] * chance.randint(1, 3)
        elif what == 3:
            other = chance.choice(seeds)
            start = chance.randrange(len(other) + 1)
            held[at : at + length] = other[start : start + length]
        elif what == 4:
            held[at:at] = chance.choice(ODD) * chance.choice((1, 1, 2, 200))
        else:
            del held[at:]
        if len(held) > 200_000:
            del held[200_000:]
    return bytes(held)


if __name__ == "__main__":
    raise SystemExit(main())
