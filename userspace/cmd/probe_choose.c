// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * probe_choose.c: which adapters and addresses a probe is about.
 */
#include "probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../config.h"
#include "../device.h"
#include "../probe_deny.h"
#include "../probe_mux.h"
#include "../snapshot.h"

/* Only a file that was asked for must exist. */
static int read_deny(struct session *session)
{
	const char *asked = session->arguments.config;
	struct config config;
	char *why = NULL;
	int err = config_init(&config);

	if (err)
		return err;
	err = config_load(&config, asked ? asked : CONFIG_PATH, &why);
	if (err == -ENOENT && !asked)
		err = 0;
	if (err)
		cmd_sentence(asked ? asked : CONFIG_PATH, err, why);
	else
		err = probe_deny_parse(config.probe_deny, &session->deny, NULL);
	free(why);
	config_clear(&config);
	return err;
}

static bool is_name_of(const char *name, const struct device *adapter)
{
	const char *address = device_get(adapter, FIELD_ADDRESS);

	return !strcmp(name, adapter->place) || (address && !strcmp(name, address));
}

static bool is_named(const struct arguments *arguments, const struct device *adapter)
{
	for (size_t i = 0; i < arguments->named_count; i++)
		if (is_name_of(arguments->named[i], adapter))
			return true;
	return false;
}

static bool is_there(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->count; i++)
		if (snapshot->devices[i]->kind == DEVICE_ADAPTER &&
		    is_name_of(name, snapshot->devices[i]))
			return true;
	return false;
}

static int copy_text(const char *from, char **to)
{
	*to = from ? strdup(from) : NULL;
	return from && !*to ? -ENOMEM : 0;
}

static int add_candidate(struct session *session, const struct device *adapter)
{
	struct candidates *candidates = &session->candidates;
	struct candidate *candidate = &candidates->items[candidates->count++];
	struct probed *probed = &candidate->probed;
	int err;

	candidate->adapter = adapter;
	candidate->refusal = probe_adapter_judge(&session->map, adapter, session->deny,
						 session->arguments.named_count);
	err = copy_text(adapter->place, &probed->place);
	if (!err)
		err = copy_text(device_get(adapter, FIELD_ADDRESS), &probed->address);
	if (!err)
		err = copy_text(device_get(adapter, FIELD_NAME), &probed->name);
	if (!err)
		probe_adapter_plan(&session->map, adapter, session->deny,
				   session->arguments.quick, &probed->probe);
	return err;
}

static int choose(struct session *session)
{
	const struct snapshot *snapshot = session->snapshot;
	const struct arguments *arguments = &session->arguments;
	int err = 0;

	session->candidates.items = calloc(snapshot->count + 1,
					   sizeof(*session->candidates.items));
	if (!session->candidates.items)
		return -ENOMEM;
	for (size_t i = 0; i < snapshot->count && !err; i++) {
		const struct device *device = snapshot->devices[i];

		if (device->kind == DEVICE_ADAPTER &&
		    (!arguments->named_count || is_named(arguments, device)))
			err = add_candidate(session, device);
	}
	return err;
}

bool probe_is_live(const struct arguments *arguments)
{
	return !arguments->machine.from && !arguments->machine.root;
}

int probe_prepare(struct session *session)
{
	int err = read_deny(session);

	if (err)
		return err;
	err = cmd_machine(&session->arguments.machine, &session->snapshot);
	if (err)
		return err;
	snapshot_sort(session->snapshot);
	session->map.snapshot = session->snapshot;
	if (probe_is_live(&session->arguments)) {
		session->muxes = probe_muxes_read(session->snapshot);
		if (!session->muxes)
			return -ENOMEM;
		session->map.mux_of = probe_muxes_of;
		session->map.context = session->muxes;
	}
	return choose(session);
}

int probe_check_names(const struct session *session)
{
	const struct arguments *arguments = &session->arguments;

	for (size_t i = 0; i < arguments->named_count; i++)
		if (!is_there(session->snapshot, arguments->named[i])) {
			cmd_error(arguments->named[i],
				  "no such adapter; \"muster list\" shows them by place and address");
			return EXIT_USAGE;
		}
	return 0;
}

void probe_end(struct session *session)
{
	for (size_t i = 0; i < session->candidates.count; i++)
		probed_clear(&session->candidates.items[i].probed);
	free(session->candidates.items);
	probe_record_clear(&session->record);
	probe_deny_free(session->deny);
	probe_muxes_free(session->muxes);
	if (session->snapshot)
		snapshot_free(session->snapshot);
}
