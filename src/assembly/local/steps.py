# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What is done once before the doors open: migrations, what is brought in."""

import os
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assembly.local.errors import CannotStart
from assembly.local.kept import Command
from assembly.local.logs import last_lines
from assembly.local.supervise import StopSign, Teller

TICK = 0.05
INDENT = " " * 10

Environment = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do once; `does` is a command or a function.

    What a command prints on stdout is shown as it comes; its stderr goes to the log. Both must be
    harmless when repeated, since they are done at every start.
    """

    label: str
    does: Sequence[str] | Callable[[Environment], None]


def take(step: Step, environ: Environment, log: Path, sign: StopSign, tell: Teller) -> None:
    """It is done, or CannotStart says how it failed; asked to stop, it is ended: Stopped."""
    sign.check()
    tell(step.label)
    if callable(step.does):
        try:
            step.does(environ)
        except Exception as error:
            with log.open("a") as lines:
                traceback.print_exc(file=lines)
            said = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise CannotStart(f"{step.label}: failed ({said}); more in {log}.") from error
        return
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    command = Command(step.label, step.does, log=log, environ=environ, out=writing)
    pending = bytearray()
    try:
        command.start()
        os.close(writing)
        while command.alive():
            sign.check()
            _show(reading, pending, tell)
            time.sleep(TICK)
        _show(reading, pending, tell)
        ended = command.process.returncode if command.process else 0
    finally:
        command.stop(sign.hurry)
        os.close(reading)
    if ended:
        for line in last_lines(log):
            tell.line(f"{INDENT}{line}")
        raise CannotStart(f"{step.label}: failed with {ended}; the end of {log} is above.")


def _show(reading: int, pending: bytearray, tell: Teller) -> None:
    """Every line that is complete by now has been told; the rest waits in `pending`."""
    with suppress(BlockingIOError):
        while chunk := os.read(reading, 65_536):
            pending += chunk
    *complete, rest = pending.decode(errors="replace").split("\n")
    for line in complete:
        tell.line(f"{INDENT}{line}")
    pending[:] = rest.encode()
