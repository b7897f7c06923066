"""What can be typed about people, and how the workplace is served."""

from __future__ import annotations

from romberg.cli.asking import Commands, command, form

ROLES = ("therapist", "assistant", "biller", "auditor", "clinic admin", "system admin")


def serve(commands: Commands) -> None:
    """`romberg serve`."""
    about = "open the workplace in the browser: for one person on this machine, or for people who sign in"
    made = command(commands, "serve", about, "romberg serve --port 8750")
    made.add_argument("--port", metavar="N", default="8750", help="where it listens (8750)")
    made.add_argument("--open", action="store_true", help="open it in the browser")
    made.add_argument("--examples", action="store_true", help="with invented visits, gone when it stops")
    made.add_argument("--people", action="store_true", help="everybody signs in (first: romberg people add)")
    made.add_argument("--host", metavar="NAME", help="of --people: the name by which others reach it; needs TLS")
    made.add_argument("--certificate", metavar="FILE", help="of --host: the certificate (PEM)")
    made.add_argument("--key", metavar="FILE", help="of --host: its key (PEM)")
    often = "how often a minute one token may ask /api (600); all programs at one address, four times as often"
    made.add_argument("--api-rate", metavar="N", default="600", help=often)
    inside = "of --people: the host of a clinic's directory that lies in your own network, and may be asked; repeat it"
    made.add_argument("--own-directory", metavar="HOST", action="append", default=[], help=inside)


def people(commands: Commands) -> None:
    """`romberg people`."""
    about = "the people who sign in to the workplace: the first ones, and who lost the way in"
    example = 'romberg people add --clinic "Harbour Lane" --name "M. Quincey" --role "clinic admin" m@clinic.org'
    made = command(commands, "people", about, example)
    asked = made.add_subparsers(dest="asked", metavar="add|reset|list", required=True)
    added = asked.add_parser("add", help="a new person, with a first password that is shown once")
    added.add_argument("email", metavar="EMAIL")
    added.add_argument("--clinic", metavar="NAME", required=True, help="the clinic; founded where it is new")
    added.add_argument("--name", metavar="NAME", required=True)
    added.add_argument("--role", choices=ROLES, required=True)
    again = asked.add_parser("reset", help="a new first password for somebody")
    again.add_argument("email", metavar="EMAIL")
    again.add_argument("--second", action="store_true", help="take a lost second factor, too")
    form(asked.add_parser("list", help="who can sign in"))
