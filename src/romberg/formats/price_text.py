"""A price for people: line by line with each step, or codings and payers side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from romberg.formats.marks import visible
from romberg.formats.words import label, money, with_modifiers
from romberg.knowledge.steps import VERIFIED
from romberg.pricing import Price, PriceStep
from romberg.pricing.grounds import Ground
from romberg.pricing.rates import whose
from romberg.report.comparison import Coding, Column, Comparison

_MOST_WORDS = 4  # activities quoted of a block; --format json holds all


def page(price: Price) -> str:
    """Each line with every step from the schedule to the payment, the sum, what is open, and the sources by number."""
    lines, numbers = [], dict[Ground, int]()
    for one in price.lines:
        code = with_modifiers(one.code, one.modifiers)
        lines.append(f"{code} x {one.units}  {label(one.code)}: allowed {money(one.allowed_cents)}")
        steps = [*one.steps, *(step for step in one.payment if step.step != "allowed")]
        lines += [f"    {step.step} {money(step.cents)}: {step.says}{_numbered(step, numbers)}" for step in steps]
    lines.append(
        f"Allowed {money(price.allowed_cents)}, payer pays {money(price.payer_cents)}, "
        f"patient {money(price.patient_cents)}."
    )
    left = [f"Open: {one}" for one in price.unknown]
    return "\n".join([*lines, *left, *(f"[{number}] {_source(one)}" for one, number in numbers.items())])


def _numbered(step: PriceStep, numbers: dict[Ground, int]) -> str:
    """The numbers of the sources of a step, as they stand below the price."""
    mine = [str(numbers.setdefault(one, len(numbers) + 1)) for one in step.grounds]
    return f" [{', '.join(mine)}]" if mine else ""


def _source(one: Ground) -> str:
    dated = f" ({one.on})" if one.on else ""
    unread = "" if one.mark == VERIFIED else f" [{one.mark}]"
    return f"{one.title}{dated}{unread}" + (f": {one.at}" if one.at else "")


def compared(found: Comparison) -> RenderableType:
    """The sentence on price first and last, and between them each coding with a row for each payer."""
    head = Text(found.says, "bold")
    where = " · ".join(one for one in (visible(found.source), found.on.isoformat() if found.on else "") if one)
    parts: list[RenderableType] = [head, Text(where, "dim")]
    for number, one in enumerate(found.codings):
        parts += [Text(""), _named(one, bool(found.source) and not number), _table(one)]
        parts += _open(one, _told(found.codings[0]) if number else {})
    return Group(*parts, Text(""), head) if len(found.codings) > 1 else Group(*parts)


def _named(one: Coding, best: bool) -> Text:
    if not one.code:
        return Text("What the record supports best" if best else "The lines as given", "bold underline")
    quoted = ", ".join(f"“{visible(each.text)}”" for each in one.activities[:_MOST_WORDS])
    more = f" and {len(one.activities) - _MOST_WORDS} more" if len(one.activities) > _MOST_WORDS else ""
    named = Text(f"{one.code} {label(one.code)} in place of {one.instead_of} {label(one.instead_of)}", "bold underline")
    return named.append(Text(f"\n{quoted}{more}: {one.says}.", ""))


def _table(one: Coding) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), expand=False)
    table.add_column("Payer", overflow="fold")
    table.add_column("Lines (code x units: allowed)", overflow="fold")
    for name in ("Units", "Allowed", "Payer\npays", "Patient\npays"):
        table.add_column(name, justify="right", no_wrap=True)
    for column in one.columns:
        table.add_row(whose(column.card), _lines(column.price), str(column.units), *_money(column.price))
    return table


def _lines(price: Price) -> str:
    told = (
        f"{with_modifiers(one.code, one.modifiers)} x {one.units}: {_cell(one.allowed_cents)}" for one in price.lines
    )
    return "\n".join(told) or "no unit is supported"


def _money(price: Price) -> Iterator[str]:
    return map(_cell, (price.allowed_cents, price.payer_cents, price.patient_cents))


def _cell(cents: int | None) -> str:
    """An amount in a column; what is not known is a question mark there, and told below."""
    return "?" if cents is None else money(cents)


def _open(one: Coding, before: Mapping[tuple[str, str], list[str]]) -> Iterator[RenderableType]:
    """What would be denied, what is not known, how units were counted: each sentence once, with whom it is about.

    Of an alternative only what was not told of the first coding.
    """
    for (kind, sentence), titles in _told(one).items():
        if before.get((kind, sentence)) == titles:
            continue
        whose = "" if len(titles) == len(one.columns) else f" [{', '.join(titles)}]"
        yield Padding(Text(f"{kind}{whose}: {visible(sentence)}"), (0, 0, 0, 2))


def _told(one: Coding) -> dict[tuple[str, str], list[str]]:
    """Every sentence under its kind, with the payers that it speaks of."""
    found: dict[tuple[str, str], list[str]] = {}
    for kind, sentences in _KINDS.items():
        for column in one.columns:
            for sentence in sentences(column):
                found.setdefault((kind, sentence), []).append(whose(column.card))
    return found


_KINDS: Mapping[str, Callable[[Column], Iterable[str]]] = {
    "Would be denied": lambda column: (f"{each.says} ({each.rule})" for each in column.denied),
    "Open": lambda column: column.open,
    "Units": lambda column: filter(None, [column.counted]),
}
