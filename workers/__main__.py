# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""`python -m workers`: run until told to stop."""

import asyncio

from assembly.logs import configure
from assembly.settings import Settings
from workers.main import build_worker


async def main() -> None:
    """The worker finishes what it holds when asked to end, then lets everything go."""
    settings = Settings()
    configure(settings.log_level)
    worker = build_worker(settings)
    try:
        await worker.async_run()
    except asyncio.CancelledError:
        pass
    finally:
        await worker.close()


if __name__ == "__main__":
    asyncio.run(main())
