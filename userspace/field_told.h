/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * field_told.h: which difference of a field need not be told, because that of
 * another tells it.
 */
#ifndef MUSTER_FIELD_TOLD_H
#define MUSTER_FIELD_TOLD_H

#include "field.h"

/**
 * field_told() - whether a field that @field is made from, or goes with, is among
 * those that differ
 */
bool field_told(enum field field, const struct field_set *differ);

#endif /* MUSTER_FIELD_TOLD_H */
