"""The pages: text without colour, HTML that cannot be broken out of, SARIF that points at the words."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_notes import TEXT, at, balance, report, visit

from romberg.formats import html, sarif, terminal
from romberg.formats.json_text import line, object_of
from romberg.formats.marks import KINDS, pieces, visible
from romberg.formats.unreadable import Unreadable
from romberg.report import Report
from romberg.visit import NotCounted, Span

HOSTILE = "<script>alert(1)</script> & \" ' {{ 7*7 }} \x1b[31mred\x07 \u202egnp.exe\u202c zero\u200bwidth [bold]"


def shown(made: Report, width: int = 80, **how: Any) -> str:
    """The terminal page as text."""
    file = io.StringIO()
    screen = terminal.console(file, width)
    for name, value in how.items():
        setattr(screen, name, value)
    screen.print(terminal.page(made))
    return file.getvalue()


def hostile() -> Report:
    """The known note with hostile words at its end, which are also quoted as not counted."""
    text = TEXT + HOSTILE
    quoted = NotCounted(HOSTILE, (Span(len(TEXT), len(text)),), "planned")
    return report(visit(text=text, not_counted=(quoted,)))


def test_the_page_says_everything_in_words() -> None:
    page = shown(report())
    for words in ("DOES NOT STAND", "red light", "score", "blocked", "supported", "BLOCKS", "97112-GP", "CARC 151"):
        assert words in page
    for title in (
        "What to fix first",
        "Charges",
        "The note",
        "The nine elements",
        "Findings",
        "Money",
        "does not know",
    ):
        assert title in page
    assert "[A tandem stance on foam]" in page
    assert "[M TUG 14.2 s]" in page
    assert "[X BOSU next visit]" in page
    assert "[S Ida Falk, PT, DPT" in page


def test_on_a_pipe_there_is_no_colour_and_no_line_is_wider_than_asked() -> None:
    page = shown(report())
    assert "\x1b" not in page
    assert max(len(one) for one in page.splitlines()) <= 80


def test_the_marks_stand_without_colour_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    page = shown(report())
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", page)
    assert "DOES NOT STAND" in page


def test_a_narrow_terminal_keeps_the_words() -> None:
    page = shown(report(), width=40)
    assert "97112-GP" in page
    assert "blocked" in page


def test_hostile_words_are_shown_escaped_at_the_terminal() -> None:
    page = shown(hostile())
    assert "\x1b" not in page
    assert "\x07" not in page
    assert "\u202e" not in page
    assert "\u200b" not in page
    joined = "".join(page.split())
    assert "\\x1b[31mred\\x07" in joined
    assert "\\u202egnp.exe" in joined
    assert "[bold]" in joined


def test_a_long_note_shows_its_marked_lines_only() -> None:
    made = report(visit(text=TEXT + "filler\n" * 500))
    page = shown(made)
    assert page.count("filler") == 0
    assert "lines without marks left out" in page
    assert "[A tandem stance on foam]" in page


class Elements(HTMLParser):
    """Reads a page strictly enough to see whether its tags match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember the tag, and that it is open where it must be closed."""
        self.seen.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "link", "img", "hr"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Every closing tag closes the last one opened."""
        assert self.open.pop() == tag


def parsed(page: str) -> Elements:
    """A page's tags, all of them matched."""
    reader = Elements()
    reader.feed(page)
    reader.close()
    assert reader.open == []
    return reader


def test_the_html_page_is_whole_and_loads_nothing() -> None:
    page = html.page([report()], {})
    tags = parsed(page).seen
    names = [name for name, _ in tags]
    assert not {"script", "link", "img", "iframe"} & set(names)
    assert not re.search(r"url\(|@import|https?://", page)
    assert dict(tags)["html"]["lang"] == "en"
    assert all("scope" in attributes for name, attributes in tags if name == "th")
    assert [name for name in names if name in {"h1", "h2", "h3"}][:3] == ["h1", "h2", "h3"]
    assert "@media print" in page
    assert "DOES NOT STAND" in page
    assert '<mark class="activity"' in page


def test_the_html_page_cannot_be_broken_out_of() -> None:
    made = hostile()
    page = html.page([made], {"<b>x.txt": Unreadable("empty", "<b>x.txt holds no words.", "<b>x.txt")})
    tags = {name for name, _ in parsed(page).seen}
    assert "script" not in tags
    assert "b" not in {name for name, attributes in parsed(page).seen if name == "b" and attributes}
    assert "&lt;script&gt;" in page
    assert "&lt;b&gt;x.txt" in page
    assert "{{ 7*7 }}" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def contrast(one: str, other: str) -> float:
    """WCAG's contrast ratio of two colours written #rrggbb."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_the_html_page_s_colours_have_enough_contrast() -> None:
    page = html.page([report()], {})
    grounds = set(re.findall(r"background: (#[0-9a-f]{6})", page)) | {"#ffffff"}
    assert all(contrast("#1b1f24", ground) >= 7 for ground in grounds)
    words = set(re.findall(r"[{;] ?color: (#[0-9a-f]{6})", page)) | {"#4c5662"}
    assert len(words) >= 4
    assert all(contrast(word, "#ffffff") >= 4.5 and contrast(word, "#f5f7f9") >= 4.5 for word in words)


def test_many_notes_share_one_page() -> None:
    page = html.page([report(), report()], {})
    parsed(page)
    assert 'href="#visit-2"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_sarif_points_at_the_words() -> None:
    made = report()
    run = sarif.log([made], {})["runs"][0]
    names = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert run["results"]
    for result in run["results"]:
        assert names[result["ruleIndex"]] == result["ruleId"]
        assert result["message"]["text"]
        for location in result["locations"]:
            region = location["physicalLocation"].get("region")
            if region:
                start = region["charOffset"]
                assert TEXT[start : start + region["charLength"]] == region["snippet"]["text"]
    blocked = next(one for one in run["results"] if one["ruleId"] == "units/exceed_minutes")
    assert (blocked["level"], blocked["kind"]) == ("error", "fail")


def test_sarif_tells_of_notes_that_were_not_read() -> None:
    log = sarif.log([], {"x.txt": Unreadable("empty", "x.txt holds no words.", "x.txt")})
    told = log["runs"][0]["invocations"][0]
    assert told["executionSuccessful"] is False
    assert told["toolExecutionNotifications"][0]["descriptor"]["id"] == "empty"
    assert sarif.log([report()], {})["version"] == "2.1.0"


def test_json_lines_are_good_utf_8_whatever_the_note_holds() -> None:
    error = Unreadable("not_found", "There is no file \udcff.txt; check its name.", "\udcff.txt")
    written = line(object_of("\udcff.txt", error))
    assert "\n" not in written
    written.encode("utf-8")
    line(object_of("x", report())).encode("utf-8")


def test_the_strongest_kind_shows_where_words_are_shared() -> None:
    run = at("tandem stance on foam")[0]
    inside = visit(not_counted=(NotCounted("stance", (Span(run.start + 7, run.start + 13),), "planned"),))
    found = [(piece.text, piece.kind) for piece in pieces(report(inside, (balance(),)))]
    assert ("tandem", "activity") in found
    assert ("stance", "not counted") in found
    assert ("on foam", "activity") in found


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 60)), max_size=12))
def test_the_pieces_are_the_whole_note(spans: list[tuple[int, int]]) -> None:
    marked = tuple(NotCounted("", (Span(start, min(len(TEXT), start + length)),), "planned") for start, length in spans)
    found = list(pieces(report(visit(not_counted=marked))))
    assert "".join(piece.text for piece in found) == TEXT
    assert {piece.kind for piece in found} <= {"", *KINDS}


@given(st.text())
def test_what_is_shown_holds_no_sign_that_steers_a_terminal(text: str) -> None:
    safe = visible(text)
    assert not any((ord(one) < 32 and one not in "\n\t") or 127 <= ord(one) < 160 for one in safe)
    assert not set(safe) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")
