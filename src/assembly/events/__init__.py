# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Who listens learns that something changed, and fetches it; nothing here tells what it says."""
