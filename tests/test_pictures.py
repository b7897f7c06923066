"""The pictures of the workplace: small, shown on a page, and told in words to who cannot see them."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "docs" / "workplace"
SHOWN = re.compile(r"!\[([^\]]*)\]\(([\w-]+\.png)\)")


def test_every_picture_is_shown_and_told_in_words() -> None:
    told = {name: words for words, name in SHOWN.findall((FOLDER / "README.md").read_text(encoding="utf-8"))}
    assert set(told) == {one.name for one in FOLDER.glob("*.png")}
    assert all(len(words) > 20 for words in told.values())


def test_pictures_are_small() -> None:
    sizes = {one.name: one.stat().st_size for one in FOLDER.glob("*.png")}
    assert all(size < 80_000 for size in sizes.values()), sizes
    assert sum(sizes.values()) < 2_000_000
