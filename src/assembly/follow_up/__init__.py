# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""What happened after a resolution was adopted: who answers, until when, and what is done."""
