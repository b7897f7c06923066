"""`romberg peers`: a clinician's units and share of one code beside clinicians of the same kind."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from difflib import get_close_matches
from itertools import groupby

import polars as pl

from romberg.cli.output import print_json, say
from romberg.formats import peer_lines
from romberg.formats.unreadable import Unreadable
from romberg.report.peers import AreaFigure, Areas, Compared, area_figures, areas, compared, own_services
from romberg.report.peers.compare import SHARE
from romberg.report.peers.published import Peers, peers, timed_codes

HIDDEN = (
    "The file shows a clinician's service only where eleven patients or more had it. What it hides is unknown, not "
    "nought: peers without a shown cell are left out, so that shares lie a little high. A percentile is no finding."
)
OF_AREAS = (
    "Figures of the state and the nation are of all who bill Medicare's carriers, of every type, in {year}; what the "
    "file hides is left out, not nought. A patient may stand in both places, so units a patient may be a range."
)
NO_AREAS = (
    "State and nation: not imported. Download Medicare Physician & Other Practitioners, by Geography and Service, from "
    "data.cms.gov, then: romberg knowledge import MUP_PHY_…_Geo.csv"
)
Beside = tuple[Compared, tuple[AreaFigure, ...]]


def run(arguments: Namespace) -> int:
    """Compare each clinician of the lines given, or one of the file itself; 0 where any could be."""
    file = peers()
    if file is None:
        says = (
            "No utilisation file is imported. Download it from data.cms.gov (Medicare Physician & Other Practitioners, "
            "by Provider and Service), then: romberg knowledge import MUP_PHY_…_Prov_Svc.csv"
        )
        raise Unreadable("no_peers", says, "peers")
    wide = areas()
    found = [one for npi, own in _whose(arguments, file) for one in _compared(arguments, file, wide, npi, own)]
    if arguments.format == "json":
        print_json(_plain(found, file, wide))
    else:
        print(page(found, file.year, wide.year if wide else None))
    return 0


def _plain(found: list[Beside], file: Peers, wide: Areas | None) -> dict[str, object]:
    """The answer for a program: `areas` of each comparison is null where the file by geography was not imported."""
    told = [asdict(one) | {"areas": [asdict(each) for each in near] if wide else None} for one, near in found]
    note = OF_AREAS.format(year=wide.year) if wide else NO_AREAS
    return {
        "year": file.year,
        "note": HIDDEN,
        "areas_year": wide.year if wide else None,
        "areas_note": note,
        "compared": told,
    }


def _whose(arguments: Namespace, file: Peers) -> list[tuple[str, pl.DataFrame]]:
    """Each clinician with their services: of the lines given, else of the file itself."""
    if arguments.lines is None:
        if not arguments.npi:
            raise Unreadable("option", "Name LINES (your own) or --npi (a clinician of the file).", "--npi")
        own = file.of(arguments.npi)
        if not own.height:
            says = f"The file of {file.year} shows no service of {arguments.npi}; give your own lines to compare."
            raise Unreadable("not_there", says, "--npi")
        return [(arguments.npi, own)]
    lines, left_out = peer_lines.read(arguments.lines, every_payer=arguments.every_payer)
    if left_out:
        why = "not Medicare's, or without clinician, patient, day, code or units"
        say(f"{left_out:,} lines of {arguments.lines} are left out: {why}.")
    services = own_services(lines)
    asked = [arguments.npi] if arguments.npi else sorted(services["npi"].unique())
    return [(npi, services.filter(npi=npi)) for npi in asked]


def _compared(arguments: Namespace, file: Peers, wide: Areas | None, npi: str, own: pl.DataFrame) -> tuple[Beside, ...]:
    known = file.of(npi)
    type_ = _type(arguments.type, file) if arguments.type else (known["type"][0] if known.height else None)
    if type_ is None:
        say(f"{npi} is not in the file; name --type (such as {file.types()[0]!r}) and --state.")
        return ()
    state = (arguments.state or (known["state"][0] if known.height else "")).upper()
    told = compared(own, file, type_, state, arguments.code or list(timed_codes()), arguments.share_of)
    return tuple((one, area_figures(wide, state, one.code, one.measure) if wide else ()) for one in told)


def _type(asked: str, file: Peers) -> str:
    known = {one.lower(): one for one in file.types()}
    if asked.lower() in known:
        return known[asked.lower()]
    near = get_close_matches(asked.lower(), known, 3, 0.4)
    near_ones = ", ".join(repr(known[one]) for one in near) or ", ".join(map(repr, file.types()[:4]))
    raise Unreadable("option", f"The file has no clinicians of the type {asked!r}; it has {near_ones}.", "--type")


def page(found: list[Beside], year: int, areas_year: int | None) -> str:
    """The comparisons as text, clinician by clinician, each with the figures of the state and the nation under it."""
    lines = [f"Beside Medicare's clinicians of {year}"]
    for npi in dict.fromkeys(one.npi for one, _ in found):
        lines += ["", npi]
        for one, near in found:
            if one.npi == npi:
                lines += [_line(one), *_area_lines(near)]
    if not found:
        lines += ["", "Nothing to compare: no timed code with a clinician that is known."]
    return "\n".join([*lines, "", HIDDEN, OF_AREAS.format(year=areas_year) if areas_year else NO_AREAS])


def _area_lines(figures: tuple[AreaFigure, ...]) -> list[str]:
    """One line for each area, with its figures side by side."""
    return [
        f"      {area or 'state'}: {'; '.join(_area_figure(one) for one in of_area)}"
        for area, of_area in groupby(figures, lambda one: one.area)
    ]


def _area_figure(one: AreaFigure) -> str:
    if one.least is None or one.most is None:
        return f"{one.measure} not known ({one.why_not})"
    least, most = _shown(one.least, one.measure), _shown(one.most, one.measure)
    hidden = f" ({one.hidden} hidden row{'s' * (one.hidden > 1)} left out)" if one.hidden else ""
    return f"{least if least == most else f'{least} to {most}'} {one.measure}{hidden}"


def _shown(value: float, measure: str) -> str:
    return f"{value:.1%}" if measure == SHARE else f"{value:.2f}"


def _line(one: Compared) -> str:
    told = f"  {one.code}: {_shown(one.value, one.measure)} {one.measure} ({one.patients:,} patients)"
    if one.percentile is None:
        return f"{told}; no percentile: {one.why_not}"
    median, high = _shown(one.points[2], one.measure), _shown(one.points[4], one.measure)
    spread = f"median {median}, 90th {high}"
    return f"{told}; percentile {one.percentile:.0f} of {one.peers:,} peers ({one.among}; {spread})"
