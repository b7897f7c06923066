"""Papers on their way out: text, Markdown, HTML or PDF, on standard output or in a file."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence

from romberg.cli.output import as_utf8, opened
from romberg.formats.paper import Paper
from romberg.formats.paper.as_html import html
from romberg.formats.paper.as_markdown import markdown
from romberg.formats.paper.as_pdf import pdf
from romberg.formats.paper.as_text import WIDTH, text
from romberg.formats.unreadable import Unreadable

FORMATS = ("text", "md", "html", "pdf")
_AS = {"text": text, "md": markdown, "html": html}
_BETWEEN = {"text": "\n" + "=" * WIDTH + "\n\n", "md": "\n---\n\n", "html": "\n"}


def write(papers: Sequence[Paper], form: str, path: str | None) -> None:
    """Write papers one after the other; a PDF is never written to a terminal, and a file is whole or not there."""
    if form == "pdf":
        _write_pdf(papers, path)
        return
    with opened(path) as file:
        as_utf8(file)
        file.write(_BETWEEN[form].join(_AS[form](one) for one in papers))


def _write_pdf(papers: Sequence[Paper], path: str | None) -> None:
    if path is None and sys.stdout.isatty():
        raise Unreadable("output", "A PDF is not for the terminal; name a file with --output.", "--output")
    data = pdf(papers[0])
    if path is None:
        sys.stdout.buffer.write(data)
        return
    handle, name = -1, ""
    try:
        handle, name = tempfile.mkstemp(prefix=".romberg-", dir=os.path.dirname(os.path.abspath(path)))
        with open(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError as error:
        if name and os.path.exists(name):
            os.unlink(name)
        reason = (error.strerror or "no reason given").lower()
        raise Unreadable("output", f"{path} cannot be written ({reason}); name another --output file.", path) from None
