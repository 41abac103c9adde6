# SPDX-License-Identifier: GPL-2.0
"""Runs over many kernels, machines or changes, one folder each."""
