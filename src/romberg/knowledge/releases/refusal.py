"""What is said of a file that is not taken: file, place in it, reason and remedy, in one sentence."""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  # reads as what happened to the file
    """A file that is not taken. `what` says what is wrong, `fix` what to do; `says` is the whole sentence.

    `line` counts from 1; with `sheet` it is a row of that sheet of a workbook. `key` names the row: a code, a locality.
    """

    def __init__(
        self, file: str, what: str, fix: str, *, line: int | None = None, sheet: str | None = None, key: str = ""
    ) -> None:
        self.file, self.what, self.fix = file, what, fix
        self.line, self.sheet, self.key = line, sheet, key
        super().__init__(self.says)

    @property
    def says(self) -> str:
        """One sentence: file, place, key, what is wrong; what to do."""
        where = [self.file]
        if self.sheet is not None:
            where.append(f"sheet {self.sheet}")
        if self.line is not None:
            where.append(f"{'row' if self.sheet is not None else 'line'} {self.line}")
        if self.key:
            where.append(self.key)
        return f"{', '.join(where)}: {self.what.rstrip('.')}; {self.fix.rstrip('.')}."
