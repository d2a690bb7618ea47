// SPDX-License-Identifier: GPL-2.0-only
/* What goes wrong on a simulated bus: transactions that fail, and how long they take. */

#include "fakei2c.h"

#include <linux/delay.h>

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "none", 0 },
	{ "EAGAIN", -EAGAIN },		/* arbitration lost */
	{ "EBUSY", -EBUSY },
	{ "EIO", -EIO },
	{ "ENODEV", -ENODEV },
	{ "ENXIO", -ENXIO },
	{ "EREMOTEIO", -EREMOTEIO },
	{ "ETIMEDOUT", -ETIMEDOUT },
};

/**
 * fakei2c_trouble_error() - an error by its name
 * @word: as ETIMEDOUT, or none
 *
 * Return: the negative errno, 0 for none, or -EINVAL.
 */
int fakei2c_trouble_error(const char *word)
{
	size_t at;

	for (at = 0; at < ARRAY_SIZE(errors); at++) {
		if (!strcmp(errors[at].name, word))
			return errors[at].error;
	}
	return -EINVAL;
}

/**
 * fakei2c_trouble_stick() - let transactions fail; the caller holds the adapter's lock
 * @fake: adapter
 * @after: how many more succeed before
 * @error: with what the others fail, or 0: none does
 * @times: how many fail, or 0: all from then on
 */
void fakei2c_trouble_stick(struct fakei2c_adapter *fake, u32 after, int error, u32 times)
{
	fake->trouble.after = after;
	fake->trouble.error = error;
	fake->trouble.times = times;
}

/**
 * fakei2c_trouble_strike() - whether the transaction at hand fails
 * @fake: adapter, its lock is held
 *
 * Return: 0 or the error.
 */
int fakei2c_trouble_strike(struct fakei2c_adapter *fake)
{
	struct fakei2c_trouble *trouble = &fake->trouble;
	int error = trouble->error;

	if (!error)
		return 0;
	if (trouble->after) {
		trouble->after--;
		return 0;
	}
	if (trouble->times && !--trouble->times)
		trouble->error = 0;
	return error;
}

/**
 * fakei2c_trouble_wait() - take the time that a transaction takes
 * @fake: adapter, its lock is not held
 * @clocks: ticks of SCL
 * @delay: milliseconds that the chip adds
 */
void fakei2c_trouble_wait(struct fakei2c_adapter *fake, u32 clocks, u32 delay)
{
	u32 hertz = READ_ONCE(fake->trouble.hertz);

	if (hertz)
		fsleep(max(1U, (u32)div_u64((u64)clocks * 1000000, hertz)));
	if (delay)
		msleep(delay);
}
