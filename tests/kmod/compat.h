/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the kernels differ, as Kbuild found out from their headers. */
#ifndef COMPAT_H
#define COMPAT_H

#include <linux/i2c-mux.h>
#include <linux/kernel.h>
#if HAS_HEX_H
#include <linux/hex.h>
#endif

#if HAS_MUX_CLASS
static inline int compat_add_channel(struct i2c_mux_core *core, u32 channel)
{
	return i2c_mux_add_adapter(core, 0, channel, 0);
}
#else
static inline int compat_add_channel(struct i2c_mux_core *core, u32 channel)
{
	return i2c_mux_add_adapter(core, 0, channel);
}
#endif

#endif
