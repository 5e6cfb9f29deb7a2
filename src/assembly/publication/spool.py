# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file on disk that is read while it is written: the database never waits for a slow reader.

Memory stays what one part needs. A reader who comes to the end of what there is waits for more; one
who leaves early closes it. Nobody is told that it is whole before `finish`: what fails after the
first byte breaks the line, so that a part is never taken for the whole.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

CHUNK = 64 * 1024


class Spool:
    """One file, one writer, one reader."""

    def __init__(self) -> None:
        handle, path = tempfile.mkstemp(prefix="assembly-export-")
        Path(path).unlink()  # it has no name, so nothing is left however the process ends
        self._handle = handle
        self._size = 0
        self._whole = False
        self._failure: BaseException | None = None
        self._more = asyncio.Event()

    def put(self, chunk: bytes) -> None:
        """More of the file."""
        left = memoryview(chunk)
        while left:
            left = left[os.write(self._handle, left) :]
        self._size += len(chunk)
        self._more.set()

    def finish(self) -> None:
        """Nothing is missing."""
        self._whole = True
        self._more.set()

    def fail(self, failure: BaseException) -> None:
        """It will never be whole."""
        self._failure = failure
        self._more.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """All of it; raises what the writer failed with."""
        place = 0
        while True:
            if self._failure is not None:
                raise self._failure
            if place < self._size:
                chunk = os.pread(self._handle, min(CHUNK, self._size - place), place)
                place += len(chunk)
                yield chunk
            elif self._whole:
                return
            else:
                self._more.clear()
                await self._more.wait()

    def close(self) -> None:
        """The file is gone."""
        os.close(self._handle)
