"""Claims of kept visits: made when they are signed off, sent once, and kept with the very file that went out."""

from romberg.store.claiming.biller import biller, known_biller
from romberg.store.claiming.files import FORMS, SENT, File
from romberg.store.claiming.make import Asking, Ready, ready
from romberg.store.claiming.send import Sent, file_of, filled_in, of_visit, send, shown

__all__ = [
    "FORMS",
    "SENT",
    "Asking",
    "File",
    "Ready",
    "Sent",
    "biller",
    "file_of",
    "filled_in",
    "known_biller",
    "of_visit",
    "ready",
    "send",
    "shown",
]
