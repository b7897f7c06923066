"""Many notes through all rooms, in one direction and a few hundred at a time."""

from romberg.batch.check import Checked, Failure, check_all, check_text
from romberg.batch.episode import Gathered, check_together
from romberg.batch.options import Options
from romberg.batch.parallel import check_in_processes
from romberg.batch.read import read_all

__all__ = [
    "Checked",
    "Failure",
    "Gathered",
    "Options",
    "check_all",
    "check_in_processes",
    "check_text",
    "check_together",
    "read_all",
]
