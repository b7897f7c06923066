"""From coded visits, charges and payer cards to the frames of facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from romberg.claims import ClaimHead
from romberg.coding.procedure import CodedVisit
from romberg.facts import catalogue, cover
from romberg.facts.catalogue import Grain
from romberg.facts.counting import count
from romberg.facts.episode.beside import NOTHING, Beside
from romberg.facts.episode.beside import VISIT as BESIDE
from romberg.facts.line import around, line_facts
from romberg.facts.matching import sources
from romberg.facts.values import Facts, VisitSource
from romberg.facts.visit import visit_facts
from romberg.knowledge.payers import Card
from romberg.visit import BilledLine


def of(
    coded: Sequence[CodedVisit],
    claims: Sequence[Sequence[BilledLine] | None],
    cards: Sequence[Card],
    heads: Sequence[ClaimHead | None] | None = None,
    besides: Sequence[Beside] | None = None,
) -> Facts:
    """Every fact of a call: one coded visit, its claim and its payer's card at each place of the lists.

    A claim of None means that none was given: then the charges written in the note stand for it. `heads` are what the
    claims say beside their lines, `besides` what other notes tell of each visit.
    """
    told, near_by = heads or [None] * len(coded), besides or [NOTHING] * len(coded)
    gathered = tuple(_source(*one) for one in zip(coded, claims, cards, told, near_by, strict=True))
    counted = count(gathered)
    near = [around(index, source, counted) for index, source in enumerate(gathered)]
    whole = [
        {**visit_facts(one.index, one.source, one.folded), **cover.visit_facts(one.source), **_beside(one.source)}
        for one in near
    ]
    visits = frame(whole, "visit")
    rows = [
        {**line_facts(at, line, one), **cover.line_facts(at, line, one.source)}
        for one in near
        for at, line in enumerate(one.source.lines)
    ]
    lines = frame(rows, "line").join(visits, on="visit", how="left", maintain_order="left")
    return Facts(visits, lines, counted.frame, gathered)


def _beside(source: VisitSource) -> dict[str, Any]:
    """What other notes tell; lists as frames carry them."""
    found = {name: getattr(source.beside, name) for name, _, _ in BESIDE}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _source(
    coded: CodedVisit, claim: Sequence[BilledLine] | None, card: Card, head: ClaimHead | None, beside: Beside
) -> VisitSource:
    billed = tuple(coded.visit.billed if claim is None else claim)
    lines = sources(billed, coded.procedures)
    return VisitSource(coded, card, billed, lines, claim is not None, head or ClaimHead(), beside)


def frame(rows: Sequence[dict[str, Any]], grain: Grain) -> pl.DataFrame:
    """Rows of a grain's own facts as a frame; a line's row carries the number of its visit."""
    names = catalogue.own(grain) if grain == "visit" else ("visit", *catalogue.own(grain))
    kinds = catalogue.schema(names)
    lists = {name: kind for name, kind in kinds.items() if isinstance(kind, pl.List)}
    single = [catalogue.column(name, [row[name] for row in rows]) for name in names if name not in lists]
    # Row by row, lists of texts are made into columns six times as quickly; plain values stay strictly of their kind.
    by_row = pl.DataFrame([[row[name] for name in lists] for row in rows], schema=lists, orient="row")
    return by_row.hstack(single).select(names)
