// SPDX-License-Identifier: GPL-2.0
/*
 * printf() without libc, for guest code: %c %s %d %i %u %x %X %p %%, with the
 * flags "-", "0", "#" and "+", a width, and the sizes h, l, ll and z.
 */
#include <linux/bits.h>

#include "test_util.h"
#include "ucall_common.h"

#define FLAG_LEFT	BIT(0)
#define FLAG_ZERO	BIT(1)
#define FLAG_ALT	BIT(2)
#define FLAG_PLUS	BIT(3)
#define FLAG_UPPER	BIT(4)

struct out {
	char *pos;
	char *end;		/* room for the final NUL is kept */
	int len;		/* as if there were room for everything */
};

static void put(struct out *o, char c)
{
	if (o->pos < o->end)
		*o->pos++ = c;
	o->len++;
}

static void pad(struct out *o, char c, int n)
{
	while (n-- > 0)
		put(o, c);
}

static void put_string(struct out *o, const char *s, int flags, int width)
{
	int len;

	s = s ?: "(null)";
	len = strnlen(s, UCALL_BUFFER_LEN);

	if (!(flags & FLAG_LEFT))
		pad(o, ' ', width - len);
	while (*s)
		put(o, *s++);
	if (flags & FLAG_LEFT)
		pad(o, ' ', width - len);
}

/* @prefix is the sign or "0x": it goes before zeroes and after blanks. */
static void put_number(struct out *o, unsigned long val, unsigned int base,
		       const char *prefix, int flags, int width)
{
	const char *digits = flags & FLAG_UPPER ? "0123456789ABCDEF" :
						  "0123456789abcdef";
	char buf[24];
	int n = 0;

	do {
		buf[n++] = digits[val % base];
		val /= base;
	} while (val);

	width -= n + strnlen(prefix, sizeof("0x"));
	if (!(flags & (FLAG_LEFT | FLAG_ZERO)))
		pad(o, ' ', width);
	while (*prefix)
		put(o, *prefix++);
	if ((flags & (FLAG_LEFT | FLAG_ZERO)) == FLAG_ZERO)
		pad(o, '0', width);
	while (n)
		put(o, buf[--n]);
	if (flags & FLAG_LEFT)
		pad(o, ' ', width);
}

static int parse_flags(const char **fmt)
{
	int flags = 0;

	for (;; (*fmt)++) {
		switch (**fmt) {
		case '-':
			flags |= FLAG_LEFT;
			break;
		case '0':
			flags |= FLAG_ZERO;
			break;
		case '#':
			flags |= FLAG_ALT;
			break;
		case '+':
			flags |= FLAG_PLUS;
			break;
		default:
			return flags;
		}
	}
}

static int parse_width(const char **fmt)
{
	int width = 0;

	while (**fmt >= '0' && **fmt <= '9')
		width = width * 10 + *(*fmt)++ - '0';

	return width;
}

/* Size of the argument in bytes. */
static int parse_size(const char **fmt)
{
	int size = sizeof(int);

	for (;; (*fmt)++) {
		switch (**fmt) {
		case 'h':
			size /= 2;
			break;
		case 'l':
		case 'z':
			size = sizeof(long);
			break;
		default:
			return size;
		}
	}
}

static long narrow_signed(long val, int size)
{
	int shift = 8 * (sizeof(val) - size);

	return (long)((unsigned long)val << shift) >> shift;
}

static unsigned long narrow(unsigned long val, int size)
{
	int shift = 8 * (sizeof(val) - size);

	return val << shift >> shift;
}

/**
 * guest_vsnprintf - format into a buffer
 * @buf:  the buffer
 * @n:    its size
 * @fmt:  format
 * @args: arguments
 *
 * Return: the length of the whole text, which the buffer may have cut.
 */
int guest_vsnprintf(char *buf, int n, const char *fmt, va_list args)
{
	struct out o = { .pos = buf, .end = buf + n - 1 };
	const char *prefix;
	unsigned long val;
	long sval;
	int flags, width, size;

	for (; *fmt; fmt++) {
		if (*fmt != '%') {
			put(&o, *fmt);
			continue;
		}

		fmt++;
		flags = parse_flags(&fmt);
		width = parse_width(&fmt);
		size = parse_size(&fmt);

		switch (*fmt) {
		case 'c':
			put(&o, va_arg(args, int));
			break;
		case 's':
			put_string(&o, va_arg(args, const char *), flags, width);
			break;
		case 'd':
		case 'i':
			sval = size == sizeof(long) ? va_arg(args, long) :
						      va_arg(args, int);
			sval = narrow_signed(sval, size);
			prefix = sval < 0 ? "-" : flags & FLAG_PLUS ? "+" : "";
			val = sval < 0 ? -(unsigned long)sval : sval;
			put_number(&o, val, 10, prefix, flags, width);
			break;
		case 'p':
			val = (unsigned long)va_arg(args, void *);
			put_number(&o, val, 16, "0x", flags, width);
			break;
		case 'X':
			flags |= FLAG_UPPER;
			fallthrough;
		case 'x':
		case 'u':
			val = size == sizeof(long) ? va_arg(args, unsigned long) :
						     va_arg(args, unsigned int);
			val = narrow(val, size);
			prefix = *fmt != 'u' && flags & FLAG_ALT ? "0x" : "";
			put_number(&o, val, *fmt == 'u' ? 10 : 16, prefix,
				   flags, width);
			break;
		case '%':
			put(&o, '%');
			break;
		case '\0':
			/* a lone % at the end: stop on the NUL */
			fmt--;
			break;
		default:
			/* what is not known is shown as it is */
			put(&o, '%');
			put(&o, *fmt);
			break;
		}
	}

	if (n > 0)
		*o.pos = '\0';

	return o.len;
}

/**
 * guest_snprintf - format into a buffer
 * @buf: the buffer
 * @n:   its size
 * @fmt: format
 *
 * Return: the length of the whole text, which the buffer may have cut.
 */
int guest_snprintf(char *buf, int n, const char *fmt, ...)
{
	va_list args;
	int len;

	va_start(args, fmt);
	len = guest_vsnprintf(buf, n, fmt, args);
	va_end(args);

	return len;
}
