/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Watching the host's kernel log.
 */
#ifndef SELFTEST_KVM_COMMON_HOST_LOG_H
#define SELFTEST_KVM_COMMON_HOST_LOG_H

int host_log_open(void);
void host_log_assert_only(int fd, const char *const *allowed);
void host_log_assert_quiet(int fd);
unsigned int host_log_count(int fd, const char *prefix, const char *with);

#endif /* SELFTEST_KVM_COMMON_HOST_LOG_H */
