# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Somebody asks to be forgotten: who they were goes, what was decided stays."""
