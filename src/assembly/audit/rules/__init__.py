# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Pure: what a leaf of the log is, how leaves become one hash, and how a checkpoint is written."""
