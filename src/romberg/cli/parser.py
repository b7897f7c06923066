"""What can be typed: the commands, their options, and help with examples."""

from __future__ import annotations

import argparse

from romberg import __version__
from romberg.cli.asking import Commands, command, form, on, payer
from romberg.cli.audits.parser import extrapolate, peers, sample
from romberg.cli.parser_people import people, serve
from romberg.cli.workplace import parser as parser_workplace

_ABOUT = "Romberg tells a rehab clinic whether a claim stands on its documentation."
_ENDS = """\
exit status: 0 nothing blocks, 1 at least one finding blocks the claim,
2 something could not be read or the command was called wrongly.

examples:
  romberg check note.txt --zip 77002
  romberg check notes/ --payer medicare --format jsonl
  cat note.txt | romberg check - --format html --output report.html
  romberg read note.txt
  romberg units 97112:24 97110:23+13 --on 2026-03-12
  romberg price --code 97112:2:GP --zip 77002 --on 2026-03-12
  romberg explain units/exceed_minutes
  romberg appeal note.txt --carc 50 --code 97112
  romberg remit april.835 --claims sent/
  romberg knowledge import rvu27a.zip
  romberg claim note.txt --output claims.837
  romberg audit claims.parquet --out audit/
  romberg x12 validate claims.837
  romberg sample claims.csv --unit claim --paid paid --size 100 --out review
  romberg serve
  romberg backup clinic.backup
  romberg doctor
"""


def build() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("romberg", description=_ABOUT, epilog=_ENDS, formatter_class=raw)
    parser.add_argument("--version", action="version", version=f"romberg {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for add in (
        _check,
        _read,
        _vocabulary,
        _units,
        _price,
        _explain,
        _rules,
        _codes,
        _payers,
        _knowledge,
        _claim,
        _remit,
        _appeal,
        _packet,
        _audit,
        _x12,
        sample,
        extrapolate,
        peers,
        serve,
        people,
    ):
        add(commands)
    parser_workplace.add(commands)
    return parser


def _check(commands: Commands) -> None:
    about = "check visit notes: what they support, what a payer would deny, what to fix, what they pay"
    made = command(commands, "check", about, "romberg check note.txt --claim charges.csv --zip 77002")
    made.add_argument("notes", nargs="+", metavar="NOTE", help="a file (docs/documents.md says which), a folder, or -")
    payer(made, "the payer that the note names, else medicare")
    made.add_argument("--claim", metavar="CLAIM", help="what was billed: .837 (FILE#NUMBER of many), .csv or .json")
    made.add_argument(
        "--allowed-so-far", metavar="CENTS", help="what the payer allowed this patient this year before the visit"
    )
    made.add_argument("--eligibility", metavar="FILE", help=_ELIGIBILITY)
    made.add_argument("--zip", metavar="ZIP5", help="where the visit was, for its price (national amounts)")
    on(made, "date of service of notes that carry none")
    form(made, "jsonl", "html", "sarif")
    made.add_argument("--output", metavar="FILE", help="write there instead of to standard output")
    made.add_argument("--jobs", metavar="N", help="processes that check at once (1; a core each from 2,000 files on)")
    made.add_argument("--full", action="store_true", help="the whole page for each note, also where there are many")
    made.add_argument("--episode", action="store_true", help="look at each patient's visits together, in their order")
    made.add_argument("--day", action="store_true", help="look at each clinician's day across patients")
    made.add_argument("--summary", action="store_true", help="by clinician and payer, with the three cheapest fixes")


def _read(commands: Commands) -> None:
    about = "show what is read in visit notes, before any code, rule or price"
    made = command(commands, "read", about, "romberg read note.txt --format html --output reading.html")
    made.add_argument("notes", nargs="+", metavar="NOTE", help="a file, a folder, or - (standard input)")
    form(made, "jsonl", "html")
    made.add_argument("--output", metavar="FILE", help="write there instead of to standard output")


def _vocabulary(commands: Commands) -> None:
    about = "the words that the reader knows, and your clinic's own beside them"
    made = command(commands, "vocabulary", about, 'romberg vocabulary add balance "bosu clock taps"')
    asked = made.add_subparsers(dest="asked", metavar="list|add|remove|test", required=True)
    listed = asked.add_parser("list", help="groups of activities and names of services, or the phrases of one")
    listed.add_argument("name", nargs="?", metavar="GROUP_OR_CODE")
    form(listed)
    for name, about in (("add", "teach it phrases of your own"), ("remove", "take phrases of your own out")):
        one = asked.add_parser(name, help=about)
        one.add_argument("name", metavar="GROUP_OR_CODE", help="what the phrases mean: a group, or a procedure code")
        one.add_argument("phrases", nargs="+", metavar="PHRASE")
    test = asked.add_parser("test", help="what it knows of some words, or of a file")
    test.add_argument("texts", nargs="+", metavar="WORDS_OR_FILE")
    form(test)
    for one in asked.choices.values():
        one.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _units(commands: Commands) -> None:
    about = "count units from minutes by the CMS, AMA and strict 15-minute rules"
    made = command(commands, "units", about, "romberg units 97112:24 97110:23+13   (13 of 36 min by the assistant)")
    made.add_argument("minutes", nargs="+", metavar="CODE:MINUTES[+ASSISTANT]", help="minutes of therapist + assistant")
    on(made, "date of service (today)")
    payer(made, "medicare")
    made.add_argument("--discipline", choices=("PT", "OT"), default="PT", help="whose assistant: CQ or CO (PT)")
    form(made)


_PRICED = """romberg price --code 97112:2:GP --code 97110:1:GP,CQ --zip 77002 --on 2026-03-12
  romberg price note.txt --compare medicare,cigna --alternatives"""
_ELIGIBILITY = "what the payer told of the cover (271; FILE#MEMBER of many): deductible left, therapy of the year"
_PRIMARY = "what a payer before Medicare paid for a line, allowed, and binds you to accept; repeat it"
_SAME_DAY = "a line of another visit or claim of the patient's day by the same group; repeat it"


def _price(commands: Commands) -> None:
    about = "price service lines or a note's services, step by step, or under several payers side by side"
    made = command(commands, "price", about, _PRICED)
    made.add_argument("note", nargs="?", metavar="NOTE", help="a note, priced as its words support it (or --code)")
    made.add_argument("--code", action="append", metavar="CODE:UNITS[:MODIFIERS][=CHARGE]", help="a line; repeat it")
    made.add_argument("--compare", metavar="PAYER,PAYER", help="under each of these cards, or under all that price it")
    made.add_argument(
        "--alternatives", action="store_true", help="beside it each other coding that the note's own words support"
    )
    made.add_argument("--zip", metavar="ZIP5", help="where the visit was (national amounts)")
    on(made, "date of service (of a note, its own)")
    payer(made, "of a note its own, else medicare; with --rates the payer of that file")
    made.add_argument("--rates", metavar="FILE", help="rates of a contract or a state's schedule, .yaml or .csv")
    made.add_argument("--visit", metavar="N", help="which visit of the case it is, for a case rate")
    made.add_argument(
        "--place", metavar="POS", help="place of service, two digits: facility or office rate (11, office)"
    )
    made.add_argument("--same-day", action="append", metavar="CODE:UNITS[:MODIFIERS]", help=_SAME_DAY)
    made.add_argument("--primary", action="append", metavar="CODE=PAID[/ALLOWED[/ACCEPTED]]", help=_PRIMARY)
    made.add_argument("--deductible-left", metavar="DOLLARS", help="what the patient has left of the yearly deductible")
    made.add_argument("--eligibility", metavar="FILE", help=_ELIGIBILITY)
    made.add_argument("--non-participating", action="store_true", help="by who does not participate in Medicare")
    made.add_argument("--unassigned", action="store_true", help="such a claim without assignment: the limiting charge")
    made.add_argument("--mips", metavar="PERCENT", help="the clinician's MIPS adjustment, as 1.38 or -9")
    made.add_argument(
        "--qualifying", action="store_true", help="by the factor of qualifying participants of payment models (2026)"
    )
    form(made)


def _explain(commands: Commands) -> None:
    made = command(
        commands,
        "explain",
        "tell what a rule asks, why, and where that is written",
        "romberg explain units/exceed_minutes",
    )
    made.add_argument("rule", metavar="RULE", help="a rule's name, see `romberg rules`")
    form(made)


def _rules(commands: Commands) -> None:
    about = "list the rules, or start a new one with its cases"
    made = command(commands, "rules", about, "romberg rules --payer medicare --on 2026-03-12")
    asked = "new TOPIC/NAME: a rule's file and its cases, to be filled in (a list)"
    made.add_argument("asked", nargs="*", metavar="new TOPIC/NAME", help=asked)
    payer(made, "rules for any payer")
    on(made, "rules in force on that day (all)")
    form(made)


def _codes(commands: Commands) -> None:
    about = "tell what is known of procedure codes and diagnosis codes"
    made = command(commands, "codes", about, "romberg codes 97112 M54.50 --on 2026-03-12")
    made.add_argument("codes", nargs="*", metavar="CODE", help="procedure or diagnosis codes (all procedure codes)")
    on(made, "the day for limits and values, and for a diagnosis code's leaves (today)")
    made.add_argument(
        "--words", action="store_true", help="with the tabular list's own words of a diagnosis code's notes"
    )
    form(made)


def _payers(commands: Commands) -> None:
    about = "list the payer cards, show what one asks for line by line, or prove a card of your own"
    made = command(commands, "payers", about, "romberg payers show cigna --on 2026-03-01")
    asked = "show CARD: each line with its source; check FILE: whether a card of your own can be used (a list)"
    made.add_argument("asked", nargs="*", metavar="show CARD | check FILE", help=asked)
    on(made, "what it asks for on that day (the last verified one)")
    form(made)


def _knowledge(commands: Commands) -> None:
    about = "import the publishers' files, list and compare what is loaded, check that it is whole"
    made = command(commands, "knowledge", about, "romberg knowledge import rvu27a.zip ZIP5_JAN2027.txt")
    asked = made.add_subparsers(dest="asked", metavar="import|list|show|diff|verify", required=True)
    add = asked.add_parser("import", help="read files as the publishers offer them (docs/releases.md)")
    add.add_argument("files", nargs="+", metavar="FILE", help="a .csv, .txt or .xlsx file, or the .zip it comes in")
    add.add_argument("--replace", action="store_true", help="take a text that differs from the one in force")
    add.add_argument("--npi", action="append", default=[], help="of in-network rates, this provider's; repeatable")
    add.add_argument("--tin", action="append", default=[], help="of in-network rates, this tax number's; repeatable")
    listed = asked.add_parser("list", help="what is loaded, and for which days it speaks")
    listed.add_argument("--kinds", action="store_true", help="what can be imported, and where each file is found")
    show = asked.add_parser("show", help="one table or one release")
    show.add_argument("name", metavar="TABLE_OR_RELEASE", help="a name of `romberg knowledge list`")
    diff = asked.add_parser("diff", help="what changed between two releases, in money and in rules")
    diff.add_argument("before", metavar="RELEASE")
    diff.add_argument("after", metavar="RELEASE")
    verify = asked.add_parser("verify", help="whether every table is as its manifest says")
    for one in (add, listed, show, diff, verify):
        form(one)
        one.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _x12(commands: Commands) -> None:
    about = "look at files of claims and payments (837, 835) before they are sent or posted"
    made = command(commands, "x12", about, "romberg x12 validate claims.837")
    asked = made.add_subparsers(dest="asked", metavar="validate|show|lines", required=True)
    show = asked.add_parser("show", help="what a file holds: claims, payments, or answers (999, TA1, 277CA, 271)")
    show.add_argument("files", nargs="+", metavar="FILE", help="a file as it came")
    form(show)
    show.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    check = asked.add_parser("validate", help="every edit from syntax to payer, one finding for one defect")
    check.add_argument("files", nargs="+", metavar="FILE", help="a file of claims or payments")
    on(check, "the day on which it is looked at (today)")
    form(check)
    check.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    lines = asked.add_parser(
        "lines",
        help="the service lines of a file of any size as a table",
        description="The service lines of claims (837P, 837I) or payments (835), of a file of any size, as a table.",
        epilog="example: romberg x12 lines claims.837 --out lines.parquet --jobs 2",
    )
    lines.add_argument("file", metavar="FILE", help="a file of claims or payments")
    lines.add_argument("--out", metavar="TABLE", help=".csv, .ndjson or .parquet (CSV to standard output)")
    lines.add_argument("--jobs", metavar="N", help="processes that read at once, each a part of the file (1)")
    lines.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)


def _remit(commands: Commands) -> None:
    about = "post remittances (835): what was paid beside what was priced, denials with their rules, way and last day"
    made = command(commands, "remit", about, "romberg remit april.835 --claims sent/   (then: romberg remit --ledger)")
    made.add_argument("files", nargs="*", metavar="FILE", help="remittances (835); - is standard input")
    made.add_argument(
        "--claims",
        action="append",
        metavar="PATH",
        help="837P files as they were sent, or folders; repeatable",
    )
    made.add_argument(
        "--checked",
        action="append",
        metavar="FILE",
        help="what `romberg check --format jsonl` found before; notes are named as their claims are numbered",
    )
    made.add_argument("--ledger", action="store_true", help="show the books: payments, balances, sums by payer")
    made.add_argument("--scores", action="store_true", help="show which findings came true, by payer and rule")
    made.add_argument("--take", metavar="FINGERPRINT", help="of a payment told in several ways, the one that counts")
    made.add_argument("--reason", metavar="TEXT", help="why it is taken; recorded")
    form(made)


def _appeal(commands: Commands) -> None:
    about = "answer a denial from the words of the record, or tell why not to (what is missing, what to do instead)"
    made = command(commands, "appeal", about, "romberg appeal note.txt --carc 50 --rarc N115 --code 97112")
    made.add_argument("note", metavar="NOTE", help="the note of the visit that was denied")
    made.add_argument("--carc", metavar="REASON", help="the payer's reason, as in 50 or CO-50")
    made.add_argument("--rarc", action="append", metavar="REMARK", help="a remark beside it; repeatable")
    made.add_argument("--code", metavar="CODE", help="the code denied (the whole visit)")
    made.add_argument(
        "--posted", metavar="CLAIM_ID", help="a denial that `romberg remit` posted, by its claim's number"
    )
    made.add_argument("--denied-on", metavar="YYYY-MM-DD", help="day of the decision, for the last day of the appeal")
    made.add_argument("--claim", metavar="CLAIM", help="what was billed: .csv or .json (the charges in the note)")
    made.add_argument("--claim-id", metavar="NUMBER", help="our number of the claim, for the head of the letter")
    made.add_argument("--clinic", metavar="FILE", help="the clinic's sheet (clinic.yaml in the data folder)")
    made.add_argument("--details", metavar="FILE", help="the patient's sheet (NAME.claim.yaml beside the note)")
    payer(made, "the payer that the note names, else medicare")
    on(made, "date of service of a note that carries none")
    made.add_argument("--dated", metavar="YYYY-MM-DD", help="the letter's date (today)")
    form(made, "md", "html", "pdf")
    made.add_argument("--output", metavar="FILE", help="write the letter there; the advice is printed")


def _packet(commands: Commands) -> None:
    about = "put the papers of an episode together for a record request: index, what is there and what is not, evidence"
    made = command(commands, "packet", about, "romberg packet episode/ --format pdf --output packet.pdf")
    made.add_argument("notes", nargs="+", metavar="FOLDER", help="the papers: a folder, or files")
    made.add_argument("--from", dest="first", metavar="YYYY-MM-DD", help="papers from that day on")
    made.add_argument("--to", dest="last", metavar="YYYY-MM-DD", help="papers up to that day")
    made.add_argument("--clinic", metavar="FILE", help="the clinic's sheet (clinic.yaml in the data folder)")
    made.add_argument("--details", metavar="FILE", help="the patient's sheet, for the cover (lines left open)")
    made.add_argument("--same-patient", action="store_true", help="their heads write one patient in several ways")
    payer(made, "the payer that the notes name, else medicare")
    made.add_argument("--dated", metavar="YYYY-MM-DD", help="the date on the cover (today)")
    form(made, "md", "html", "pdf")
    made.add_argument("--output", metavar="FILE", help="write the packet there; what it lacks is printed")


def _claim(commands: Commands) -> None:
    about = "make claims of checked visits (837P for the clearinghouse, CMS-1500 for paper, FHIR and JSON for programs)"
    made = command(commands, "claim", about, "romberg claim note.txt --output claims.837")
    made.add_argument(
        "notes", nargs="*", metavar="NOTE", help="notes; beside each its NAME.claim.yaml (docs/claims.md)"
    )
    made.add_argument("--template", action="store_true", help="print the two sheets to fill in, and nothing more")
    made.add_argument("--clinic", metavar="FILE", help="the clinic's sheet (clinic.yaml in the data folder)")
    made.add_argument("--details", metavar="FILE", help="the sheet of one note's patient (beside the note)")
    payer(made, "the payer that the note names, else medicare")
    made.add_argument("--zip", metavar="ZIP5", help="where the visit was, for its price (national amounts)")
    on(made, "date of service of notes that carry none")
    made.add_argument("--format", choices=("837p", "cms1500", "fhir", "json"), default="837p", help="(837p)")
    made.add_argument("--output", metavar="FILE", help="the file of what is sent; an existing one stays")
    made.add_argument("--form", metavar="PDF", help="of cms1500: your PDF of the empty form, to print over")
    made.add_argument("--alignment", action="store_true", help="print a page to align your printer with the form")
    made.add_argument("--override", metavar="REASON", help="send although findings block it; the reason is recorded")
    made.add_argument("--again", metavar="REASON", help="send the same services once more; the reason is recorded")
    made.add_argument("--trial", action="store_true", help="mark the file as a trial (ISA15 T)")


def _audit(commands: Commands) -> None:
    about = "audit and price files of claim lines of any size (docs/audit.md)"
    made = command(commands, "audit", about, "romberg audit claims/ --out audited/ --payer medicare --jobs 2")
    made.add_argument("inputs", nargs="*", metavar="INPUT", help=".parquet, .csv, .ndjson or .837, or a folder of them")
    made.add_argument("--maps", action="store_true", help="list the maps of foreign tables and their columns")
    made.add_argument("--out", metavar="FOLDER", help="where the tables and the report are put")
    made.add_argument("--map", metavar="MAP", help="whose columns they are: tuva, cms_carrier, or a .yaml file (ours)")
    made.add_argument(
        "--notes", nargs="+", metavar="PATH", help="notes of the visits: files, folders, or a table (docs/audit.md)"
    )
    payer(made, "for lines whose payer nothing names: such lines are set aside")
    made.add_argument(
        "--whole-years", action="store_true", help="the input holds all of the payer's claims of its years"
    )
    made.add_argument(
        "--since", metavar="DAY|FOLDER", help="judge only later visits: after a day, or after a former run's last day"
    )
    made.add_argument("--undecided", action="store_true", help="list findings that only the record can decide, too")
    made.add_argument("--delta", action="store_true", help="write the tables as Delta, too, into FOLDER/delta")
    made.add_argument("--engine", choices=("local", "spark"), default="local", help="what does the work (local)")
    made.add_argument("--master", metavar="URL", help="of --engine spark: local[2], spark://…, yarn (docs/scale.md)")
    made.add_argument("--jobs", metavar="N", help="processes that work at once (a core each)")
    made.add_argument("--memory", metavar="SIZE", default="2G", help="memory for all processes together (2G)")
    made.add_argument("--anew", action="store_true", help="replace what another run left in the folder")
