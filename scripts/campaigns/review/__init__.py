# SPDX-License-Identifier: GPL-2.0
"""make review: each patch of the series in order, and what is asked of it."""
