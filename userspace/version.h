/* SPDX-License-Identifier: GPL-2.0-or-later */
/* version.h: of the tool and the daemon. */
#ifndef MUSTER_VERSION_H
#define MUSTER_VERSION_H

#define MUSTER_VERSION "0.1.0"

#endif /* MUSTER_VERSION_H */
