# SPDX-FileCopyrightText: 2026 The Assembly contributors
# SPDX-License-Identifier: EUPL-1.2
"""Webhooks: other systems are told of publications, signed, and told again until they answer."""
