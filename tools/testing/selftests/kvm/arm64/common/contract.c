// SPDX-License-Identifier: GPL-2.0
/*
 * The case runner: options, filters, KTAP.
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sys/wait.h>

#include "case_child.h"
#include "contract.h"
#include "kvm_util.h"

/* Seconds one case may take, where the Makefile does not say. */
#ifndef CONTRACT_CASE_TIMEOUT
#define CONTRACT_CASE_TIMEOUT	30
#endif

#define CASE_NAME_LEN	128
#define SKIP_MARK	"# SKIP"

static bool required;
static long case_timeout = CONTRACT_CASE_TIMEOUT;

/**
 * contract_required - are missing capabilities failures?
 *
 * Return: true when the program was started with -r.
 */
bool contract_required(void)
{
	return required;
}

/**
 * contract_case_timeout - how long may a case take?
 *
 * Return: seconds, 0 for as long as it likes.
 */
long contract_case_timeout(void)
{
	return case_timeout;
}

/**
 * contract_set_case_timeout - have another limit than others
 * @seconds: instead of the limit that was compiled in
 *
 * To be called before contract_main(), whose option -t overrides it.
 */
void contract_set_case_timeout(long seconds)
{
	case_timeout = seconds;
}

/**
 * contract_number - what the environment says instead of a test's own number
 * @name: of the variable
 * @otherwise: the number if it is not set
 *
 * A value that is no number above 0 fails the case.
 *
 * Return: the number; one from the environment is told in the test's output.
 */
unsigned long contract_number(const char *name, unsigned long otherwise)
{
	const char *text = getenv(name);
	unsigned long val;
	char *end;

	if (!text)
		return otherwise;

	val = strtoul(text, &end, 0);
	TEST_ASSERT(val && !*end, "%s=%s: not a number above 0", name, text);
	printf("%s=%lu\n", name, val);
	return val;
}

/**
 * contract_require_cap - skip the case on a host without a capability
 * @cap:  KVM_CAP_* number
 * @name: its name, for the reason
 *
 * With -r a host must have it: the case then goes on and fails in its own
 * words, on its own assertion.
 */
void contract_require_cap(int cap, const char *name)
{
	if (required || kvm_has_cap(cap))
		return;

	ksft_exit_skip("no %s\n", name);
}

static void case_name(char *buf, size_t len, const struct contract_case *c)
{
	int n = snprintf(buf, len, "%s.%s", c->clause, c->name);

	if (n < 0 || (size_t)n >= len) {
		fprintf(stderr, "case name too long: %s.%s\n", c->clause, c->name);
		exit(KSFT_FAIL);
	}
}

/* "NISV-1" is NISV-1 and NISV-1.foo but not NISV-10; globs match in full. */
static bool filter_matches(const char *filter, const char *name)
{
	size_t len = strlen(filter);

	if (!fnmatch(filter, name, 0))
		return true;

	if (strncmp(filter, name, len))
		return false;

	return name[len] == '.' || name[len] == '-';
}

static bool case_selected(const struct contract_case *c, int nr_filters,
			  char **filters)
{
	char name[CASE_NAME_LEN];
	int i;

	if (!nr_filters)
		return true;

	case_name(name, sizeof(name), c);
	for (i = 0; i < nr_filters; i++)
		if (filter_matches(filters[i], name))
			return true;

	return false;
}

static void check_unique(const struct contract_case *cases, size_t nr)
{
	size_t i, j;

	for (i = 0; i < nr; i++) {
		for (j = 0; j < i; j++) {
			if (strcmp(cases[i].name, cases[j].name) ||
			    strcmp(cases[i].clause, cases[j].clause))
				continue;
			fprintf(stderr, "two cases are called %s.%s\n",
				cases[i].clause, cases[i].name);
			exit(KSFT_FAIL);
		}
	}
}

static void print_help(FILE *to, const char *prog)
{
	fprintf(to,
		"usage: %s [-h] [-l] [-r] [-s N] [-t SECONDS] [FILTER...]\n"
		"  -h          this text\n"
		"  -l          list the cases, run nothing\n"
		"  -r          required: a missing capability, or no " KVM_DEV_PATH ",\n"
		"              is a failure, not a skip\n"
		"  -s N        slow: time limits are N times as long\n"
		"  -t SECONDS  time limit of each case, 0 for none (default %d)\n"
		"  FILTER      run what matches: a clause (NISV, NISV-7), a case\n"
		"              (NISV-7.ldp-post-el1) or a glob (NISV-7.ldp*)\n",
		prog, CONTRACT_CASE_TIMEOUT);
}

static long parse_number(const char *prog, const char *arg)
{
	char *end;
	long val;

	errno = 0;
	val = strtol(arg, &end, 10);
	if (errno || end == arg || *end || val < 0) {
		fprintf(stderr, "%s: not a number: %s\n", prog, arg);
		exit(KSFT_FAIL);
	}

	return val;
}

/* Cuts the line with the mark out of @text; returns the reason, or NULL. */
static char *take_skip_reason(char *text)
{
	char *mark = text ? strstr(text, SKIP_MARK) : NULL;
	char *line, *end, *reason;

	if (!mark)
		return NULL;

	line = mark;
	while (line > text && line[-1] != '\n')
		line--;

	end = strchr(mark, '\n');
	if (end)
		*end++ = '\0';

	reason = mark + strlen(SKIP_MARK);
	reason += strspn(reason, " -");
	reason = *reason ? strdup(reason) : NULL;

	memmove(line, end ?: "", strlen(end ?: "") + 1);
	return reason;
}

static void print_diagnostics(char *text)
{
	char *line, *next;

	for (line = text; line && *line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		printf("# %s\n", line);
	}
}

static int report(struct case_run *run, unsigned int num, const char *name)
{
	int ret = KSFT_FAIL;
	char *reason = NULL;

	if (!run->timed_out && WIFEXITED(run->status))
		ret = WEXITSTATUS(run->status);

	if (ret == KSFT_SKIP)
		reason = take_skip_reason(run->text);

	print_diagnostics(run->text);

	if (run->timed_out)
		printf("# timed out after %ld s\n", case_timeout);
	else if (WIFSIGNALED(run->status))
		printf("# killed by signal %d (%s)\n", WTERMSIG(run->status),
		       strsignal(WTERMSIG(run->status)));
	else if (ret == KSFT_SKIP && !reason)
		printf("# skipped without a reason\n");

	if (ret == KSFT_PASS) {
		printf("ok %u %s\n", num, name);
	} else if (ret == KSFT_SKIP && reason) {
		printf("ok %u %s # SKIP %s\n", num, name, reason);
	} else {
		printf("not ok %u %s\n", num, name);
		ret = KSFT_FAIL;
	}

	free(reason);
	free(run->text);
	return ret == KSFT_SKIP ? KSFT_PASS : ret;
}

static int run_case(const struct contract_case *c, unsigned int num)
{
	char name[CASE_NAME_LEN];
	struct case_run run;

	case_name(name, sizeof(name), c);
	case_run(&run, c, case_timeout);
	return report(&run, num, name);
}

static void require_kvm(void)
{
	int fd = open(KVM_DEV_PATH, O_RDWR | O_CLOEXEC);

	if (fd < 0 && required) {
		printf("1..0\n");
		fprintf(stderr, KVM_DEV_PATH ": %s: load or enable KVM, or leave out -r\n",
			strerror(errno));
		exit(KSFT_FAIL);
	}
	if (fd < 0) {
		printf("1..0 # SKIP " KVM_DEV_PATH ": %s\n", strerror(errno));
		exit(KSFT_SKIP);
	}
	close(fd);
}

static int list_cases(const struct contract_case *cases, size_t nr,
		      int nr_filters, char **filters)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (case_selected(&cases[i], nr_filters, filters))
			printf("%s.%s\n", cases[i].clause, cases[i].name);

	return KSFT_PASS;
}

static int run_cases(const struct contract_case *cases, size_t nr,
		     int nr_filters, char **filters)
{
	unsigned int selected = 0, num = 0;
	int ret = KSFT_PASS;
	size_t i;

	for (i = 0; i < nr; i++)
		selected += case_selected(&cases[i], nr_filters, filters);

	printf("KTAP version 1\n");
	if (!selected) {
		printf("1..0\n");
		fprintf(stderr, "no case matches\n");
		return KSFT_FAIL;
	}

	require_kvm();
	printf("1..%u\n", selected);
	for (i = 0; i < nr; i++) {
		if (!case_selected(&cases[i], nr_filters, filters))
			continue;
		if (run_case(&cases[i], ++num) != KSFT_PASS)
			ret = KSFT_FAIL;
	}

	return ret;
}

/**
 * contract_main - the whole of a test program's main()
 * @argc:  as main() got it
 * @argv:  as main() got it
 * @cases: table of cases
 * @nr:    how many
 *
 * Return: the program's exit code: KSFT_PASS when each selected case passed
 * or was skipped with a reason, KSFT_FAIL when one did not or when nothing
 * was selected. A host without /dev/kvm ends the program with KSFT_SKIP, or with
 * KSFT_FAIL if -r was given.
 */
int contract_main(int argc, char **argv, const struct contract_case *cases,
		  size_t nr)
{
	bool list = false;
	long slow = 1;
	int opt;

	setvbuf(stdout, NULL, _IOLBF, 0);

	while ((opt = getopt(argc, argv, "hlrs:t:")) != -1) {
		switch (opt) {
		case 'h':
			print_help(stdout, argv[0]);
			return KSFT_PASS;
		case 'l':
			list = true;
			break;
		case 'r':
			required = true;
			break;
		case 's':
			slow = parse_number(argv[0], optarg);
			break;
		case 't':
			case_timeout = parse_number(argv[0], optarg);
			break;
		default:
			print_help(stderr, argv[0]);
			return KSFT_FAIL;
		}
	}

	case_timeout *= slow;
	check_unique(cases, nr);

	if (list)
		return list_cases(cases, nr, argc - optind, argv + optind);

	return run_cases(cases, nr, argc - optind, argv + optind);
}
