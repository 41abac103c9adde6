# SPDX-License-Identifier: GPL-2.0
"""What scripts of several folders use."""
