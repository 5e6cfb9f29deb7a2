# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""PostgreSQL and Valkey from wheels, and everything else on one machine.

    with local_servers(folder, durable=False) as servers:   # for the tests
        servers.database_url, servers.redis_url
        servers.valkey.kill(); servers.valkey.start()       # the same URL again

    up(os.environ, House(steps=[Step("Migrating", upgrade)]))   # what `make run` does

Only for Linux and macOS, and only from the main thread: a server ends with the thread that
started it, so that a killed run leaves nothing behind.
"""

from assembly.local.errors import CannotStart
from assembly.local.postgres import LocalPostgres
from assembly.local.servers import Servers, local_servers
from assembly.local.steps import Step
from assembly.local.up import House, up
from assembly.local.valkey import LocalValkey

__all__ = [
    "CannotStart",
    "House",
    "LocalPostgres",
    "LocalValkey",
    "Servers",
    "Step",
    "local_servers",
    "up",
]
