/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * text.h: strings that a device, a file or firmware made up, made fit to show.
 */
#ifndef MUSTER_TEXT_H
#define MUSTER_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct json_object;

/** text_is_clean() - whether @text is UTF-8 without control characters */
bool text_is_clean(const char *text);

/**
 * text_escape() - @text with each byte that is not part of valid UTF-8, or is a
 * control character, written as \xHH
 * Return: the length it has, or would have with more room, like snprintf().
 */
size_t text_escape(const char *text, char *buffer, size_t size);

/** text_print() - print @text to a terminal or file, escaped */
void text_print(FILE *file, const char *text);

/** text_json() - a JSON string of @text, escaped where it is not UTF-8; NULL: null */
struct json_object *text_json(const char *text);

/** text_lines() - a JSON array of the lines of @text, without their ends */
struct json_object *text_lines(const char *text);

#endif /* MUSTER_TEXT_H */
