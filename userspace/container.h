/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * container.h: whether this process sees a host's sysfs from inside a container.
 */
#ifndef MUSTER_CONTAINER_H
#define MUSTER_CONTAINER_H

#include <stdbool.h>

/** container_inside() - by the marks that container managers leave */
bool container_inside(void);

#endif /* MUSTER_CONTAINER_H */
