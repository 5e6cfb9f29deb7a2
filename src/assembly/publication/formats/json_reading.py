# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading a file that `json_document` wrote: as it was written, or not at all.

Line by line: memory stays what the longest line needs. Everything in a line that follows from the
rest of it is worked out again, every record is decided again, and what was read is written again:
only a file whose own bytes come out of that is taken.
"""

from collections.abc import Iterator
from io import BufferedIOBase
from typing import Any

from assembly.documents import read_json
from assembly.errors import FileAltered, FileCutShort, FileNotUnderstood, FileTooLarge, Refusal
from assembly.publication.formats.json_document import FORMAT, FORMAT_2, Lines, head_of
from assembly.publication.formats.value import PublicAssembly, PublicResolution
from assembly.publication.rules.again import WRONG_SHAPE
from assembly.publication.rules.elsewhere import assembly_in, resolution_in

LONGEST_LINE = 16_000_000
MOST = 1_000_000
HEAD_ENDS = b',"resolutions":[\n'


class JsonFile:
    """A file of one whole assembly. Refuses what it is not, as soon as that shows.

    `FileCutShort`, `FileTooLarge`, `FileAltered`; `FileNotUnderstood` for everything else.
    """

    def __init__(self, file: BufferedIOBase) -> None:
        self._file = file
        self._lines = Lines()
        self.at = 0
        line = self._next()
        self.head = self._begin(line)
        self.assembly: PublicAssembly = self._about()

    def resolutions(self) -> Iterator[PublicResolution]:
        """Every one with its line; whoever has the last one knows that the file is whole."""
        last, line = 0, self._next()
        while line.startswith(b"{"):
            document = self._read(line.removesuffix(b"\n").removesuffix(b","))
            try:
                one = resolution_in(document, self.assembly, as_of=self.head["format"])
            except (FileAltered, FileNotUnderstood) as refusal:
                raise type(refusal)(
                    f"Line {self.at}: {refusal.detail}", **{**refusal.facts, "line": self.at}
                ) from None
            except WRONG_SHAPE as problem:
                raise self._not_understood(f"a part has another form ({_said(problem)})") from None
            if one.number <= last:
                raise self._not_understood("the resolutions are not in the order of their numbers")
            last = one.number
            self._lines.add([document])
            if self._lines.count > MOST:
                raise FileTooLarge(f"There are more than {MOST} resolutions.", limit=MOST)
            yield one
            line = self._next()
        self._ended(line)

    def _begin(self, line: bytes) -> dict[str, Any]:
        """The first line, which says what the rest is."""
        if not line.endswith(HEAD_ENDS):
            raise self._not_understood(f"a file of format {FORMAT} begins otherwise")
        head = self._read(line.removesuffix(HEAD_ENDS) + b"}")
        given = head.get("format")
        if given not in {FORMAT, FORMAT_2}:
            raise FileNotUnderstood(
                f"This file has the format {str(given)[:40]!r}; {FORMAT} is read here, and"
                f" {FORMAT_2}.",
                line=1,
            )
        if head.get("assembly") is None:
            raise self._not_understood("it is of all assemblies; export one by its slug")
        return head

    def _about(self) -> PublicAssembly:
        """Whose they are; the head must be what is written for that."""
        try:
            assembly, at = assembly_in(self.head["assembly"]), self.head["at"]
            if at.partition("?")[2]:
                raise self._not_understood("it holds only some of the resolutions")
            again = head_of(assembly, f"{assembly.api}/export/json")
            again["format"] = self.head["format"]
        except WRONG_SHAPE as problem:
            if isinstance(problem, FileNotUnderstood):
                raise
            raise self._not_understood(
                f"the assembly has another form ({_said(problem)})"
            ) from None
        self._lines.begin(self.head)
        if again != self.head:
            raise self._not_understood("the first line is not written as we write it")
        return assembly

    def _ended(self, line: bytes) -> None:
        """The last line is the one that is written for all the others, and nothing follows."""
        count = self._lines.count
        expected = self._lines.end().removeprefix(b"\n")
        if not line.startswith(b"]"):
            raise self._not_understood("this is no resolution")
        if line != expected or not count:
            told = self._read(b"{" + line.removeprefix(b"],").rstrip(b"\n")).get("count")
            if told != count or not count:
                raise FileCutShort(
                    f"The file says that it holds {told} resolutions, and has {count}.",
                    line=self.at,
                )
            raise FileAltered(
                "The file does not have the digest that it ends with: something was changed.",
                line=self.at,
                what="digest",
            )
        if self._file.read(1):
            raise self._not_understood("there is more after its end")

    def _next(self) -> bytes:
        line = self._file.readline(LONGEST_LINE + 1)
        self.at += 1
        if len(line) > LONGEST_LINE:
            raise FileTooLarge(
                f"Line {self.at} has more than {LONGEST_LINE} bytes.", limit=LONGEST_LINE
            )
        if not line.endswith(b"\n"):
            said = "The file is empty." if self.at == 1 and not line else "The file ends too soon."
            raise FileCutShort(f"{said} Its last line is missing.", line=self.at)
        return line

    def _read(self, data: bytes) -> dict[str, Any]:
        try:
            document = read_json(data, LONGEST_LINE)
        except Refusal as problem:
            raise self._not_understood(problem.detail) from None
        if not isinstance(document, dict):
            raise self._not_understood("this is no JSON object")
        return document

    def _not_understood(self, why: str) -> FileNotUnderstood:
        return FileNotUnderstood(f"Line {self.at} cannot be understood: {why}", line=self.at)


def _said(problem: Exception) -> str:
    return problem.detail if isinstance(problem, Refusal) else f"{type(problem).__name__} {problem}"
