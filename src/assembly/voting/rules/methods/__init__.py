# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Methods for elections and preference questions: validate, count, decide, explain. Pure.

A resolution or an amendment is never decided by these: that takes yes, no and abstain.
"""
