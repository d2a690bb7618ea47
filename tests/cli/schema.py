#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Whether documents follow a published schema: all of them in one go, for it takes long to start.

usage: schema.py follow|refuse SCHEMA FILE...

"refuse": that none of them follows it. Says what is otherwise, and ends with 1 then.
"""

import json
import sys

import jsonschema


def read(path):
    with open(path, encoding="utf-8") as text:
        return json.load(text)


def main():
    how, schema, *files = sys.argv[1:]
    if how not in ("follow", "refuse") or not files:
        sys.exit(__doc__)
    schema = read(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    bad = False
    for path in files:
        errors = list(validator.iter_errors(read(path)))
        if how == "refuse" and not errors:
            print(f"{path}: nothing is wrong with it")
        if how == "follow":
            for error in errors:
                print(f"{path}: {error.json_path} {error.message[:200]}")
        bad = bad or bool(errors) == (how == "follow")
    sys.exit(bad)


main()
