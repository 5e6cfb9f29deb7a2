# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing resolutions, their sponsors and translations. Reading them lives in `publication`."""

from litestar import Router

from assembly.resolutions.routes import moving, sponsors, translations, writing

router = Router(
    "/",
    route_handlers=[
        *writing.HANDLERS,
        *moving.HANDLERS,
        *sponsors.HANDLERS,
        *translations.HANDLERS,
    ],
    tags=["Resolutions"],
)
