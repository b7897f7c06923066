"""The page that a clinician reads at the terminal: the answer first, then the proof, then the money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from rich import box
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from romberg.formats import words
from romberg.formats.marks import KINDS, pieces, quoted, visible
from romberg.report import Report
from romberg.report.values import ReportedFinding
from romberg.visit import ELEMENTS

LONGEST_NOTE = 200  # lines; of a longer note only the lines with marked words are shown
NARROWEST = 60
_LIGHTS = {"green": "bold green", "yellow": "bold yellow", "red": "bold red", "grey": "bold"}
_SEVERITIES = {"blocks": "bold red", "warns": "bold yellow", "informs": "bold cyan"}
_KINDS = {
    "not counted": "dim strike",
    "minutes": "cyan bold",
    "measure": "magenta",
    "signature": "blue underline",
    "charge": "yellow",
    "diagnosis": "italic",
    "activity": "green bold",
}


def console(file: IO[str], width: int | None = None) -> Console:
    """A console that prints notes literally: no markup, no emoji, no guesses at what a word is."""
    made = Console(file=file, markup=False, emoji=False, highlight=False, width=width, soft_wrap=False)
    if made.width < NARROWEST:
        made.width = NARROWEST
    return made


def page(report: Report) -> RenderableType:
    """The whole page for one note."""
    return Group(*(line for part in _parts(report) for line in (part, Text(""))))


def _parts(report: Report) -> Iterator[RenderableType]:
    yield _head(report)
    yield Group(_title("What to fix first"), *_fixes(report))
    yield Group(_title("Charges"), _charges(report), Text(words.time_line(report)))
    yield Group(_title("The note"), _legend(), Text(""), _note(report))
    yield Group(_title("The nine elements"), _elements(report))
    if report.header.coded.visit.not_counted:
        yield Group(_title("Not counted, and why"), *_not_counted(report))
    yield Group(_title("Findings"), *_findings(report))
    yield Group(_title("Money"), *_money(report))
    yield Group(_title("What Romberg does not know"), *_unknown(report))


def _title(text: str) -> Rule:
    return Rule(text, align="left", style="dim", characters="─")


def _head(report: Report) -> Text:
    verdict = report.verdict
    head = Text(visible(report.header.source) + "\n", style="bold")
    head.append(f"{verdict.words}", style=_LIGHTS[verdict.light])
    head.append(f"  ({verdict.light} light, score {verdict.score} of 100)\n")
    head.append(visible(verdict.because) + "\n")
    head.append(words.facts_line(report), style="dim")
    head.append(f"\nRules and prices: knowledge {report.knowledge}", style="dim")
    return head


def _fixes(report: Report) -> Iterator[RenderableType]:
    fixes = report.fixes
    if not fixes:
        yield Text("Nothing.")
    for number, fix in enumerate(fixes[:3], 1):
        yield _hanging(f"{number}.", visible(fix))
    if len(fixes) > 3:
        yield Text(f"   and {len(fixes) - 3} more, under Findings.")


def _hanging(mark: str, text: str | Text, style: str = "", width: int = 3) -> Table:
    """A mark and its text, with the text's further lines below its first."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(width=width, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(mark, style=style), text)
    return table


def _charges(report: Report) -> RenderableType:
    rows = list(words.charge_rows(report))
    if not rows:
        return Text("No service of this visit is supported by the note, and none was charged.")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column("Code", no_wrap=True)
    table.add_column("What", overflow="fold")
    for name in ("Min\nPT|As", "Supp.\nunits", "Billed\nunits", "To\nnext"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("Price", justify="right", no_wrap=True)
    table.add_column("Light", no_wrap=True)
    for row in rows:
        minutes = f"{words.number(row.therapist_minutes)}|{row.assistant_minutes}"
        billed, to_next = words.number(row.billed), words.number(row.minutes_to_next)
        price = "?" if row.cents is None else words.money(row.cents)
        table.add_row(row.code, row.label, minutes, str(row.supported), billed, to_next, price, row.light)
    how = Text("Min: therapist | assistant. To next: minutes missing to one unit more. ?: price not known.", "dim")
    return Group(table, how)


def _legend() -> Text:
    legend = Text("Marked in the note: ", style="dim")
    for kind, (letter, meaning) in KINDS.items():
        legend.append(f"[{letter} …]", style=_KINDS[kind])
        legend.append(f" {meaning}  ")
    return legend


def _note(report: Report) -> Text:
    shown = Text(overflow="fold")
    for piece in pieces(report):
        if not piece.kind:
            shown.append(piece.text.expandtabs(4))
            continue
        letter, _ = KINDS[piece.kind]
        shown.append(f"[{letter} ", style=_KINDS[piece.kind])
        shown.append(piece.text.expandtabs(4), style=_KINDS[piece.kind])
        shown.append("]", style=_KINDS[piece.kind])
    shown.rstrip()
    lines = shown.split()
    if len(lines) <= LONGEST_NOTE:
        return shown
    kept = [line for line in lines if line.spans][:LONGEST_NOTE]
    left = len(lines) - len(kept)
    return Text("\n").join([*kept, Text(f"… {left} lines without marks left out; --format html shows all.", "dim")])


def _elements(report: Report) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for element in ELEMENTS:
        proof = report.header.coded.visit.documentation.get(element, ())
        words_of_it = "; ".join(f"“{one}”" for one in quoted(report, proof, most=2)) if proof else "no words show it"
        missing = Text("?", "bold") if report.header.partial else Text("NO", "bold red")
        answer = Text("yes", "green") if proof else missing
        table.add_row(answer, words.ELEMENT_WORDS[element], words_of_it)
    return table


def _not_counted(report: Report) -> Iterator[RenderableType]:
    for one in report.header.coded.visit.not_counted:
        yield _hanging("-", f"“{' '.join(visible(one.text).split())}”: {one.why}", width=1)


def _findings(report: Report) -> Iterator[RenderableType]:
    failed = report.failed
    if not failed:
        yield Text("No rule failed.")
    for one in failed:
        yield _finding(one, report)


def _finding(one: ReportedFinding, report: Report) -> RenderableType:
    finding = one.finding
    body = Text(f"{visible(finding.says)}\n")
    body.append("Where: ", style="bold")
    proof = "; ".join(f"“{shown}”" for shown in quoted(report, finding.spans))
    body.append(f"{words.where(one, report)}{', ' + proof if proof else ''}\n")
    if finding.fix:
        body.append("Fix: ", style="bold")
        body.append(visible(finding.fix) + "\n")
    body.append(_tail(one), style="dim")
    return _hanging(words.SEVERITIES[finding.severity], body, _SEVERITIES[finding.severity], width=6)


def _tail(one: ReportedFinding) -> str:
    """Rule, authority, what the payer's remittance would say, money at risk and sources."""
    finding = one.finding
    denied = words.denial(finding.carc, finding.rarc, finding.route)
    risk = f"{words.money(one.at_risk_cents)} at risk" if one.at_risk_cents else ""
    sources = "; ".join(words.sources(one))
    told = "; ".join(part for part in (finding.basis, denied, risk) if part)
    return f"{finding.rule} ({told})" + (f"\nSource: {sources}" if sources else "")


def _money(report: Report) -> Iterator[RenderableType]:
    price = report.price
    for line in price.lines:
        units = "1 unit" if line.units == 1 else f"{line.units} units"
        code = words.with_modifiers(line.code, line.modifiers)
        yield Text(f"{code}, {units}: allowed {words.money(line.allowed_cents)}")
        for step in line.steps:
            yield _hanging("", f"{step.step} {words.money(step.cents)}: {step.says}", width=2)
        if words.paid(line):
            yield _hanging("", words.paid(line), width=2)
    if price.lines and price.allowed_cents is None:
        yield Text("What the visit pays as a whole is not known; the reasons stand below.", style="bold")
    elif price.lines:
        parts = ((price.allowed_cents, "Allowed"), (price.payer_cents, "payer pays"), (price.patient_cents, "patient"))
        yield Text(", ".join(f"{name} {words.money(cents)}" for cents, name in parts) + ".", style="bold")
    else:
        yield Text("No line is supported by the note, so nothing is priced.")


def _unknown(report: Report) -> Iterator[RenderableType]:
    if not report.unknown:
        yield Text("Nothing that it looked for.")
    for one in report.unknown:
        yield _hanging("?", visible(one), width=1)


def short(report: Report) -> Text:
    """One note of many: the verdict, why, and what to fix first."""
    verdict = report.verdict
    text = Text(f"{visible(report.header.source)}: ")
    text.append(verdict.words, style=_LIGHTS[verdict.light])
    text.append(f" ({verdict.light}, score {verdict.score}). {visible(verdict.because)}")
    return text.append(f" Fix first: {visible(report.fixes[0])}") if report.fixes else text


def summary(lights: list[str], unread: int) -> Text:
    """How many notes stand, how many do not, and how many could not be read."""
    count = {light: lights.count(light) for light in _LIGHTS}
    told = [
        f"{count['green']} green (stand)",
        f"{count['yellow']} yellow (risks)",
        f"{count['red']} red (do not stand)",
    ] + ([f"{count['grey']} grey (not read whole)"] if count["grey"] else [])
    text = f"\n{len(lights)} notes: " + ", ".join(told)
    return Text(text + (f"; {unread} could not be read." if unread else ".") + " Whole pages: --full.", "bold")
