"""What a reader left out of a document: counted while reading, told in sentences at the end."""

from __future__ import annotations

from collections import Counter

from romberg.visit import Gap

LARGE = 0.25  # of a page: so large a picture may be a page of writing; a smaller one is a logo or a signature
# What was left out, by kind: how one and how many are told, and whether it may hold words of the note.
KINDS: dict[str, tuple[str, str, bool]] = {
    "picture": ("One small picture was not read.", "{} small pictures were not read.", False),
    "large picture": (
        "One picture that fills much of a page was not read; it may hold words.",
        "{} pictures that fill much of a page were not read; they may hold words.",
        True,
    ),
    "deleted": ("Deleted words, tracked as such, were left out.", "", False),
    "struck": ("Words that are struck out were left out.", "", False),
    "hidden": ("Hidden words were left out.", "", False),
    "comment": ("One comment in the margin was left out.", "{} comments in the margin were left out.", False),
    "object": (
        "One embedded object (a sheet, a drawing, a file) was not read.",
        "{} embedded objects (sheets, drawings, files) were not read.",
        True,
    ),
    "attachment": ("One attached file was not read.", "{} attached files were not read.", True),
    "elsewhere": (
        "One part stands elsewhere, under an address that is not fetched.",
        "{} parts stand elsewhere, under addresses that are not fetched.",
        True,
    ),
    "cut off": ("The file ends in the middle, so its end was not read.", "", True),
}


class Leavings:
    """A tally by kind, and sentences of a reader's own."""

    def __init__(self) -> None:
        self._counted: Counter[str] = Counter()
        self._said: dict[Gap, None] = {}

    def add(self, kind: str) -> None:
        """One more thing of a kind was left out."""
        self._counted[kind] += 1

    def say(self, sentence: str, grave: bool) -> None:
        """Something that only this reader knows of."""
        self._said[Gap(sentence, grave)] = None

    def picture(self, share_of_page: float) -> None:
        """A picture, by the share of a page that it fills."""
        self.add("large picture" if share_of_page >= LARGE else "picture")

    def take(self, other: Leavings) -> None:
        """What was left out of a part of the document."""
        self._counted.update(other._counted)
        self._said.update(other._said)

    def gaps(self) -> tuple[Gap, ...]:
        """Everything that was left out, the grave first."""
        counted = [Gap(_told(kind, count), KINDS[kind][2], kind == "picture") for kind, count in self._counted.items()]
        return tuple(sorted((*self._said, *counted), key=lambda gap: not gap.grave))


def _told(kind: str, count: int) -> str:
    one, more, _ = KINDS[kind]
    return one if count == 1 or not more else more.format(count)
