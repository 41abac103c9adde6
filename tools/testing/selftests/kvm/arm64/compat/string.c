// SPDX-License-Identifier: GPL-2.0
/*
 * The string functions the compiler calls on its own account. In a static
 * program libc's are resolved at start-up by the host; the guest's copy of the
 * program never went through that, so it needs plain ones.
 */
#include <string.h>

#include <linux/types.h>

/* Accessing words through this type breaks no aliasing rule. */
typedef u64 __attribute__((__may_alias__)) word_t;

#define WORD	sizeof(word_t)

static int both_aligned(const void *a, const void *b)
{
	return !(((uintptr_t)a | (uintptr_t)b) % WORD);
}

void *memcpy(void *dest, const void *src, size_t n)
{
	const unsigned char *s = src;
	unsigned char *d = dest;

	if (both_aligned(d, s)) {
		for (; n >= WORD; n -= WORD, d += WORD, s += WORD)
			*(word_t *)d = *(const word_t *)s;
	}
	while (n--)
		*d++ = *s++;

	return dest;
}

void *memmove(void *dest, const void *src, size_t n)
{
	const unsigned char *s = src;
	unsigned char *d = dest;

	if (d <= s || d >= s + n)
		return memcpy(dest, src, n);

	while (n--)
		d[n] = s[n];

	return dest;
}

void *memset(void *dest, int c, size_t n)
{
	word_t word = 0x0101010101010101ULL * (unsigned char)c;
	unsigned char *d = dest;

	if (both_aligned(d, d)) {
		for (; n >= WORD; n -= WORD, d += WORD)
			*(word_t *)d = word;
	}
	while (n--)
		*d++ = c;

	return dest;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const unsigned char *x = a, *y = b;

	for (; n; n--, x++, y++)
		if (*x != *y)
			return *x - *y;

	return 0;
}

size_t strnlen(const char *s, size_t n)
{
	size_t len = 0;

	while (len < n && s[len])
		len++;

	return len;
}
