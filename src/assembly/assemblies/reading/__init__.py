# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""From the bytes of a list of people to cells of text. Run in a process of its own."""
