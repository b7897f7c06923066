"""The same visit laid out otherwise: ways in which another clinic would have typed it, codes and minutes the same."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping, Sequence

Layout = Callable[[str], str]

_COLUMNS = re.compile(r"\S {3,}\S|\|")
# A service with its time at the start of a line: lead, name, code, minutes, and the work behind them.
_HEAD = re.compile(
    r"^(?P<lead>[ \t]*(?:[-*•>][ \t]*|\d[.)][ \t]*|[TIO]:[ \t]*|Tx:[ \t]*|Treatment:[ \t]*)?)"
    r"(?P<name>[A-Za-z][A-Za-z \-/&'.]{1,40}?)(?P<code>[ ]*\(?9\d{4}\)?)?"
    r"[ ]*(?:[,:;(=–—-]|(?<= )x(?=[ \d])|(?<= )for)?[ ]*(?P<min>\d{1,2})[ ]?(?:minutes|mins|min|')\)?"
    r"[ ]*[:\-–—,.;=]*[ ]+(?P<rest>[A-Za-z(0-9].{12,})$",
    re.MULTILINE,
)
_NO_SERVICE = re.compile(
    r"\s*(?:total|timed|tot|time|treatment|p|plan|s|home|next|bike|nustep|walk|seen)\b", re.IGNORECASE
)
_NOT_ALONE = re.compile(r"PTA|COTA|OTR|\bPT\b|  ")  # people and columns, which the line says more about
_TIMED = re.compile(r"\d\s?(?:min|')|\d:\d\d")
_MARK = re.compile(
    r"^(?P<i>[ \t]*)"
    r"(?P<h>S|O|A|P|R|T|Tx|Subj(?:ective)?|Obj(?:ective)?|Assess(?:ment)?|Asmt|Plan|Resp(?:onse)?|Treatment)"
    r"[ ]*[:)/>=-][ \t]+(?=\S)",
    re.MULTILINE | re.IGNORECASE,
)
_PARTS = {"s": "Subjective", "o": "Objective", "a": "Assessment", "p": "Plan", "r": "Response", "t": "Treatment"}
_MINUTES = re.compile(r"(?<![\d/:.x-])(\d{1,2})\s?(?:minutes|mins|min)\b(?!\s?/)", re.IGNORECASE)

# {lead}{name}{code} open a line, {min} are its minutes, {rest} its work ({end}: no full stop; {low}, {tail}: begun
# in small letters), {pad} as many blanks as the lead is long, {a} and {b} when it began and ended.
HEADS = {
    "in brackets": "{lead}{name}{code} ({min} min): {rest}",
    "by an x": "{lead}{name}{code} x {min} min: {rest}",
    "by a dash": "{lead}{name}{code} - {min} minutes - {rest}",
    "by commas": "{lead}{name}{code}, {min} min, {rest}",
    "by a slash": "{lead}{name}{code} / {min} min / {rest}",
    "by equals": "{lead}{name}{code} = {min} min = {rest}",
    "by dots": "{lead}{name}{code} ..... {min} min  {rest}",
    "at": "{lead}{name}{code} @ {min} min: {rest}",
    "one on one": "{lead}{name}{code} ({min} min direct 1:1 contact) {rest}",
    "in a sentence": "{lead}{name}{code}: {min} min. {rest}",
    "before the name": "{lead}{min} min {name}{code}: {rest}",
    "bracketed before": "{lead}[{min} min] {name}{code}: {rest}",
    "of": "{lead}{min} minutes of {low}{code}: {rest}",
    "consisting of": "{lead}{min} minutes of {low}{code} consisting of {tail}.",
    "received": "{lead}Pt received {min} min of {low}{code} to include {tail}.",
    "performed": "{lead}Performed {low}{code} for {min} minutes including {tail}.",
    "was performed": "{lead}{name}{code} was performed for {min} minutes: {rest}",
    "performed for": "{lead}Patient performed {tail} for {low}{code} x{min} min.",
    "behind in brackets": "{lead}{name}{code}: {end} ({min} min)",
    "behind a comma": "{lead}{name}{code}: {end}, {min} min",
    "behind in a sentence": "{lead}{name}{code}: {end}. {min} minutes.",
    "behind a dash": "{lead}{name}{code} - {end} - {min} min",
    "behind as a field": "{lead}{name}{code}: {end}. Time: {min} min",
    "behind dots": "{lead}{name}{code}: {end} .......... {min} min",
    "named behind": "{lead}{end} - {name}{code}, {min} min",
    "named behind in brackets": "{lead}{end} ({name}{code} {min} min)",
    "named behind in square brackets": "{lead}{end} [{name}{code}, {min}']",
    "under the name": "{lead}{name}{code} - {min} min\n    {rest}",
    "under the name, at the margin": "{lead}{name}{code} ({min} min)\n{pad}{rest}",
    "three lines": "{lead}{name}{code}\n{pad}  {min} min\n{pad}  {rest}",
    "fields": "{lead}{name}{code}\n{pad}Minutes: {min}\n{pad}Activities: {rest}",
    "fields, the time last": "{lead}{name}{code}\n{pad}Activities: {rest}\n{pad}Minutes: {min}",
    "time spent": "{lead}{name}{code}\n{pad}{rest}\n{pad}Time spent: {min} min",
    "time alone below": "{lead}{name}{code}\n{pad}{rest}\n{pad}{min} min",
    "summed below": "{lead}{name}{code}: {rest}\n{pad}   = {min} min",
    "described": "{lead}Intervention: {name}{code}\n{pad}Time: {min} min\n{pad}Description: {rest}",
    "an export": "{lead}Procedure: {name}{code}\n{pad}Minutes: {min}\n{pad}Units: 1\n{pad}Details: {rest}",
    "an export, units first": "{lead}Service: {name}{code}\n{pad}Units: 1\n{pad}Minutes: {min}\n{pad}Comments: {rest}",
    "columns": "{lead}{name}{code} | {end} | {min} min",
    "clock before": "{lead}{a}-{b} {name}{code}: {rest}",
    "clock in brackets": "{lead}{name}{code} ({a}-{b}): {rest}",
    "clock behind": "{lead}{name}{code}: {end}. {a} to {b}.",
    "start and stop": "{lead}{name}{code} start {a} stop {b}. {rest}",
    "clock and minutes": "{lead}{name}{code} {a}a-{b}a ({min} min): {rest}",
}  # fmt: skip
MARKS = {
    "capitals": "{i}{NAME}: ", "lines of their own": "{NAME}\n", "underlined": "{Name}\n----------\n",
    "bold": "**{Name}**\n",
    "headings": "## {Name}\n", "rules": "--- {NAME} ---\n", "brackets": "{L}) ", "slashes": "{L}/ ",
    "square brackets": "[{NAME}] ",
    "numbers": "{n}. {Name}: ", "dashes": "{NAME} - ", "blank lines": "\n{NAME}\n\n", "today": "{Name} (today): ",
    "tabs": "{Name}:\t",
}  # fmt: skip


def _alone(head: re.Match[str]) -> bool:
    told = head["name"] + head["rest"][:30]
    return not (_NO_SERVICE.match(head["name"]) or _TIMED.search(head["rest"]) or _NOT_ALONE.search(told))


def _small(words: str) -> str:
    return words if words[:2].isupper() else words[0].lower() + words[1:]


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def with_heads(form: str) -> Layout:
    """The note with each service that opens a line written in another form."""

    def laid_out(text: str) -> str:
        at = [9 * 60 + 5]

        def written(head: re.Match[str]) -> str:
            if not _alone(head):
                return head[0]
            end = head["rest"].rstrip(" .;")
            begin, at[0] = at[0], at[0] + int(head["min"])
            return form.format(
                lead=head["lead"], name=head["name"], code=head["code"] or "", min=head["min"], rest=head["rest"],
                end=end, low=_small(head["name"]), tail=_small(end), pad=" " * len(head["lead"]),
                a=_clock(begin), b=_clock(at[0]),
            )  # fmt: skip

        return _HEAD.sub(written, text)

    return laid_out


def with_lists(opening: str, mark: str, closing: str) -> Layout:
    """The note with the work of each service as a list below its name."""

    def laid_out(text: str) -> str:
        def written(head: re.Match[str]) -> str:
            if not _alone(head):
                return head[0]
            pad, told = " " * len(head["lead"]), re.split(r";\s+|,\s+(?=[a-z])", head["rest"].rstrip(". "))
            name = f"{head['lead']}{head['name']}{head['code'] or ''}"
            return "\n".join(
                [name + opening.format(min=head["min"]), *(f"{pad}{mark}{one.strip()}" for one in told)]
                + ([pad + closing.format(min=head["min"])] if closing else [])
            )

        return _HEAD.sub(written, text)

    return laid_out


def with_marks(form: str) -> Layout:
    """The note with its parts headed in another form, where it heads three or more."""

    def laid_out(text: str) -> str:
        keys = [mark["h"][0].lower() for mark in _MARK.finditer(text)]
        if len(keys) < 3 or len(set(keys)) < len(keys):
            return text
        count = iter(range(1, len(keys) + 1))

        def written(mark: re.Match[str]) -> str:
            name = _PARTS[mark["h"][0].lower()]
            return form.format(i=mark["i"], L=name[0], Name=name, NAME=name.upper(), n=next(count))

        return _MARK.sub(written, text)

    return laid_out


def wrapped(width: int, hanging: bool) -> Layout:
    """The note with its long lines broken at a width, as mails and printouts do; columns stay."""

    def broken(line: str) -> Sequence[str]:
        if len(line) <= width or _COLUMNS.search(line):
            return [line]
        lead = re.match(r"\s*(?:[-*•]\s+)?", line)
        indent = " " * len(lead[0]) if lead and hanging else ""
        return textwrap.wrap(line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)

    return lambda text: "\n".join(piece for line in text.split("\n") for piece in broken(line))


def _indented(text: str) -> str:
    return "\n".join("   " + line if line.strip() else line for line in text.split("\n"))


def _paged(text: str) -> str:
    lines = text.split("\n")
    at = len(lines) * 2 // 3
    return "\n".join([*lines[:at], "", "Page 1 of 2", "\f", *lines[at:]])


LAYOUTS: Mapping[str, Layout] = {
    **{f"minutes {name}": with_heads(form) for name, form in HEADS.items()},
    **{f"parts by {name}": with_marks(form) for name, form in MARKS.items()},
    "list under minutes": with_lists(" ({min} min)", "- ", ""),
    "lines under minutes": with_lists(" ({min} min)", "  ", ""),
    "list over a sum": with_lists(":", "  - ", "  Total: {min} min"),
    "list over a time": with_lists(":", "  * ", "  Time: {min} min"),
    "lines over minutes in brackets": with_lists(":", "  ", "  ({min} minutes)"),
    "wrapped at 72": wrapped(72, hanging=True),
    "wrapped at 60": wrapped(60, hanging=False),
    "doubled line ends": lambda text: text.replace("\n", "\n\n"),
    "no empty lines": lambda text: re.sub(r"\n\s*\n+", "\n", text),
    "a margin": _indented,
    "pages": _paged,
    "capitals": str.upper,
    "other bullets": lambda text: re.sub(r"(?m)^(\s*)[-*•]\s+", r"\1> ", text),
    "minutes in full": lambda text: _MINUTES.sub(r"\1 minutes", text),
    "minutes joined": lambda text: _MINUTES.sub(r"\1min", text),
    "long dashes": lambda text: text.replace(" - ", " – ").replace("--", "—"),
}
