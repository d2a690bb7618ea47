#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the shell completes: every verb, every word of one, every long option.
. tests/cli/lib.sh

mkdir "$scratch/bin"
ln -s "$(realpath "$muster")" "$scratch/bin/muster"

# complete WORD...: what the shell would offer for the last of them, a line each
complete() {
	PATH=$scratch/bin:$PATH bash -c '
		. userspace/dist/muster.bash-completion
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_muster
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

offers() {
	grep -qx -e "$1" "$out" || blame "$1 is not offered"
}

claim "verbs are completed, and those that help takes"
verbs=$($muster help | sed -n 's/^  \([a-z]*\)  .*/\1/p')
for words in "muster" "muster help"; do
	# shellcheck disable=SC2086 # words are wanted
	exits 0 complete $words ""
	for verb in $verbs; do
		offers "$verb"
	done
done
exits 0 complete muster inv
[ "$(cat "$out")" = inventory ] || blame "inv is not inventory alone"
verdict

claim "words of a verb are completed"
for verb in $verbs; do
	words=$($muster "$verb" --help | grep -oE "muster $verb [a-z]+\\b" | cut -d' ' -f3 | sort -u)
	exits 0 complete muster "$verb" ""
	for word in $words; do
		# a word of a sentence is none: it must be in what the verb itself says of a wrong one
		! grep -q "muster $verb $word" userspace/man/muster.8 || offers "$word"
	done
done
exits 0 complete muster inventory li
offers lint
verdict

claim "every long option that help names is completed"
for verb in $verbs; do
	exits 0 complete muster "$verb" --
	offers --help
	$muster "$verb" --help | grep -oE '(^|[[ |])--[a-z][a-z-]*' | grep -oE -e '--.*' | sort -u >"$scratch/options"
	while read -r option; do
		offers "$option"
	done <"$scratch/options"
done
verdict

claim "values of options that have but a few are completed, and otherwise files"
exits 0 complete muster check --min-severity w
offers warning
exits 0 complete muster list --source ""
offers sysfs
exits 0 complete muster check --from ""
[ -z "$(tr -d '\n' <"$out")" ] || blame "something else than files is offered"
verdict

exit $failed
