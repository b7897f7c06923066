"""PDF: lines and columns as they stand on the page, places of words, and pages that cannot be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_documents import LINES, NOTE, drawing, escaped, of, one, pdf, picture, refused, says, stream

from romberg.visit import Document, Span

SCAN = b"q 612 0 0 792 0 0 cm /Im1 Do Q"
LOGO = b"q 100 0 0 40 50 745 cm /Im1 Do Q\n"
WITH_PICTURE = {"resources": b"/XObject << /Im1 100 0 R >>", "more": {100: picture()}}


def shown(content: bytes, **more: object) -> str:
    """The text of a page of instructions."""
    return one(pdf([content], **more), "note.pdf").text  # type: ignore[arg-type]  # as pdf() takes them


def at(x: float, y: float, words: str, size: float = 10) -> bytes:
    """Words at a place."""
    return b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n" % (size, x, y, escaped(words))


def test_every_line_of_the_note_is_there_as_it_stands() -> None:
    assert one(pdf([drawing(LINES)]), "note.pdf").text == NOTE.rstrip("\n")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"BT /F1 10 Tf 50 700 Td [(Bal) -20 (ance) -300 (20 min)] TJ ET", "Balance 20 min"),
        (b"BT /F1 10 Tf 12 TL 50 700 Td (one) Tj (two) ' 0 0 (three) \" ET", "one\ntwo\nthree"),
        (b"BT /F1 10 Tf 50 700 Td (one) Tj 0 -12 TD (two) Tj T* (three) Tj ET", "one\ntwo\nthree"),
        (b"BT /F1 1 Tf 10 0 0 10 50 700 Tm (scaled by) Tj 1.2 0 Td ( matrix) Tj ET", "scaled by matrix"),
        (b"q 1 0 0 1 100 100 cm BT /F1 10 Tf 0 500 Td (moved) Tj ET Q " + at(50, 400, "below"), "moved\n\nbelow"),
        (at(50, 700, "Balance") + at(50.3, 700, "Balance"), "Balance"),  # drawn twice, to look bold
        (at(300, 700, "right") + at(50, 700, "left"), "left right"),
        (at(50, 600, "below") + at(50, 700, "above"), "above\n\nbelow"),
        (at(50, 700, "x") + at(55.5, 703, "2", 6), "x2"),  # a raised figure stays on its line
        (b"BT 3 Tr /F1 10 Tf 50 700 Td (unseen) Tj ET", "unseen"),
        (b"BT /F1 10 Tf 50 700 Td <42616C616E6365> Tj ET", "Balance"),
    ],
)  # fmt: skip
def test_words_are_put_together_by_where_they_stand(content: bytes, text: str) -> None:
    assert [" ".join(line.split()) for line in shown(content).splitlines()] == text.splitlines()


def test_columns_stay_apart_and_in_line() -> None:
    rows = (
        ("Activity", "Minutes", "By"),
        ("sit to stand 3 x 8", "23", "PT"),
        ("tandem stance on foam, long", "24", "PTA"),
    )
    content = b"".join(
        at(50 + 180 * column, 700 - 14 * line, cell) for line, row in enumerate(rows) for column, cell in enumerate(row)
    )
    lines = shown(content).splitlines()
    assert [line.split("  ")[0].strip() for line in lines] == [row[0] for row in rows]
    places = [[line.index(cell) for cell in row[1:]] for line, row in zip(lines, rows, strict=True)]
    assert max(place[0] for place in places) - min(place[0] for place in places) <= 2


LEFT = (
    "The patient came in with two near falls on the",
    "stairs this week and has not used the rail as",
    "she was shown. Balance retraining for 24 min:",
    "tandem stance on foam with head turns, guarded",
    "at the hips by the therapist, who cued the hip",
    "and ankle strategies; two losses of balance in",
    "the first set and none in the third one, which",
    "is better than on the last visit, when she had",
    "five of them in the same number of trials made",
)
RIGHT = (
    "with the same cues. Exercise for 23 min: sit to",
    "stand three sets of eight from a low chair with",
    "a pause at the bottom, heel raises at the sink,",
    "steps onto a low box with the left leg leading.",
    "She tolerated this well and her sway at the end",
    "was less than at the start. She needs skilled",
    "cues to place her feet when her eyes are closed",
    "and is still at risk of falling on the stairs.",
    "We go on twice a week as the plan of care says.",
)


def test_prose_in_two_columns_is_read_column_by_column() -> None:
    content = at(
        50, 760, "Harbour Lane Physical Therapy, daily note, a line over the whole width of the page, of both columns"
    )
    content += b"".join(at(50, 730 - 12 * n, line) for n, line in enumerate(LEFT))
    content += b"".join(at(310, 730 - 12 * n, line) for n, line in enumerate(RIGHT))
    content += at(
        50, 600, "Ida Falk, PT, DPT   signed 03/12/2026, a line that again goes over the whole width of the page"
    )
    lines = [line for line in shown(content).splitlines() if line.strip()]
    assert lines[1:-1] == [*LEFT, *RIGHT]


def test_a_table_of_two_wide_columns_keeps_its_lines() -> None:
    cells = [
        (f"Tandem stance on foam, head turns, {n} min.", f"Two losses of balance, caught at the hips, {n} cues")
        for n in range(10)
    ]
    content = b"".join(at(50, 700 - 12 * n, one) + at(310, 700 - 12 * n, two) for n, (one, two) in enumerate(cells))
    lines = shown(content).splitlines()
    assert [[" ".join(cell.split()) for cell in line.split("  ") if cell.strip()] for line in lines] == [
        list(row) for row in cells
    ]


def test_a_form_within_the_page_is_read_where_it_is_placed() -> None:
    form = stream(
        at(0, 0, "in the form"),
        "FlateDecode",
        more=b"/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Matrix [1 0 0 1 50 650]",
    )
    resources = b"/XObject << /Fm1 100 0 R >>"
    assert (
        shown(at(50, 700, "above") + b"/Fm1 Do", resources=resources, more={100: form}).split("\n")[-1].strip()
        == "in the form"
    )
    looping = stream(
        b"/Fm1 Do", more=b"/Type /XObject /Subtype /Form /BBox [0 0 5 5] /Resources << /XObject << /Fm1 100 0 R >> >>"
    )
    found = one(pdf([at(50, 700, "note") + b"/Fm1 Do"], resources=resources, more={100: looping}), "note.pdf")
    assert found.partial


def test_a_font_of_two_byte_codes_is_read_by_its_map() -> None:
    maps = b"1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfchar <0001> <0042> <0002> <00E9> endbfchar"
    cmap = b"/CIDInit /ProcSet findresource begin begincmap %s endcmap" % maps
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H %s >>"
    font = font % b"/DescendantFonts [101 0 R] /ToUnicode 102 0 R"
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    descendant = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A %s /DW 500 >>" % system
    data = pdf([b"BT /F2 10 Tf 50 700 Td <00010002> Tj ET"], more={100: font, 101: descendant, 102: stream(cmap)})
    assert one(data.replace(b"/F1 3 0 R", b"/F2 100 0 R "), "note.pdf").text == "Bé"


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_as_it_is_seen(turn: int) -> None:
    """The page is drawn so that, turned, its two lines stand upright."""
    matrices = {
        0: (1, 0, 0, 1, 50, 700),
        90: (0, 1, -1, 0, 100, 50),
        180: (-1, 0, 0, -1, 550, 90),
        270: (0, -1, 1, 0, 500, 740),
    }
    content = b"BT /F1 10 Tf 12 TL %d %d %d %d %d %d Tm (first line) Tj T* (second line) Tj ET" % matrices[turn]
    found = one(pdf([content], page=b"/Rotate %d" % turn), "note.pdf")
    assert [line.strip() for line in found.text.splitlines()] == ["first line", "second line"]
    assert found.places is not None
    assert found.places.sizes == ((612.0, 792.0),) if turn in (0, 180) else found.places.sizes == ((792.0, 612.0),)


def test_words_askew_are_kept_apart_from_the_lines() -> None:
    askew = b"BT /F1 40 Tf 0.7 0.7 -0.7 0.7 200 300 Tm (DRAFT) Tj ET\n"
    assert shown(askew + at(50, 700, "Balance 20 min")).splitlines() == ["Balance 20 min", "DRAFT"]


# --- places


def test_each_word_has_its_box_on_its_page() -> None:
    found = one(pdf([at(50, 700, "Balance 20 min"), at(80, 500, "Gait")]), "note.pdf")
    places = found.places
    assert places is not None
    assert [found.text[start:end] for start, end in places.spans] == ["Balance", "20", "min", "Gait"]
    (only,) = places.of(Span(found.text.index("20"), found.text.index("min") + 3))
    left, bottom, right, top = only.box
    assert only.page == 1
    assert 50 + 35 < left < 50 + 42 < right < 50 + 75
    assert bottom < 700 < top < 710
    (gait,) = places.of(Span(found.text.index("Gait"), len(found.text)))
    assert (gait.page, round(gait.box[0])) == (2, 80)
    assert places.page(found.text.index("Gait")) == 2


def test_a_span_over_two_lines_has_two_boxes() -> None:
    found = one(pdf([drawing(("Balance 20 min", "Gait 24 min"))]), "note.pdf")
    assert found.places is not None
    assert len(found.places.of(Span(0, len(found.text)))) == 2
    assert len(found.places.of(Span(1, 3))) == 1
    assert found.places.of(Span(0, 0)) == ()


@given(st.lists(st.text("abcXYZ 0123456789()\\", min_size=1, max_size=30), min_size=1, max_size=8))
def test_every_place_points_at_its_word(lines: list[str]) -> None:
    for _, found in of(pdf([drawing(lines)]), "note.pdf"):
        if isinstance(found, Document):
            assert found.places is not None
            words = [found.text[start:end] for start, end in found.places.spans]
            assert words == found.text.split() == " ".join(lines).split()
            assert all(box[0] < box[2] and box[1] < box[3] for box in found.places.boxes)


# --- filled fields, remarks, attachments


def annotated(annotation: bytes) -> Document:
    """A page with one annotation."""
    return one(pdf([at(50, 700, "Minutes:")], page=b"/Annots [100 0 R]", more={100: annotation}), "note.pdf")


def test_filled_fields_and_remarks_stand_in_their_lines() -> None:
    box = b"/Rect [150 696 250 710] "
    assert annotated(b"<< /Subtype /Widget /FT /Tx /V (24) %s >>" % box).text.split() == ["Minutes:", "24"]
    assert annotated(b"<< /Subtype /Widget /FT /Btn /AS /Yes %s >>" % box).text.split() == ["Minutes:", "☒"]
    assert annotated(b"<< /Subtype /FreeText /Contents (typed) %s >>" % box).text.split() == ["Minutes:", "typed"]
    assert annotated(b"<< /Subtype /Widget /FT /Tx /V (24) /F 2 %s >>" % box).text.split() == ["Minutes:"]
    assert annotated(b"<< /Subtype /Widget /FT /Sig /V 1 0 R %s >>" % box).text.split() == ["Minutes:"]


def test_attached_files_are_told_and_not_opened() -> None:
    catalog = b"/Names << /EmbeddedFiles << /Names [(x.pdf) 100 0 R] >> >>"
    found = one(pdf([drawing(LINES)], catalog=catalog, more={100: b"<< /Type /Filespec >>"}), "note.pdf")
    assert found.partial
    assert "attached file" in says(found)
    assert annotated(b"<< /Subtype /FileAttachment /Rect [0 0 1 1] >>").partial


# --- what cannot be read


def test_a_scan_is_unreadable_and_no_empty_note() -> None:
    found = refused(pdf([SCAN], **WITH_PICTURE), "note.pdf")  # type: ignore[arg-type]
    assert found.code == "scan"
    assert "without a text layer" in found.says


def test_a_scanned_page_among_others_is_told() -> None:
    found = one(pdf([drawing(LINES), SCAN], **WITH_PICTURE), "note.pdf")  # type: ignore[arg-type]
    assert found.partial
    assert "Page 2 has no text layer" in says(found)


def test_a_logo_is_told_and_is_no_part_of_the_note() -> None:
    found = one(pdf([LOGO + drawing(LINES)], **WITH_PICTURE), "note.pdf")  # type: ignore[arg-type]
    assert [(gap.grave, gap.may_sign) for gap in found.gaps] == [(False, True)]


def test_a_recognised_scan_is_read_and_told() -> None:
    found = one(pdf([SCAN + b"\n3 Tr " + drawing(LINES)], **WITH_PICTURE), "note.pdf")  # type: ignore[arg-type]
    assert found.text == NOTE.rstrip("\n")
    assert "recognised by a machine" in says(found)
    assert not found.partial


def test_letters_without_meaning_are_told() -> None:
    shapes = b"/FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /zzz 3 0 R >> /Widths [1]"
    codes = b"/Encoding << /Differences [65 /zzz] >> /FirstChar 65 /LastChar 65"
    font = b"<< /Type /Font /Subtype /Type3 %s %s >>" % (shapes, codes)
    content = drawing(LINES[:2]) + b"\nBT /F2 10 Tf 50 500 Td (AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA) Tj ET"
    data = pdf([content], more={100: font}).replace(b"/F1 3 0 R >>", b"/F1 3 0 R /F2 100 0 R >>")
    assert "font that does not tell" in says(one(data, "note.pdf"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"x" * 5000, "damaged"),
        (pdf([b""]), "empty"),
        (pdf([]), "empty"),
    ],
)
def test_files_that_are_not_read(data: bytes, code: str) -> None:
    assert refused(data, "note.pdf").code == code


def test_a_damaged_page_is_told_and_the_others_are_read() -> None:
    whole = pdf([drawing(LINES), drawing(LINES)])
    start = whole.rindex(b">>\nstream\n") + 40
    found = one(whole[:start] + b"\x00" * 12 + whole[start + 12 :], "note.pdf")
    assert found.partial
    assert "page 2" in says(found).lower()
    assert LINES[3] in found.text


def test_a_file_that_ends_in_the_middle_is_never_a_whole_note() -> None:
    whole = pdf([drawing(LINES), drawing(LINES)])
    for length in range(200, len(whole) - 6, 97):
        for _, found in of(whole[:length], "note.pdf"):
            assert not isinstance(found, Document) or found.partial, length


def test_one_report_a_visit_where_a_file_holds_the_prints_of_several() -> None:
    pages = [
        drawing(LINES),
        drawing(["Page 2 of 2", "signed"]),
        drawing(NOTE.replace("03/12/2026", "03/14/2026").splitlines()),
    ]
    found = of(pdf(pages), "chart.pdf")
    assert [name for name, _ in found] == ["chart.pdf#visit-1", "chart.pdf#visit-2"]
    first, second = (document for _, document in found)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert "Page 2 of 2" in first.text
    assert "03/14/2026" in second.text
    assert second.places is not None
    assert set(second.places.pages) == {3}


def test_a_scanned_page_makes_only_its_own_visit_partial() -> None:
    pages = [drawing(LINES), drawing(NOTE.replace("03/12/2026", "03/14/2026").splitlines()), SCAN]
    found = of(pdf(pages, **WITH_PICTURE), "chart.pdf")  # type: ignore[arg-type]
    assert [one.partial for _, one in found if isinstance(one, Document)] == [False, True]
