# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing amendments and deciding about them. Reading them is public and lives in `publication`."""

from litestar import Router

from assembly.amendments.routes import judging, moderating, renewing, supporting, writing

router = Router(
    "/",
    route_handlers=[
        *writing.HANDLERS,
        *supporting.HANDLERS,
        *judging.HANDLERS,
        *moderating.HANDLERS,
        *renewing.HANDLERS,
    ],
    tags=["Amendments"],
)
