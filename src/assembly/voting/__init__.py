# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How it is decided: votings, the frozen roll, the ballot box, the result."""
