# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m assembly.local COMMAND…`: the command, with empty servers that end with it.

DATABASE_URL, REDIS_URL and SECRET_KEY are set for the command; its exit code is ours.
"""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import FrameType

from assembly.local import CannotStart, local_servers


def _leave(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main(command: list[str]) -> int:
    """The exit code of the command; the servers and their data are gone."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    try:
        with (
            tempfile.TemporaryDirectory(prefix="assembly-") as folder,
            local_servers(Path(folder), durable=False) as servers,
        ):
            given = {
                "DATABASE_URL": servers.database_url,
                "REDIS_URL": servers.redis_url,
                "SECRET_KEY": secrets.token_urlsafe(48),
            }
            with subprocess.Popen(command, env={**os.environ, **given}) as process:  # noqa: S603 - asked for
                try:
                    return process.wait()
                finally:
                    process.terminate()
    except (CannotStart, FileNotFoundError) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
