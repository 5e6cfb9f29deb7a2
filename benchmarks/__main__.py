# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`make bench`: every measurement, one JSON object a line. ARGS="answers" runs one."""

import sys

import uvloop

from benchmarks import (
    amendments,
    answers,
    casting,
    exports,
    great_hall,
    hall,
    methods,
    servers,
    stages,
    stream,
    verifying,
    warm_page,
)
from benchmarks.rig import rig

ALL = {
    "casting": casting.main,
    "stages": stages.main,
    "great_hall": great_hall.main,
    "hall": hall.main,
    "stream": stream.main,
    "answers": answers.main,
    "methods": methods.main,
    "amendments": amendments.main,
    "exports": exports.main,
    "warm_page": warm_page.main,
    "verifying": verifying.main,
    "servers": servers.main,
}


async def main(names: list[str]) -> None:
    """Those named, or all."""
    async with rig() as house:
        for name in names or ALL:
            await ALL[name](house)


uvloop.run(main(sys.argv[1:]))
