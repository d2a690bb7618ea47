# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh disable=SC2034 # the tests use what is set here
# What the tests of the tool share. Sourced, from the root of the repository.
#
#   exits N COMMAND...   run it: claim that it exits with N; $out and $err hold what it said
#   says PATTERN         claim that a line of $out matches (extended regular expression)
#   silent_on PATTERN    claim that no line of $out does
#   warns PATTERN        as says, of $err
#   shows <<EOF          claim that $out is this text
#   try_fault NAME       the claims of the short form of tests/faults/NAME.py
# Each claim is named by what stands in $claim, which "claim TEXT" sets.

muster=${MUSTER:-./userspace/muster}
fixtures=tests/fixtures
scratch=$(mktemp -d "${TMPDIR:-/tmp}/muster-cli.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
out=$scratch/out
err=$scratch/err
failed=0

claim() {
	claim=$*
	fault=
}

# One line per claim: called by "done_claiming" and by the next claim.
verdict() {
	if [ -z "$fault" ]; then
		echo "ok $claim"
	else
		echo "not ok $claim: $fault"
		sed 's/^/# /' "$out" "$err"
		failed=1
	fi
}

blame() {
	[ -n "$fault" ] || fault=$*
}

exits() {
	wanted=$1
	shift
	"$@" >"$out" 2>"$err" </dev/null
	status=$?
	[ $status -eq "$wanted" ] || blame "exit status $status instead of $wanted: $*"
}

says() {
	grep -Eq -e "$1" "$out" || blame "no output matches $1"
}

silent_on() {
	! grep -Eq -e "$1" "$out" || blame "output matches $1"
}

shows() {
	diff -u - "$out" >"$err" || blame "another text"
}

warns() {
	grep -Eq -e "$1" "$err" || blame "no error message matches $1"
}

# That $out is one JSON text of which a python expression on "j" holds. What -I and -S
# leave out is not needed, and takes longer than all the rest.
json() {
	python3 -I -S -c 'import json,sys; j = json.load(open(sys.argv[1])); sys.exit(not eval(sys.argv[2]))' \
		"$out" "$1" 2>>"$err" || blame "not so: $1"
}

try_fault() {
	"tests/faults/$1.py" --short >"$out" 2>&1 || {
		fault_status=$?
		grep -q '^FAIL ' "$out" || echo "FAIL tests/faults/$1.py --short: status $fault_status"
		failed=1
	}
	grep -v '^outcome: ' "$out"
}
