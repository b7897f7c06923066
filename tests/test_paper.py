"""Papers that leave the house: the same blocks in every format, and no sign of a note becomes markup."""

from __future__ import annotations

import io
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from romberg.cli.papers import write
from romberg.formats.paper import Fields, Heading, Items, NewPage, Paper, Quoted, Table, Text, Verbatim
from romberg.formats.paper.as_html import html
from romberg.formats.paper.as_markdown import escaped, markdown
from romberg.formats.paper.as_pdf import pdf
from romberg.formats.paper.as_text import flat, text
from romberg.formats.unreadable import Unreadable

HOSTILE = (
    '<img src="file:///etc/hostname"><script>alert(1)</script>',
    "<para><link href='http://127.0.0.1:9/'>x</link></para>",
    "[a](javascript:alert(1)) ![b](http://127.0.0.1:9/c.png) `d` **e** # f | g",
    "{{ 7 * 7 }} {% raw %} &amp; &#60; \u202etxt.exe",
    "- item\n# heading\n> quote\n---",
)


def paper(*words: str) -> Paper:
    """A paper in which some words stand in every kind of block."""
    blocks = [
        block
        for one in words
        for block in (
            Heading(one, 1),
            Heading(one, 3),
            Text(one),
            Text(one, soft=True),
            Quoted(one, one),
            Items((one, one)),
            Items((one,), numbered=True),
            Fields(((one, one), (one, ""))),
            Table((one, "b"), ((one, one),), (1, 2)),
            Verbatim(one),
            NewPage(),
        )
    ]
    return Paper(words[0], tuple(blocks), words[0])


def words_in(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


class Seen(HTMLParser):
    """The elements of a page and the words between them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        assert not any(name in ("src", "href") or name.startswith("on") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_format_says_every_word() -> None:
    one = paper("Quoted word for word")
    for made in (text(one), markdown(one), html(one), words_in(pdf(one))):
        assert made.lower().count("quoted word for word") >= 10


@pytest.mark.parametrize("words", HOSTILE)
def test_no_sign_of_a_note_becomes_markup(words: str, tmp_path: Path) -> None:
    planted = tmp_path / "secret.txt"
    planted.write_text("PLANTED-SECRET")
    one = paper(words.replace("/etc/hostname", str(planted)))
    words = words.replace("/etc/hostname", str(planted))
    seen = Seen(html(one))
    assert not seen.names & {"img", "script", "link", "a", "para"}
    assert flat(words) in " ".join(" ".join(seen.words).split())
    assert not re.search(r"(?<!\\)[<`\[]", re.sub(r"^(\||    ).*$", "", markdown(one), flags=re.M))
    data = pdf(one)
    assert b"/URI" not in data
    assert "PLANTED-SECRET" not in words_in(data)


def test_a_pdf_is_the_same_each_time_and_writes_signs_that_its_letters_lack() -> None:
    one = paper("TUG ≥ 13.5 s → fails, ROM 95°, ½, 漢")
    assert pdf(one) == pdf(one)
    shown = words_in(pdf(one))
    assert "13.5 s -> fails, ROM 95°" in shown
    assert "\\u6f22" in shown


def test_a_long_table_and_a_long_note_go_over_pages() -> None:
    rows = tuple((str(number), "words " * 60) for number in range(60))
    data = pdf(Paper("t", (Table(("no", "what"), rows, (1, 6)), Verbatim("x" * 500 + "\n" + "line\n" * 300))))
    shown = words_in(data)
    assert len(PdfReader(io.BytesIO(data)).pages) > 8
    assert "59" in shown
    assert shown.count("x" * 100) == 4
    one_cell = pdf(Paper("t", (Table(("a",), (("word " * 6_000,),)),)))  # longer than a page
    assert words_in(one_cell).count("word") == 6_000


def test_an_empty_value_is_left_to_be_filled_in() -> None:
    one = Paper("t", (Fields((("Patient", ""),)),))
    assert all("_" * 24 in made for made in (text(one), html(one)))
    assert "\\_" * 24 in markdown(one)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_markdown_of_any_words_is_one_plain_paragraph(words: str) -> None:
    shown = escaped(words)
    assert "\n" not in shown
    unescaped = re.sub(r"\\(.)", r"\1", shown)
    assert unescaped == flat(words)
    assert not re.match(r"\s*([-+=#>]|\d+[.)])", shown)


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_words_go_into_a_pdf(words: str) -> None:
    assert pdf(Paper("t", (Text(words), Verbatim(words), Quoted(words, words)))).startswith(b"%PDF")


def test_a_file_is_whole_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "letter.pdf"
    write([paper("x")], "pdf", str(target))
    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(Unreadable, match="cannot be written"):
        write([paper("x")], "pdf", str(tmp_path / "no" / "letter.pdf"))
    assert [one.name for one in tmp_path.iterdir()] == ["letter.pdf"]
    monkeypatch.setitem(sys.modules, "reportlab.lib.pagesizes", None)
    with pytest.raises(Unreadable, match=r"romberg\[forms\]"):
        write([paper("x")], "pdf", str(target))
