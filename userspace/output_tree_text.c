// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * output_tree_text.c: the words on a tree: labels, names, and what is wrong.
 */
#include "output.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "config_image.h"
#include "contents_name.h"
#include "device.h"
#include "finding.h"
#include "names.h"
#include "place.h"
#include "text.h"
#include "tree.h"

#define SECONDARY_BUS 0x19	/* PCI-to-PCI Bridge 1.2, section 3.2.5: */
#define SUBORDINATE_BUS 0x1a	/* the first and the last bus behind it */

static void bracket(const char *text, char *buffer, size_t size)
{
	char clean[4 * (PLACE_MAX + 1)];

	text_escape(text, clean, sizeof(clean));
	snprintf(buffer, size, "[%s]", clean);
}

/* A domain below a function is called by the bus it begins with: "pci [10000:e0]". */
static void domain_label(const struct tree *tree, const struct tree_node *node,
			 char *buffer, size_t size)
{
	const struct device *first = node->child == TREE_NONE ? NULL :
				     tree->nodes[node->child].device;
	const char *address = first ? device_get(first, FIELD_ADDRESS) : NULL;
	char clean[128];

	if (node->parent == TREE_NONE) {
		bracket(node->place, buffer, size);
		return;
	}
	snprintf(clean, sizeof(clean), "%s", address ? address : "");
	/* a function's address is DOMAIN:BUS:DEVICE.FUNCTION */
	if (strlen(clean) > 5 && clean[strlen(clean) - 5] == ':') {
		clean[strlen(clean) - 5] = '\0';
		memcpy(buffer, "pci ", 5);
		bracket(clean, buffer + 4, size - 4);
	} else {
		snprintf(buffer, size, "pci");
	}
}

void output_tree_label(const struct tree *tree, const struct tree_node *node,
		       char *buffer, size_t size)
{
	const char *address = node->device ? device_get(node->device, FIELD_ADDRESS) : NULL;
	char clean[4 * (PLACE_MAX + 1)], number[128];

	if (!node->device && !node->finding) {
		domain_label(tree, node, buffer, size);
		return;
	}
	/* where the place does not tell two apart the address does */
	if (address && (!place_rooted(node->place) || !place_complete(node->place)))
		text_escape(address, clean, sizeof(clean));
	else
		text_escape(node->place + node->label, clean, sizeof(clean));
	if (!node->device || node->device->kind != DEVICE_ADAPTER || !address) {
		snprintf(buffer, size, "%s", clean);
		return;
	}
	text_escape(address, number, sizeof(number));
	snprintf(buffer, size, "%s [%s]", clean, number);
}

void output_tree_bus(const struct tree_node *node, char *buffer, size_t size)
{
	const struct config_image *image = node->device->config;
	unsigned int bus = node->bus, last = node->last_bus;
	uint8_t first_byte, last_byte;

	if (image && config_image_u8(image, SECONDARY_BUS, &first_byte) &&
	    config_image_u8(image, SUBORDINATE_BUS, &last_byte)) {
		bus = first_byte;
		last = last_byte;
	} else if (node->bus < 0) {
		snprintf(buffer, size, "?");
		return;
	}
	if (bus == last)
		snprintf(buffer, size, "%02x", bus);
	else
		snprintf(buffer, size, "%02x-%02x", bus, last);
}

static const char *word_of(const struct tree_node *node, enum output_color *color)
{
	*color = COLOR_GREEN;
	if (node->finding) {
		*color = node->finding->severity == SEVERITY_CRITICAL ? COLOR_RED :
			 node->finding->severity == SEVERITY_WARNING ? COLOR_YELLOW :
			 COLOR_BOLD;
		return finding_class_name(node->finding->class);
	}
	if (node->unverified) {
		*color = COLOR_YELLOW;
		return "unverified";
	}
	return node->device ? "ok" : "";
}

void output_tree_verdict(const struct output *output, const struct tree_node *node)
{
	enum output_color color;
	const char *word = word_of(node, &color);

	output_color(output, color);
	output_column(output, word, OUTPUT_VERDICT_WIDTH);
	output_color(output, COLOR_NONE);
}

static void add_ids(FILE *file, const struct output *output, const struct device *device)
{
	const char *vendor = device_get(device, FIELD_VENDOR);
	const char *model = device_get(device, FIELD_DEVICE);
	const char *revision = device_get(device, FIELD_REVISION);
	char name[384], digits[DEVICE_CLASS_SIZE];
	const char *class = device_class(device, digits);

	if (device->kind == DEVICE_CLIENT && *contents_name(device, name, sizeof(name))) {
		fputs(name, file);
		return;
	}
	if (device->kind == DEVICE_ANSWERING) {
		fputs("answers a probe, declared by nobody", file);
		return;
	}
	names_device(output->names, device, name, sizeof(name));
	if (*name && device->kind == DEVICE_FUNCTION)
		fprintf(file, "%s ", name);
	else if (device->kind != DEVICE_FUNCTION)
		fputs(name, file);
	else if (*names_class(output->names, device, name, sizeof(name)))
		fprintf(file, "%s ", name);
	else
		fprintf(file, "Class %s ", class ? class : "????");
	if (device->kind != DEVICE_FUNCTION)
		return;
	fprintf(file, "[%s:%s]", vendor ? vendor : "????", model ? model : "????");
	if (revision && strcmp(revision, "00"))
		fprintf(file, " (rev %s)", revision);
}

static const char *or_none(const char *text)
{
	return text ? text : "none";
}

/* What is wrong with a device that is there. */
static void add_fault(FILE *file, const struct finding *finding)
{
	if (finding->class == FINDING_MOVED && finding->other_place)
		fprintf(file, ", from %s", finding->other_place);
	else if (finding->class == FINDING_DUPLICATE && finding->other_place)
		fprintf(file, ", %s %s as at %s", or_none(finding->field),
			or_none(finding->seen), finding->other_place);
	else if (finding->field)
		fprintf(file, ", %s%s%s: %s, expected %s", finding->field,
			finding->location ? " at " : "",
			finding->location ? finding->location : "",
			or_none(finding->seen), or_none(finding->expected));
	if (finding->rule)
		fprintf(file, " (rule %s)", finding->rule);
	else if (finding->class == FINDING_UNEXPECTED)
		fputs(" (no rule knows it)", file);
}

/* What is not there, in the place where it should be. */
static void add_ghost(FILE *file, const struct finding *finding)
{
	char *part = output_finding_part(finding);

	fprintf(file, "%s: ", finding_class_name(finding->class));
	if (finding->class == FINDING_UNREADABLE)
		fputs(or_none(finding->message), file);
	else
		fputs(part && *part ? part : "a device", file);
	if (finding->class == FINDING_MOVED)
		fprintf(file, " to %s", or_none(finding->place));
	if (finding->expected_count > 1)
		fprintf(file, ", %u of %u there", finding->seen_count, finding->expected_count);
	if (finding->rule)
		fprintf(file, " (rule %s)", finding->rule);
	free(part);
}

static void add_state(FILE *file, const struct tree_node *node)
{
	const struct device *device = node->device;

	if (device->reading == READING_ASLEEP || device->reading == READING_GONE ||
	    device->reading == READING_UNREADABLE)
		fprintf(file, " <%s>", device_reading_name(device->reading));
	if (device->origin == ORIGIN_HOT)
		fputs(" <hot>", file);
	if (node->finding)
		add_fault(file, node->finding);
	else if (node->unverified)
		fprintf(file, ", %s not known (rule %s)", node->unverified->fields,
			node->unverified->rule);
}

void output_tree_name(const struct output *output, const struct tree_node *node,
		      unsigned int column)
{
	enum output_color color;
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	if (!file)
		return;
	if (node->device)
		add_ids(file, output, node->device);
	else if (node->finding)
		add_ghost(file, node->finding);
	if (node->device)
		add_state(file, node);
	if (fclose(file) == 0 && *text) {
		word_of(node, &color);
		if (node->place)
			column = output_clip(output, column, "  ");
		if (node->finding || node->unverified)
			output_color(output, node->device ? color : COLOR_RED);
		output_clip(output, column, text);
		output_color(output, COLOR_NONE);
	}
	free(text);
}
