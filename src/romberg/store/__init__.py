"""What must outlast a run: the books of what payers paid, in a small database on this machine."""

from romberg.store.database import opened

__all__ = ["opened"]
