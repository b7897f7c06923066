"""The command `romberg`: one module for each command, loaded when it is called."""

from romberg.cli.entry import main

__all__ = ["main"]
