"""What happens when a file cannot be read: one sentence that says what is wrong, where, and what to do."""

from __future__ import annotations


class Unreadable(ValueError):  # noqa: N818  # reads as what happened to the file
    """A file, option or value that cannot be used: `code` for programs, `says` for people, `at` for the place."""

    def __init__(self, code: str, says: str, at: str) -> None:
        super().__init__(says)
        self.code = code
        self.says = says
        self.at = at

    def __reduce__(self) -> tuple[type[Unreadable], tuple[str, str, str]]:
        """How it goes from one process to another: with all three, of which an exception keeps one."""
        return type(self), (self.code, self.says, self.at)

    def as_dict(self) -> dict[str, str]:
        """The error object of a report line: code, says and at."""
        return {"code": self.code, "says": self.says, "at": self.at}
