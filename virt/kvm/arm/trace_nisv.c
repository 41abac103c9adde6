// SPDX-License-Identifier: GPL-2.0-only
/* The body of the kvm_mmio_nisv trace event */

#define CREATE_TRACE_POINTS
#include "trace_nisv.h"
