# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Subscribing: whoever wants to hears of publications by mail. Nobody sees who."""
