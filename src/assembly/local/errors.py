# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Why something local did not come up. Never reaches HTTP, so not part of `assembly.errors`."""


class CannotStart(Exception):
    """Nothing was left running; the sentence says what the person at the machine can do."""


class Stopped(Exception):
    """Somebody asked to stop while something was still coming up. Not a failure."""
