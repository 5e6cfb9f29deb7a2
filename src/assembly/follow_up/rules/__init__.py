# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of following up: what an entry may say, and what the entries come to. No I/O."""
