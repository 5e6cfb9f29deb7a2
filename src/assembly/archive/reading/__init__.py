# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a file to blocks: one module a format. No database; run in a child process."""
