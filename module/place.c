// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where a device sits, as text: one step after the other, from the device up.
 *
 * No kernel structure is known here; the unit tests run this file over
 * tests/fixtures/places.txt, which also holds the grammar.
 */
#include "place.h"

#include <linux/kernel.h>
#include <linux/string.h>

/**
 * muster_place_begin() - start with an empty place
 * @place: the place
 */
void muster_place_begin(struct muster_place *place)
{
	place->cut = false;
	place->start = sizeof(place->text) - 1;
	place->text[place->start] = '\0';
}

static void prepend(struct muster_place *place, const char *text)
{
	unsigned int length = strlen(text);

	if (place->cut || length > place->start) {
		place->cut = true;
		return;
	}
	place->start -= length;
	memcpy(place->text + place->start, text, length);
}

static void prepend_sibling(struct muster_place *place, const char *step, unsigned int which)
{
	char text[24];

	if (which) {
		snprintf(text, sizeof(text), "#%u", which);
		prepend(place, text);
	}
	prepend(place, step);
}

/**
 * muster_place_above() - write the next step, seen from the device upwards
 * @place: what has been written so far
 * @step: the step above it; a root ends the place
 */
void muster_place_above(struct muster_place *place, const struct muster_step *step)
{
	char text[24];

	switch (step->kind) {
	case MUSTER_STEP_ROOT:
		snprintf(text, sizeof(text), "%04x:%02x", step->number, step->minor);
		prepend(place, text);
		break;
	case MUSTER_STEP_FIRMWARE:
		prepend(place, step->name);
		prepend(place, "fw:");
		break;
	case MUSTER_STEP_NAMED:
		prepend(place, step->name);
		prepend(place, "dev:");
		break;
	case MUSTER_STEP_FUNCTION:
		snprintf(text, sizeof(text), "/%02x.%x", step->number, step->minor);
		prepend(place, text);
		break;
	case MUSTER_STEP_HOST_BRIDGE:
		prepend(place, "/pci");
		break;
	case MUSTER_STEP_VIRTUAL:
		snprintf(text, sizeof(text), "/vf%u", step->number);
		prepend(place, step->number == MUSTER_STEP_UNKNOWN ? "/vf?" : text);
		break;
	case MUSTER_STEP_ADAPTER:
		prepend_sibling(place, "/i2c", step->minor);
		break;
	case MUSTER_STEP_CHANNEL:
		snprintf(text, sizeof(text), "/ch%u", step->number);
		prepend_sibling(place, text, step->minor);
		break;
	case MUSTER_STEP_CLIENT:
		snprintf(text, sizeof(text), "/%s%s%0*x",
			 step->minor & MUSTER_STEP_TARGET ? "s" : "",
			 step->minor & MUSTER_STEP_TEN_BIT ? "t" : "",
			 step->minor & MUSTER_STEP_TEN_BIT ? 3 : 2, step->number);
		prepend(place, text);
		break;
	}
}

/**
 * muster_place_end() - take the text, at most MUSTER_PLACE_MAX bytes of it
 * @place: a place up to its root; its @cut tells whether something is missing
 *
 * Return: the text, valid as long as @place.
 */
const char *muster_place_end(struct muster_place *place)
{
	char *text = place->text + place->start;

	if (strlen(text) > MUSTER_PLACE_MAX) {
		text[MUSTER_PLACE_MAX] = '\0';
		place->cut = true;
	}
	return text;
}
