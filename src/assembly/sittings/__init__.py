# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""The meeting itself: what it is to deal with, who speaks, and what its minutes say."""
