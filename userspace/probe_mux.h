/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * probe_mux.h: which mux the channels of the running kernel are of. No transfer.
 */
#ifndef MUSTER_PROBE_MUX_H
#define MUSTER_PROBE_MUX_H

struct device;
struct probe_muxes;
struct snapshot;

/** probe_muxes_read() - of the adapters of @snapshot; probe_muxes_free() ends it; NULL: no memory */
struct probe_muxes *probe_muxes_read(const struct snapshot *snapshot);
void probe_muxes_free(struct probe_muxes *muxes);

/** probe_muxes_of() - a probe_mux_of; @muxes: struct probe_muxes */
const char *probe_muxes_of(const struct device *adapter, void *muxes);

#endif /* MUSTER_PROBE_MUX_H */
