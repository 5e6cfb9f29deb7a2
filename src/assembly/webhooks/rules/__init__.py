# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Rules of webhooks: what is said, how it is signed, where it may go, when it is tried again."""
