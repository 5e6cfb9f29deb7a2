# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How every format is written: a beginning, the resolutions in parts, an end.

Whoever has all of them asks for `written`; whoever reads them from a database hands them over part
by part, and no format ever holds more than one part.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from assembly.publication.formats.value import PublicAssembly, PublicResolution


class Writer(Protocol):
    """One file being written. `end` is asked once, after the last part."""

    def begin(self) -> bytes:
        """What stands before the first resolution."""

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """These, in this order."""

    def end(self) -> bytes:
        """What stands after the last one."""


class Make(Protocol):
    """Begins a file: of one assembly, or of all where there is none; `at` is where it is read."""

    def __call__(self, assembly: PublicAssembly | None, at: str, /) -> Writer:
        """A writer that has written nothing yet."""


class Booklet:
    """Writes its file when all of it is there: for what cannot be written in parts."""

    def __init__(self, bind: Callable[[Sequence[PublicResolution]], bytes]) -> None:
        self._bind = bind
        self._held: list[PublicResolution] = []

    def begin(self) -> bytes:
        """Nothing yet."""
        return b""

    def add(self, resolutions: Sequence[PublicResolution]) -> bytes:
        """Kept for the end."""
        self._held += resolutions
        return b""

    def end(self) -> bytes:
        """The whole file."""
        return self._bind(self._held)


def written(writer: Writer, parts: Iterable[Sequence[PublicResolution]]) -> Iterator[bytes]:
    """The whole file, in chunks."""
    yield writer.begin()
    for part in parts:
        yield writer.add(part)
    yield writer.end()
