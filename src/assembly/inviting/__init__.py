# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""How people hear that they have a seat: cards, letters, and the codes in them."""
