"""What can be typed for audits: samples, what they prove, and peers."""

from __future__ import annotations

from romberg.cli.asking import Commands, command, form


def sample(commands: Commands) -> None:
    """`romberg sample`."""
    about = "draw a random sample of what was paid, for an audit that can be repeated"
    made = command(
        commands, "sample", about, "romberg sample claims.csv --unit claim --paid paid --size 100 --out review"
    )
    made.set_defaults(module="audits.sample")
    made.add_argument("universe", metavar="TABLE", help="every unit with what was paid for it, .csv or .parquet")
    made.add_argument("--unit", metavar="COLUMN", default="claim", help="the column that tells units apart (claim)")
    made.add_argument(
        "--paid", metavar="COLUMN", default="paid", help="dollars paid; a name in _cents holds cents (paid)"
    )
    made.add_argument("--size", type=int, metavar="N", help="units to draw; else as many as the precision needs")
    made.add_argument("--precision", metavar="SHARE", default="25%", help="of the point estimate (25%%)")
    made.add_argument("--confidence", type=float, metavar="PERCENT", default=90.0, help="two-sided (90)")
    made.add_argument(
        "--expected-error-rate", metavar="SHARE", default="50%", help="of the units, overpaid in full (50%%)"
    )
    made.add_argument("--probe", metavar="SHEET", help="units reviewed before (columns paid, correct), instead")
    made.add_argument("--strata", metavar="COLUMN", help="the column that names each unit's stratum")
    made.add_argument("--strata-by-amount", type=int, metavar="N", help="N strata of like amounts")
    made.add_argument("--certain-from", metavar="DOLLARS", help="review every unit from this amount on")
    made.add_argument(
        "--allocation", choices=("proportional", "optimal", "equal"), default="proportional", help="(proportional)"
    )
    made.add_argument("--unpaid", action="store_true", help="keep units that nothing was paid for")
    made.add_argument("--keep", metavar="COLUMN", nargs="+", default=[], help="columns to copy into the sheet")
    made.add_argument("--seed", metavar="WORD", help="the seed (a new one, kept in the plan)")
    made.add_argument("--out", metavar="FOLDER", default="sample", help="where sheet and plan are written (sample)")
    made.add_argument("--check", metavar="PLAN", help="draw a kept plan's sample again and compare")
    form(made)


def extrapolate(commands: Commands) -> None:
    """`romberg extrapolate`."""
    about = "estimate from a reviewed sample what was overpaid in all, with its limits"
    made = command(
        commands, "extrapolate", about, "romberg extrapolate review/sample.csv --format html --output found.html"
    )
    made.set_defaults(module="audits.extrapolate")
    made.add_argument("sheet", metavar="SHEET", help="the sheet of `romberg sample`, with `correct` filled in")
    made.add_argument("--plan", metavar="FILE", help="its plan (plan.json beside the sheet)")
    made.add_argument("--no-record-is-overpaid", action="store_true", help="units left empty count as overpaid in full")
    form(made, "md", "html", "pdf")
    made.add_argument("--output", metavar="FILE", help="write there instead of to standard output")


def peers(commands: Commands) -> None:
    """`romberg peers`."""
    about = "compare a clinician's units a day and share of 97112 with Medicare's clinicians of the same kind"
    made = command(commands, "peers", about, "romberg peers sent/2026.837 --state TX")
    made.set_defaults(module="audits.peers")
    made.add_argument(
        "lines", nargs="?", metavar="LINES", help="your claims (.837) or a table of lines (docs/peers.md)"
    )
    made.add_argument("--every-payer", action="store_true", help="of claims, also those to other payers than Medicare")
    made.add_argument("--npi", metavar="NPI", help="one clinician; without LINES, as the public file shows them")
    made.add_argument("--type", metavar="TYPE", help="the kind of peers (the clinician's own in the file)")
    made.add_argument("--state", metavar="XX", help="their state (the clinician's own in the file)")
    made.add_argument("--code", metavar="CODE", action="append", help="only this code; may be repeated")
    made.add_argument("--share-of", metavar="CODE", default="97112", help="share of this code in timed units (97112)")
    form(made)
