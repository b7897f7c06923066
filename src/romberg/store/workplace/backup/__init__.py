"""Backups: everything of a workplace in one encrypted file, and that file made a workplace again."""

from romberg.store.workplace.backup.restoring import Restored, check, restore
from romberg.store.workplace.backup.taking import Taken, take

__all__ = ["Restored", "Taken", "check", "restore", "take"]
