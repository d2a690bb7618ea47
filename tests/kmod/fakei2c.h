/* SPDX-License-Identifier: GPL-2.0-only */
/* I2C adapters that exist only in memory: what the files of fakei2c share. */
#ifndef FAKEI2C_H
#define FAKEI2C_H

#include <linux/device.h>
#include <linux/types.h>

/* fakei2c_bus.c */
int fakei2c_adapter_add(const char *name, struct device *parent);
int fakei2c_adapter_remove(const char *name);
int fakei2c_mux_add(int bus, u16 address, u32 channels);
int fakei2c_mux_remove(int bus, u16 address);
int fakei2c_answer(const char *name, u16 address, bool answers);
void fakei2c_remove_all(void);
ssize_t fakei2c_list(char *text, size_t size);

#endif
