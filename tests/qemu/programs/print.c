// SPDX-License-Identifier: GPL-2.0-or-later
/* The protocol's nests as JSON, by tables. */

#include "print.h"

#include <inttypes.h>
#include <string.h>

#include "message.h"
#include "print_tables.h"

void print_hex(FILE *output, const uint8_t *data, size_t length)
{
	size_t byte;

	fputc('"', output);
	for (byte = 0; byte < length; byte++)
		fprintf(output, "%02x", data[byte]);
	fputc('"', output);
}

static const char *print_string(FILE *output, const struct attribute *attribute)
{
	const char *text = (const char *)attribute->data;
	size_t byte;

	if (attribute->length < 2)
		return "an empty string";
	if (strnlen(text, attribute->length) != attribute->length - 1)
		return "a string that does not end with its only NUL";
	fputc('"', output);
	for (byte = 0; text[byte]; byte++) {
		if (text[byte] == '"' || text[byte] == '\\')
			fprintf(output, "\\%c", text[byte]);
		else if ((unsigned char)text[byte] < 0x20)
			fprintf(output, "\\u%04x", text[byte]);
		else
			fputc(text[byte], output);
	}
	fputc('"', output);
	return NULL;
}

static const char *print_name(FILE *output, const struct print_field *field, uint32_t value)
{
	uint32_t known;

	for (known = 1; field->names[known]; known++) {
		if (known == value) {
			fprintf(output, "\"%s\"", field->names[known]);
			return NULL;
		}
	}
	return "a value that the header does not name";
}

static const char *print_u32(FILE *output, const struct print_field *field,
			     const struct attribute *attribute)
{
	uint32_t value;

	if (attribute->length != sizeof(value))
		return "a u32 that has not 4 bytes";
	memcpy(&value, attribute->data, sizeof(value));
	if (field->print == PRINT_NAME)
		return print_name(output, field, value);
	if (field->print == PRINT_U32)
		fprintf(output, "%" PRIu32, value);
	else if (field->digits < 8 && value >> (4 * field->digits))
		return "a value over its width";
	else
		fprintf(output, "\"%0*" PRIx32 "\"", (int)field->digits, value);
	return NULL;
}

static const char *print_u64(FILE *output, const struct attribute *attribute)
{
	uint64_t value;

	if (attribute->length != sizeof(value))
		return "a u64 that has not 8 bytes";
	memcpy(&value, attribute->data, sizeof(value));
	fprintf(output, "%" PRIu64, value);
	return NULL;
}

static const char *print_value(FILE *output, const struct print_field *field,
			       const struct attribute *attribute)
{
	switch (field->print) {
	case PRINT_U64:
		return print_u64(output, attribute);
	case PRINT_STRING:
		return print_string(output, attribute);
	case PRINT_BINARY:
		print_hex(output, attribute->data, attribute->length);
		return NULL;
	case PRINT_FLAG:
		fputs("true", output);
		return attribute->length ? "a flag with a value" : NULL;
	case PRINT_NEST:
		return print_object(output, field->nest, attribute->data, attribute->length);
	default:
		return print_u32(output, field, attribute);
	}
}

/* All attributes of @field's type, as one value or as an array. */
static const char *print_field(FILE *output, const struct print_field *field,
			       const uint8_t *data, size_t length, bool *separate)
{
	const uint8_t *end = data + length;
	struct attribute attribute;
	const char *fault = NULL;
	unsigned int count = 0;

	while (!fault && attribute_next(&data, end, &attribute) == 1) {
		if (attribute.type != field->type)
			continue;
		if (count++ && !field->repeated)
			return "an attribute that is there twice";
		if (count == 1)
			fprintf(output, "%s\"%s\":%s", *separate ? "," : "", field->name,
				field->repeated ? "[" : "");
		else
			fputc(',', output);
		*separate = true;
		fault = print_value(output, field, &attribute);
	}
	if (count && field->repeated)
		fputc(']', output);
	return fault;
}

static const char *find_unknown(const struct print_nest *nest, const uint8_t *data, size_t length)
{
	const uint8_t *end = data + length;
	const struct print_field *field;
	struct attribute attribute;
	int more;

	while ((more = attribute_next(&data, end, &attribute)) == 1) {
		for (field = nest->fields; field->type; field++) {
			if (field->type == attribute.type)
				break;
		}
		if (!field->type)
			return "an attribute that the header does not name";
	}
	return more ? "attributes that end too early, or padding that is not zero" : NULL;
}

const char *print_object(FILE *output, const struct print_nest *nest, const uint8_t *data,
			 size_t length)
{
	const struct print_field *field;
	bool separate = false;
	const char *fault;

	fault = find_unknown(nest, data, length);
	fputc('{', output);
	for (field = nest->fields; !fault && field->type; field++)
		fault = print_field(output, field, data, length, &separate);
	fputc('}', output);
	return fault;
}
