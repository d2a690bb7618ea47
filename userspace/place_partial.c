// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * place_partial.c: what a place of which only a part is known can be.
 */
#include "place.h"

#include <stdint.h>
#include <string.h>

/* The most steps that PLACE_MAX bytes can hold, and the root. */
#define STEPS_MAX (PLACE_MAX / 2 + 2)

/* A place taken apart; a pattern may be longer than a place. */
struct chain {
	const char *root;
	size_t root_length;
	const char *steps[STEPS_MAX];
	size_t lengths[STEPS_MAX];
	size_t count;
	bool rooted;
};

/* Return: false where there are more steps than any place has. */
static bool take_apart(const char *place, struct chain *chain)
{
	chain->root = place;
	chain->root_length = strcspn(place, "/");
	chain->rooted = place_rooted(place);
	chain->count = 0;
	for (place += chain->root_length; *place == '/';) {
		size_t length = strcspn(++place, "/");

		if (chain->count == STEPS_MAX)
			return false;
		chain->steps[chain->count] = place;
		chain->lengths[chain->count++] = length;
		place += length;
	}
	return true;
}

static bool is_text(const char *text, size_t length, const char *wanted)
{
	return length == strlen(wanted) && !memcmp(text, wanted, length);
}

static bool step_is(const struct chain *chain, size_t step, const char *wanted)
{
	return is_text(chain->steps[step], chain->lengths[step], wanted);
}

static bool is_uid(const struct chain *chain)
{
	return chain->root_length > 4 && !memcmp(chain->root, "uid:", 4);
}

/* Length of the domain that a root names: 0 where it names none. */
static size_t domain_length(const struct chain *chain)
{
	const char *colon = memchr(chain->root, ':', chain->root_length);
	size_t length = colon ? (size_t)(colon - chain->root) : 0;

	return length >= 4 && strspn(chain->root, "0123456789abcdef") == length ? length : 0;
}

/* In a domain that a driver made: its number tells nothing. */
static bool is_in_driver_domain(const struct chain *chain)
{
	return !chain->rooted && domain_length(chain) != 4;
}

static bool has_driver_domain(const struct chain *chain)
{
	for (size_t i = 0; i < chain->count; i++)
		if (step_is(chain, i, "pci"))
			return true;
	return domain_length(chain) > 4 || is_uid(chain) || is_in_driver_domain(chain);
}

static bool is_pci(const struct chain *chain)
{
	return domain_length(chain) || is_uid(chain) || !chain->rooted;
}

static bool roots_agree(const struct chain *a, const struct chain *b)
{
	size_t domain_a = domain_length(a), domain_b = domain_length(b);

	if (a->root_length == b->root_length && !memcmp(a->root, b->root, a->root_length))
		return true;
	if (!is_pci(a) || !is_pci(b))
		return false;
	if (is_in_driver_domain(a) || is_in_driver_domain(b))
		return has_driver_domain(a) && has_driver_domain(b);
	if (is_uid(a) || is_uid(b))
		return !is_uid(a) || !is_uid(b);
	return domain_a == domain_b && !memcmp(a->root, b->root, domain_a) &&
	       !(a->rooted && b->rooted);
}

/* Whether the step before @step is an adapter or a mux channel. */
static bool is_on_bus(const struct chain *chain, size_t step)
{
	return step > 0 && (chain->steps[step - 1][0] == 'i' || chain->steps[step - 1][0] == 'c');
}

/* A client's or virtual function's address that the source could not tell can be any. */
static bool steps_agree(const struct chain *a, size_t i, const struct chain *b, size_t k)
{
	if (a->lengths[i] == b->lengths[k] &&
	    !memcmp(a->steps[i], b->steps[k], a->lengths[i]))
		return true;
	if (step_is(a, i, "vf?") || step_is(b, k, "vf?"))
		return !strncmp(a->steps[i], "vf", 2) && !strncmp(b->steps[k], "vf", 2);
	return (step_is(a, i, "?") || step_is(b, k, "?")) && is_on_bus(a, i) && is_on_bus(b, k);
}

/* Whether the last steps agree, as many as the shorter one has. */
static bool ends_agree(const struct chain *a, const struct chain *b)
{
	size_t i = a->count, k = b->count;

	while (i > 0 && k > 0)
		if (!steps_agree(a, --i, b, --k))
			return false;
	return true;
}

/* Whether what is missing of @partial can be what @whole has before the same end. */
static bool gap_fits(const struct chain *partial, const struct chain *whole)
{
	size_t missing = whole->count - partial->count;

	if (is_in_driver_domain(partial))
		return true;
	for (size_t i = 0; i < missing; i++)
		if (step_is(whole, i, "pci"))
			return false;
	return missing || is_uid(whole) ||
	       !is_text(whole->root + domain_length(whole), 3, ":00");
}

/* A driver's domain whose parent nobody knows may be a root by its number. */
static bool could_be_root(const struct chain *partial, const struct chain *whole)
{
	struct chain below = *partial;

	if (!is_in_driver_domain(partial) || !whole->rooted || domain_length(whole) <= 4 ||
	    !partial->count || !step_is(partial, 0, "pci"))
		return false;
	below.count--;
	memmove(below.steps, below.steps + 1, below.count * sizeof(*below.steps));
	memmove(below.lengths, below.lengths + 1, below.count * sizeof(*below.lengths));
	return below.count == whole->count && ends_agree(&below, whole);
}

static bool could_be(const struct chain *partial, const struct chain *whole)
{
	return partial->count <= whole->count && ends_agree(partial, whole) &&
	       gap_fits(partial, whole);
}

/* ?/i2c/50: the image of a memory by itself, on whatever adapter or channel. */
static bool is_image(const struct chain *chain)
{
	return is_text(chain->root, chain->root_length, "?") && chain->count == 2 &&
	       is_on_bus(chain, 1);
}

static bool image_could_be(const struct chain *image, const struct chain *place)
{
	return place->count > 1 && is_on_bus(place, place->count - 1) &&
	       steps_agree(image, 1, place, place->count - 1);
}

bool place_could_be(const char *a, const char *b)
{
	struct chain x, y;

	if (strcmp(a, b) == 0)
		return true;
	if (!take_apart(a, &x) || !take_apart(b, &y))
		return false;
	if (is_image(&x))
		return image_could_be(&x, &y);
	if (is_image(&y))
		return image_could_be(&y, &x);
	if (!roots_agree(&x, &y))
		return false;
	if (x.rooted && y.rooted)
		return x.count == y.count && ends_agree(&x, &y);
	if (!x.rooted && !y.rooted)
		return ends_agree(&x, &y);
	if (x.rooted)
		return could_be(&y, &x) || could_be_root(&y, &x);
	return could_be(&x, &y) || could_be_root(&x, &y);
}

/* Whether the @length bytes at @text are a step that @pattern matches. */
static bool step_matches(const char *pattern, size_t pattern_length,
			 const char *text, size_t length)
{
	char want[PLACE_MAX + 1], have[PLACE_MAX + 1];

	if (pattern_length > PLACE_MAX || length > PLACE_MAX)
		return false;
	memcpy(want, pattern, pattern_length);
	want[pattern_length] = '\0';
	memcpy(have, text, length);
	have[length] = '\0';
	return place_match(want, have);
}

/* Whether a pattern's first step can be a root in the domain of @place. */
static bool root_could_match(const struct chain *pattern, const struct chain *place)
{
	size_t domain = domain_length(place);
	char root[PLACE_MAX + 1];

	if (is_uid(pattern))
		return true;
	if (!domain)
		return domain_length(pattern) || memchr(pattern->root, '*', pattern->root_length);
	memcpy(root, place->root, domain);
	for (unsigned int bus = 0; bus < 256; bus++) {
		static const char digits[] = "0123456789abcdef";

		root[domain] = ':';
		root[domain + 1] = digits[bus >> 4];
		root[domain + 2] = digits[bus & 15];
		if (step_matches(pattern->root, pattern->root_length, root, domain + 3))
			return true;
	}
	return false;
}

/*
 * What is missing lies before the steps of @place: they must match an end of the
 * pattern's steps, or of those up to a "**" and from it on.
 */
static bool ends_could_match(const struct chain *pattern, const struct chain *place)
{
	size_t i = pattern->count, k = place->count;

	while (k > 0 && i > 0) {
		if (is_text(pattern->steps[i - 1], pattern->lengths[i - 1], "**"))
			return true;
		i--;
		k--;
		/* an address that nobody knows */
		if (is_text(place->steps[k], place->lengths[k], "?") && is_on_bus(place, k))
			continue;
		if (!step_matches(pattern->steps[i], pattern->lengths[i],
				  place->steps[k], place->lengths[k]))
			return false;
	}
	return k == 0 || is_text(pattern->root, pattern->root_length, "**");
}

bool place_could_match(const char *pattern, const char *place)
{
	struct chain want, have;

	if (place_rooted(place))
		return place_match(pattern, place);
	if (!take_apart(pattern, &want) || !take_apart(place, &have))
		return false;
	return root_could_match(&want, &have) && ends_could_match(&want, &have);
}
