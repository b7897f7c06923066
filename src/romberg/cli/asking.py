"""What the commands' parsers have in common: their help, and options that many of them take."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def command(commands: Commands, name: str, about: str, example: str) -> argparse.ArgumentParser:
    """A command with its help and an example; the module of its name carries it out."""
    made = commands.add_parser(
        name,
        help=about,
        description=about[:1].upper() + about[1:] + ".",
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.set_defaults(module=name)
    made.add_argument("--debug", action="store_true", help="show the traceback of a fault of Romberg's own")
    return made


def form(made: argparse.ArgumentParser, *more: str) -> None:
    """`--format`: text and json, and what else there is."""
    made.add_argument("--format", choices=("text", "json", *more), default="text", help="how to print (text)")


def payer(made: argparse.ArgumentParser, otherwise: str) -> None:
    """`--payer`, with what holds without it."""
    made.add_argument("--payer", metavar="CARD", help=f"payer card, see `romberg payers` ({otherwise})")


def on(made: argparse.ArgumentParser, meaning: str, required: bool = False) -> None:
    """`--on`, a day."""
    made.add_argument("--on", metavar="YYYY-MM-DD", required=required, help=meaning)
