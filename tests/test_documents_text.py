"""RTF, web pages and Word documents: words in their order, tables in rows, and what is left out is told."""

from __future__ import annotations

import pytest
from made_documents import LINES, docx, html, one, paragraph, part, refused, rtf, says, table, zipped

from romberg.formats.documents.writer import rows_as_lines, tidy

GRID = "| Activity | Minutes | By |\n| sit to stand 3 x 8 | 23 | PT |"
ROWS = (("Activity", "Minutes", "By"), ("sit to stand 3 x 8", "23", "PT"))


def rtf_of(body: str, head: str = "") -> bytes:
    """An RTF document with a body in RTF's own language."""
    named = ("0\\fcharset0 Arial", "1\\fcharset2 Symbol", "2\\fcharset204 Arial", "3\\fcharset2 Wingdings")
    fonts = "{\\fonttbl" + "".join(f"{{\\f{one};}}" for one in named) + "}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\deff0{fonts}{head}\\pard\\f0 {body}}}".encode("latin-1")


def html_of(body: str) -> bytes:
    """A web page with a body."""
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


# --- RTF


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("S: stairs\\par O: stance", "S: stairs\nO: stance"),
        ("knee 110\\'b0 caf\\'e9 24\\endash 26 min", "knee 110° café 24–26 min"),
        ("\\u8805?8 min \\uc0\\u8594 stairs", "≥8 min →stairs"),
        ("\\uc2\\u189 ab rest", "½ rest"),
        ("\\u-10179?\\u-8704? smile", "😀 smile"),
        ("{\\f1 \\'b7} bullet {\\f3 l} round {\\f3\\'fe} ticked", "• bullet • round ☑ ticked"),
        ("{\\f2 \\'cf\\'f0}", "Пр"),
        ("a\\tab b\\line c\\~d\\_e\\{f\\}\\\\", "a\tb\nc\xa0d-e{f}\\"),
        ("{\\*\\unknown words} kept", "kept"),
        ("{\\field{\\*\\fldinst HYPERLINK \"x\"}{\\fldrslt link}}", "link"),
        ("{\\listtext\\'b7\\tab}item", "·\titem"),
        ("{\\upr{ansi}{\\*\\ud{unicode}}}", "ansi"),
        ("{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv b}}{\\shptxt in a box\\par}}}", "in a box"),
        ("{\\pict\\picwgoal1\\pichgoal1\\bin4 {}}} }after", "after"),
    ],
)  # fmt: skip
def test_rtf_says_what_it_shows(body: str, text: str) -> None:
    assert one(rtf_of(body), "note.rtf").text.strip() == text


def test_rtf_keeps_tables_headers_and_footnotes_in_their_places() -> None:
    rows = "".join(
        "\\trowd\\cellx1\\cellx2\\cellx3\\pard\\intbl " + "".join(f"{cell}\\cell " for cell in row) + "\\row "
        for row in ROWS
    )
    head = "{\\header Harbour Lane\\par}{\\footer Page 1\\par}"
    body = f"{rows}\\pard Total 47 min{{\\footnote see plan}}\\par"
    assert one(rtf_of(body, head), "note.rtf").text == f"Harbour Lane\n{GRID}\nTotal 47 min\n\nPage 1\nsee plan"


def test_rtf_leaves_deleted_hidden_and_struck_words_out_and_says_so() -> None:
    found = one(
        rtf_of("kept {\\deleted 24 min} {\\v secret} {\\strike old}{\\strike0 new}{\\annotation remark}"), "note.rtf"
    )
    assert found.text.split() == ["kept", "new"]
    assert {"Deleted", "Hidden", "struck", "comment"} <= {
        word for word in ("Deleted", "Hidden", "struck", "comment") if word in says(found)
    }
    assert not found.partial


def test_rtf_tells_small_pictures_from_large_ones() -> None:
    small = one(rtf_of("note {\\pict\\picwgoal1200\\pichgoal400 00}"), "note.rtf")
    large = one(
        rtf_of("note {\\*\\shppict{\\pict\\picwgoal11000\\pichgoal14000 00}}{\\nonshppict{\\pict 00}}"), "note.rtf"
    )
    assert (small.partial, [gap.may_sign for gap in small.gaps]) == (False, [True])
    assert large.partial
    assert one(rtf_of("note {\\object{\\*\\objdata 00}}"), "note.rtf").partial


def test_rtf_that_ends_in_the_middle_is_partial_and_loses_its_last_line() -> None:
    found = one(rtf(("Balance 20 min", "Gait 24 min"))[:-8], "note.rtf")
    assert found.partial
    assert found.text.splitlines() == ["Balance 20 min"]


# --- web pages


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>S: stairs</p><p>O: stance</p>", "S: stairs\n\nO: stance"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("a<br>b<br/><br>c", "a\nb\n\nc"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("24&nbsp;min &ge; 8 &#189; caf&eacute; &lt;b&gt;", "24\xa0min ≥ 8 ½ café <b>"),
        ("one <b>two</b> <i>three</i>\n   four", "one two three four"),
        ("<pre>a  b\n c</pre>", "a  b\n c"),
        ("<script>97112</script><style>x</style>kept<template>no</template>", "kept"),
        ('kept <span style="display:none">97112 24 min</span><p hidden>no</p>', "kept"),
        ('<input type="checkbox" checked>fall risk <input type=checkbox>none', "☒ fall risk ☐ none"),
        ('<input value="24 min">', "24 min"),
        ("<table><tr><td>Date of service:</td><td>03/12/2026</td></tr></table>", "Date of service: 03/12/2026"),
        ("<table><tr><td>Response<td>fewer cues</table>", "Response  fewer cues"),
        ("a<!-- 97112 -->b", "ab"),
        ("<![if !mso]>a<![endif]> <![CDATA[b <c>]]><![odd>", "a b <c>"),
        ("pain 2 < 5 and 6 > 4", "pain 2 < 5 and 6 > 4"),
    ],
)  # fmt: skip
def test_a_web_page_says_what_it_shows(body: str, text: str) -> None:
    assert one(html_of(body), "note.html").text == text


def test_a_web_page_s_table_is_read_in_rows_also_where_cells_stay_open() -> None:
    whole = (
        "<table>" + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS) + "</table>"
    )
    loose = "<table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in ROWS) + "</table>"
    assert one(html_of(whole), "note.htm").text == GRID
    assert one(html_of(loose), "note.htm").text == GRID
    nested = f"<table><tr><td>{whole}</td></tr></table>"
    assert one(html_of(nested), "note.htm").text == GRID
    spanned = "<table><tr><th colspan=2>A<th>B</tr><tr><td>1<td>2<td>3</tr></table>"
    assert one(html_of(spanned), "note.htm").text == "| A |  | B |\n| 1 | 2 | 3 |"


def test_a_web_page_tells_what_it_left_out() -> None:
    found = one(html_of('a <del>24 min</del> <img src="x" width=90 height=40> <iframe src="y"></iframe>'), "note.html")
    assert found.text == "a"
    assert found.partial
    assert "struck out" in says(found)
    assert "small picture" in says(found)
    assert not one(html_of('a <img src="dot" width=1 height=1>'), "note.html").gaps


def test_a_web_page_s_declared_encoding_is_used() -> None:
    page = '<html><head><meta charset="windows-1252"></head><body>caf\xe9 110\xb0</body></html>'
    assert one(page.encode("cp1252"), "note.html").text == "café 110°"
    assert one(page.replace("windows-1252", "utf-8").encode(), "note.html").text == "café 110°"
    assert one("\ufeff<html><body>½</body></html>".encode("utf-16-le"), "note.html").text == "½"


@pytest.mark.parametrize(
    "cut", ["<html><body>Balance 20 min<p>Gait 24", "<html><body>Balance 20 min<!-- Gait", "a note <span cl"]
)
def test_a_web_page_that_ends_in_the_middle_is_partial(cut: str) -> None:
    assert one(cut.encode(), "note.html").partial


# --- Word


def test_word_paragraphs_tables_headers_and_footers_stand_in_their_order() -> None:
    parts = {
        "word/header1.xml": part("hdr", paragraph("Harbour Lane")),
        "word/footer1.xml": part("ftr", paragraph("Page 1")),
        "word/footnotes.xml": part("footnotes", f"<w:footnote>{paragraph('see plan')}</w:footnote>"),
    }
    found = one(docx(paragraph("S: stairs") + table(ROWS) + paragraph("Total 47 min"), parts), "note.docx")
    assert found.text == f"Harbour Lane\n\nS: stairs\n{GRID}\nTotal 47 min\n\nPage 1\n\nsee plan"
    assert found.gaps == ()


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph("item", properties="<w:numPr/>"), "- item"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:r><w:t>co</w:t><w:noBreakHyphen/><w:t>sign</w:t></w:r></w:p>", "co-sign"),
        ('<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t> fall risk</w:t></w:r></w:p>', "☑ fall risk"),
        (f"<w:sdt><w:sdtContent>{paragraph('in a field')}</w:sdtContent></w:sdt>", "in a field"),
        ("<w:p><w:ins><w:r><w:t>added</w:t></w:r></w:ins></w:p>", "added"),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", "link"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>kept</w:t></w:r></w:p>", "kept"),
        (f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('in a box')}</w:txbxContent></w:pict></w:r></w:p>", "in a box"),
        (table((("Date of service:", "03/12/2026"),)), "Date of service: 03/12/2026"),
        (f"<w:tbl><w:tr><w:tc>{table(ROWS)}</w:tc></w:tr></w:tbl>", GRID),
    ],
)  # fmt: skip
def test_word_says_what_it_shows(body: str, text: str) -> None:
    assert one(docx(body), "note.docx").text == text


def test_word_leaves_tracked_deletions_out_and_says_so() -> None:
    deleted = "<w:del><w:r><w:delText>Gait 24 min</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
    gone, here = (f"<w:tc>{paragraph(word)}</w:tc>" for word in ("gone", "here"))
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{gone}</w:tr><w:tr>{here}</w:tr></w:tbl>"
    struck = paragraph("old", "<w:strike/>") + paragraph("new", '<w:strike w:val="0"/>')
    hidden = paragraph("secret", "<w:vanish/>") + struck
    found = one(docx(f"<w:p>{deleted}{moved}<w:r><w:t>kept</w:t></w:r></w:p>{row}{hidden}"), "note.docx")
    assert found.text.split() == ["kept", "here", "new"]
    assert all(word in says(found) for word in ("Deleted", "Hidden", "struck"))
    assert not found.partial


def test_word_tells_pictures_objects_and_comments() -> None:
    def drawing(width: int, height: int) -> str:
        return f'<w:p><w:r><w:drawing><w:extent cx="{width}" cy="{height}"/><w:blip/></w:drawing></w:r></w:p>'

    small = one(docx(paragraph("note") + drawing(914400, 457200)), "note.docx")
    large = one(docx(paragraph("note") + drawing(6400000, 8000000)), "note.docx")
    assert (small.partial, large.partial) == (False, True)
    assert one(docx(paragraph("note") + "<w:p><w:r><w:object/></w:r></w:p>"), "note.docx").partial
    comments = part("comments", f"<w:comment>{paragraph('remark')}</w:comment>")
    assert "comment" in says(one(docx(paragraph("note"), {"word/comments.xml": comments}), "note.docx"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (docx(""), "empty"),
        (docx(paragraph("a"))[:60], "wrong_suffix"),
        (docx(paragraph("a"))[:-30], "damaged"),
        (zipped({"word/document.xml": "<w:document"}), "damaged"),
        (zipped({"word/documents.txt": "x"}), "damaged"),
        (zipped({"xl/workbook.xml": "<x/>"}), "format_not_read"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "format_not_read"),
    ],
)
def test_word_files_that_are_not_read(data: bytes, code: str) -> None:
    assert refused(data, "note.docx").code == code


@pytest.mark.parametrize("data", [rtf(), html(), docx("".join(map(paragraph, LINES)))], ids=["rtf", "html", "docx"])
def test_every_line_of_the_note_is_there_in_its_order(data: bytes) -> None:
    name = {b"{": "note.rtf", b"<": "note.html", b"P": "note.docx"}[data[:1]]
    lines = [" ".join(line.split()) for line in one(data, name).text.splitlines() if line.strip()]
    assert lines == [" ".join(line.split()) for line in LINES]


# --- how tables and lines are put


def test_tables_are_put_so_that_their_columns_can_be_told() -> None:
    assert rows_as_lines([["a", "b", "c"], ["", "", ""], ["1", "", "3"]]) == ["| a | b | c |", "| 1 |  | 3 |"]
    assert rows_as_lines([["Plan:", "2x/wk"], ["note", "first\nsecond"]]) == ["Plan: 2x/wk", "note", "first\nsecond"]
    assert rows_as_lines([]) == []


def test_text_is_tidied_without_losing_words() -> None:
    assert tidy("a \r\n\r\n\r\n\r\nb\x00\x07c\ud800\n\n") == "a\n\nbc"
