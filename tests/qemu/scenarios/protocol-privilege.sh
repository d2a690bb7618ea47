# SPDX-License-Identifier: GPL-2.0-or-later
# An unprivileged user, a user namespace and another network namespace get no entry and no device.
# needs: module programs

# Setting: the module; before it, nobody can speak with it at all.
claim "without the module there is no family" says ENOENT nlraw refused
load_muster
mark
before=$(info .hash)

# A user: every request ends in EPERM before any data.
claim "a user is refused everything" as_user nlraw refused
claim "root is not" not nlraw refused
mark
before=$(info .hash)

# A user may not join the doorbell's group; 5.10 cannot forbid that.
case $(uname -r) in
5.10.*) claim "on 5.10 a user can hear the doorbell" equal "$(as_user nlraw join)" joined ;;
*) claim "a user cannot hear the doorbell" equal "$(as_user nlraw join)" EPERM ;;
esac
claim "root can" equal "$(nlraw join)" joined

# Root in a user namespace of its own has no capability that counts.
sysctl -w kernel.unprivileged_userns_clone=1 >/dev/null 2>&1
claim "root of a user namespace is refused everything" as_user unshare -r nlraw refused

# In another network namespace the family does not exist, not even for root.
claim "not in another network namespace" says ENOENT other_net nlraw refused
claim "nor for its root" says ENOENT as_user unshare -r -n nlraw refused
claim "nor can it be read there" not other_net nlread events

# None of this is visible in the record.
claim "the record is what it was" equal "$(info .hash)" "$before"
claim "the chain is whole" nlread events
