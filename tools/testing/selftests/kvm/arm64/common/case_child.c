// SPDX-License-Identifier: GPL-2.0
/*
 * Running one case in a child process: its output, its time, its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <sys/prctl.h>
#include <sys/wait.h>

#include "case_child.h"
#include "kvm_util.h"

/* Diagnostics beyond this are dropped: more is a case gone wild. */
#define MAX_OUTPUT	(64 * 1024)

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static void runner_error(const char *what)
{
	ksft_exit_fail_msg("%s: %s\n", what, strerror(errno));
}

/* A child that ends while the runner waits for something else stays known. */
static void set_sigchld_blocked(bool blocked)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	if (sigprocmask(blocked ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL))
		runner_error("sigprocmask");
}

static __noreturn void run_child(const struct contract_case *c, int out)
{
	/* A group of its own, and never without the runner: no case stays. */
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	set_sigchld_blocked(false);

	if (dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(KSFT_FAIL);
	close(out);

	/* What was printed before a crash must not be lost in a buffer. */
	setvbuf(stdout, NULL, _IONBF, 0);

	errno = 0;
	c->fn(c->arg);
	exit(KSFT_PASS);
}

static void start_child(struct case_run *run, const struct contract_case *c,
			long timeout)
{
	int fds[2];

	if (pipe2(fds, O_CLOEXEC))
		runner_error("pipe");

	if (timeout)
		run->deadline = now_ms() + timeout * 1000LL;

	fflush(NULL);
	run->pid = fork();
	if (run->pid < 0)
		runner_error("fork");

	if (!run->pid) {
		close(fds[0]);
		run_child(c, fds[1]);
	}

	setpgid(run->pid, run->pid);
	close(fds[1]);
	run->out = fds[0];
}

/*
 * Milliseconds the case still has, at most @max. Its limit is kept here: cases
 * use signals and timers themselves, and a limit that a case can lift is none.
 */
static int time_left(struct case_run *run, int max)
{
	long long left;

	if (!run->deadline)
		return max;

	left = run->deadline - now_ms();
	if (left <= 0) {
		run->timed_out = true;
		return 0;
	}

	return left < max ? left : max;
}

static bool read_some(struct case_run *run)
{
	char buf[4096];
	ssize_t n = read(run->out, buf, sizeof(buf));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	if (run->len + n > MAX_OUTPUT)
		return true;

	run->text = realloc(run->text, run->len + n + 1);
	if (!run->text)
		runner_error("realloc");
	memcpy(run->text + run->len, buf, n);
	run->len += n;
	run->text[run->len] = '\0';
	return true;
}

static void collect_output(struct case_run *run)
{
	struct pollfd pfd = { .fd = run->out, .events = POLLIN };

	for (;;) {
		int left = time_left(run, 1000);
		int ret;

		if (run->timed_out)
			break;

		ret = poll(&pfd, 1, left);
		if (ret < 0 && errno != EINTR)
			runner_error("poll");
		if (ret > 0 && !read_some(run))
			break;
	}
}

/*
 * The end of the output is the end of the child; but if it only closed both
 * descriptors, its time still runs.
 */
static void reap_child(struct case_run *run)
{
	sigset_t set;
	pid_t pid;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);

	while (!(pid = waitpid(run->pid, &run->status, WNOHANG))) {
		struct timespec ts = { 0 };

		ts.tv_nsec = time_left(run, 500) * 1000000L;
		if (run->timed_out)
			break;
		sigtimedwait(&set, NULL, &ts);
	}

	/* Whatever it left behind, and itself when its time is over. */
	kill(-run->pid, SIGKILL);
	if (!pid)
		pid = waitpid(run->pid, &run->status, 0);
	if (pid < 0)
		runner_error("waitpid");

	close(run->out);
}

/**
 * case_run - run a case in a child process and wait for its end
 * @run:     filled with what became of it
 * @c:	     the case
 * @timeout: its limit in seconds, 0 for none
 */
void case_run(struct case_run *run, const struct contract_case *c, long timeout)
{
	memset(run, 0, sizeof(*run));
	set_sigchld_blocked(true);
	start_child(run, c, timeout);
	collect_output(run);
	reap_child(run);
	set_sigchld_blocked(false);
}
