# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The life of an amendment, and the plan by which amendments are put to the vote. Pure."""
