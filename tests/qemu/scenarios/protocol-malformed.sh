# SPDX-License-Identifier: GPL-2.0-or-later
# Requests said wrong are refused, each with the documented errno and a sentence.
# needs: module programs
# timeout: 120

# Setting: the module, and the record as it is.
load_muster
before=$(nlread info | jq -r .hash)

# Each request of the table of tests/qemu/programs/malformed.c.
claim "every malformed request is refused as it must be" nlraw table
nlraw table | while read -r line; do say "$line"; done

# Right requests are still answered, and nothing was written to the record.
claim "the record is what it was" equal "$(nlread info | jq -r .hash)" "$before"

# Right requests with wrong bytes neither break the kernel nor the record.
claim "spoiled requests do no harm" nlraw fuzz 1 2000
claim "nor do others" nlraw fuzz 2 2000

# The same at random, seeded; tests/faults says a million.
claim "every answer to mangled requests is well-formed" nlmangle 1 0 1500
claim "who has no capability is told nothing" nlmangle 2 0 500 nobody
claim "the module unloads" rmmod muster
