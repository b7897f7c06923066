"""The self-check: what makes it unsafe to start, each with its fix in a line."""

from romberg.store.workplace.doctor.database import of_database
from romberg.store.workplace.doctor.examined import examined, of_machine
from romberg.store.workplace.doctor.sign import Sign

__all__ = ["Sign", "examined", "of_database", "of_machine"]
