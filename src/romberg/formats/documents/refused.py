"""What a reader says of a document that it does not read, before it is known under which name the file was given."""

from __future__ import annotations

from romberg.formats.unreadable import Unreadable


class Refused(ValueError):  # noqa: N818  # reads as what happened to the document
    """A document that is not read: `code` for programs, `says` the rest of a sentence that begins with its name."""

    def __init__(self, code: str, says: str, at: str = "") -> None:
        super().__init__(says)
        self.code = code
        self.says = says
        self.at = at

    def named(self, source: str) -> Unreadable:
        """The whole sentence, with the name under which the file was given."""
        return Unreadable(self.code, f"{source} {self.says}", f"{source}: {self.at}" if self.at else source)


def damaged(what: str) -> Refused:
    """A file that is cut off or broken: nothing is said about it, rather than something about its first half."""
    return Refused("damaged", f"is damaged or cut off ({what}), so nothing is said about it; export it again.")


def too_much(what: str) -> Refused:
    """A file that asks for more than a note may cost."""
    return Refused("limit", f"asks for more {what} than a note may take; save the note as .txt and check that.")


def wordless(what: str) -> Refused:
    """A file in which no words of a note stand."""
    return Refused("empty", f"holds no words of a note{what}; check the export.")
