# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Themes: what resolutions of every assembly are about, in a word list of the installation."""
