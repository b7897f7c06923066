"""`romberg peers`: a clinician's units and share of one code beside clinicians of the same kind."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from difflib import get_close_matches

import polars as pl

from romberg.cli.output import print_json, say
from romberg.formats import peer_lines
from romberg.formats.unreadable import Unreadable
from romberg.report.peers import Compared, compared, own_services
from romberg.report.peers.compare import SHARE
from romberg.report.peers.published import Peers, peers, timed_codes

HIDDEN = (
    "The file shows a clinician's service only where eleven patients or more had it. What it hides is unknown, not "
    "nought: peers without a shown cell are left out, so that shares lie a little high. A percentile is no finding."
)


def run(arguments: Namespace) -> int:
    """Compare each clinician of the lines given, or one of the file itself; 0 where any could be."""
    file = peers()
    if file is None:
        says = (
            "No utilisation file is imported. Download it from data.cms.gov (Medicare Physician & Other Practitioners, "
            "by Provider and Service), then: romberg knowledge import MUP_PHY_…_Prov_Svc.csv"
        )
        raise Unreadable("no_peers", says, "peers")
    found = [one for npi, own in _whose(arguments, file) for one in _compared(arguments, file, npi, own)]
    if arguments.format == "json":
        print_json({"year": file.year, "note": HIDDEN, "compared": [asdict(one) for one in found]})
    else:
        print(page(found, file.year))
    return 0


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


def _compared(arguments: Namespace, file: Peers, npi: str, own: pl.DataFrame) -> tuple[Compared, ...]:
    known = file.of(npi)
    type_ = _type(arguments.type, file) if arguments.type else (known["type"][0] if known.height else None)
    if type_ is None:
        say(f"{npi} is not in the file; name --type (such as {file.types()[0]!r}) and --state.")
        return ()
    state = (arguments.state or (known["state"][0] if known.height else "")).upper()
    return compared(own, file, type_, state, arguments.code or list(timed_codes()), arguments.share_of)


def _type(asked: str, file: Peers) -> str:
    known = {one.lower(): one for one in file.types()}
    if asked.lower() in known:
        return known[asked.lower()]
    near = get_close_matches(asked.lower(), known, 3, 0.4)
    near_ones = ", ".join(repr(known[one]) for one in near) or ", ".join(map(repr, file.types()[:4]))
    raise Unreadable("option", f"The file has no clinicians of the type {asked!r}; it has {near_ones}.", "--type")


def page(found: list[Compared], year: int) -> str:
    """The comparisons as text, clinician by clinician."""
    lines = [f"Beside Medicare's clinicians of {year}"]
    for npi in dict.fromkeys(one.npi for one in found):
        lines += ["", npi, *(_line(one) for one in found if one.npi == npi)]
    if not found:
        lines += ["", "Nothing to compare: no timed code with a clinician that is known."]
    return "\n".join([*lines, "", HIDDEN])


def _line(one: Compared) -> str:
    def shown(value: float) -> str:
        return f"{value:.1%}" if one.measure == SHARE else f"{value:.2f}"

    told = f"  {one.code}: {shown(one.value)} {one.measure} ({one.patients:,} patients)"
    if one.percentile is None:
        return f"{told}; no percentile: {one.why_not}"
    spread = f"median {shown(one.points[2])}, 90th {shown(one.points[4])}"
    return f"{told}; percentile {one.percentile:.0f} of {one.peers:,} peers ({one.among}; {spread})"
