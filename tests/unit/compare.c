// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * compare.c: each device by exactly one rule, and the finding that makes.
 */
#include "compare.h"

#include <stdio.h>

#include "board.h"
#include "inventory.h"

/* Rules, devices and what must come of them: one line per finding. */
struct scenario {
	const char *name, *rules, *devices, *findings;
};

#define NIC "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\" }"
#define AT0 "\"place\": \"0000:00/1c.0/00.0\", "
#define AT1 "\"place\": \"0000:00/1c.1/00.0\", "
#define S0 "00-11-22-ff-ff-33-44-55"
#define S1 "00-11-22-ff-ff-33-44-66"
#define BMC "\"identity\": { \"name\": \"IPI0001:00\", \"firmware_path\": \"\\\\\\\\_SB_.SSIF\" }"
#define I2C "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\n"
#define HOST "{ \"label\": \"host\", \"place\": \"0000:00/1f.3\" }, "
#define SSIF " IPI0001:00 firmware_path=\\_SB_.SSIF"
#define SMB(step) "\"place\": \"0000:00/1f.3/i2c/" step "\", "
#define ON(step) "c 0000:00/1f.3/i2c/" step
#define F0 "f 0000:00/1c.0/00.0 8086:10d3"
#define F1 "f 0000:00/1c.1/00.0 8086:10d3"
#define FP "f 0000:?/00.0 8086:10d3"
#define SW "\"identity\": { \"vendor\": \"10b5\", \"device\": \"8747\" }"
#define DISK "\"identity\": { \"vendor\": \"144d\", \"device\": \"a80a\" }"
#define PORT(step) "{ \"label\": \"port-" step "\", \"place\": \"0000:00/" step "\" }, "
#define AT(place) "\"place\": \"" place "\", "
#define ATP "\"place\": \"0000:?/00.0\", "

#define SHAPE_A "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHAPE_B "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define DIMM(part) "spd.maker_id=80ce spd.checksums=good spd.part=" part
#define DIMM0 "{ \"label\": \"dimm\", " SMB("50") "\"identity\": { \"spd\": { \"checksums\": \"good\""
#define DIMMS(identity, count) "{ \"label\": \"dimms\", " SMB("5*") "\"identity\": " identity ", \"count\": " count " }"

static const struct scenario scenarios[] = {
	{ "what the rule describes passes",
	  "{ \"label\": \"nic\", " AT0 NIC " }", F0, "" },
	{ "a stranger is unexpected by the implicit rule",
	  "", F0, "unexpected critical 0000:00/1c.0/00.0 -\n" },
	{ "what is required and not there is missing",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"severity\": \"warning\" }", "",
	  "missing warning 0000:00/1c.0/00.0 nic\n" },
	{ "what is optional may be away",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"presence\": \"optional\" }", "", "" },
	{ "another part at an exact place: unexpected and missing, one group",
	  "{ \"label\": \"nic\", " AT0 NIC " }", "f 0000:00/1c.0/00.0 10ec:8168",
	  "unexpected critical 0000:00/1c.0/00.0 nic group=0000:00/1c.0/00\n"
	  "missing critical 0000:00/1c.0/00.0 nic group=0000:00/1c.0/00\n" },
	{ "an exact place belongs to its rule, whatever others would allow",
	  "{ \"label\": \"any\", \"place\": \"**\", \"identity\": { \"vendor\": \"10ec\" }, \"presence\": \"optional\" },"
	  "{ \"label\": \"nic\", " AT0 NIC ", \"presence\": \"optional\" }",
	  "f 0000:00/1c.0/00.0 10ec:8168", "unexpected critical 0000:00/1c.0/00.0 nic\n" },
	{ "a module on the list may be in any socket",
	  DIMMS("{ \"spd\": { \"part\": [\"A*\", \"B1\"], \"size_mib\": 32768 } }", "2"),
	  ON("50") " ee1004 " DIMM("A1") " spd.size_mib=32768\n"
	  ON("53") " spd5118 " DIMM("B1") " spd.size_mib=32768", "" },
	{ "a module that is not on the list is unexpected, and one is missing",
	  DIMMS("{ \"spd\": { \"part\": \"A1\" } }", "2"),
	  ON("50") " ee1004 " DIMM("A1") "\n" ON("51") " ee1004 " DIMM("C1"),
	  "unexpected critical 0000:00/1f.3/i2c/51 -\n"
	  "missing critical 0000:00/1f.3/i2c/5* dimms 2/1\n" },
	{ "so many of each size",
	  "{ \"label\": \"big\", " SMB("5*") "\"identity\": { \"spd\": { \"size_mib\": 32768 } }, \"count\": 1 },"
	  "{ \"label\": \"small\", " SMB("5*") "\"identity\": { \"spd\": { \"size_mib\": [8192, \"16*\"] } }, \"count\": { \"max\": 1 } }",
	  ON("50") " a " DIMM("A1") " spd.size_mib=32768\n" ON("51") " a " DIMM("A1") " spd.size_mib=32768\n"
	  ON("52") " a " DIMM("A1") " spd.size_mib=16384",
	  "unexpected critical 0000:00/1f.3/i2c/51 big 1/2\n" },
	{ "what an unread memory holds is unverified, as one thing",
	  DIMM0 ", \"part\": \"A1\" } } }", ON("50") " ee1004",
	  "unverified 0000:00/1f.3/i2c/50 dimm spd\n" },
	{ "a memory that cannot be read is neither missing nor a match",
	  DIMM0 ", \"part\": \"A1\" } } }", ON("50") " ee1004 reading=unreadable",
	  "unreadable critical 0000:00/1f.3/i2c/50 dimm\n" },
	{ "which does not matter to a rule that asks nothing of it",
	  "{ \"label\": \"x\", " SMB("50") "\"identity\": { \"name\": \"ee1004\" } }",
	  ON("50") " ee1004 reading=unreadable", "" },
	{ "no sensor is taken for an unread module",
	  DIMMS("{ \"spd\": { \"part\": \"A1\" } }", "{ \"max\": 2 }"), ON("18") " jc42",
	  "unexpected critical 0000:00/1f.3/i2c/18 -\n" },
	{ "another module is another part",
	  DIMM0 ", \"part\": \"A1\", \"size_mib\": 8192 } } }",
	  ON("50") " ee1004 " DIMM("C1") " spd.size_mib=16384",
	  "unexpected critical 0000:00/1f.3/i2c/50 dimm group=0000:00/1f.3/i2c/50\n"
	  "missing critical 0000:00/1f.3/i2c/50 dimm group=0000:00/1f.3/i2c/50\n" },
	{ "but with the same shape its name was rewritten",
	  DIMM0 ", \"part\": \"A1\", \"shape\": \"" SHAPE_A "\" } } }",
	  ON("50") " ee1004 " DIMM("C1") " spd.shape=" SHAPE_A,
	  "changed critical 0000:00/1f.3/i2c/50 dimm spd.part: A1 -> C1\n" },
	{ "of a module of the same model the serial alone is told",
	  DIMM0 ", \"part\": \"A1\", \"serial\": \"12345678\", \"identity\": \"" SHAPE_A "\", \"date\": \"2020-W01\" } } }",
	  ON("50") " ee1004 " DIMM("A1") " spd.serial=87654321 spd.identity=" SHAPE_B " spd.date=2020-W02",
	  "changed critical 0000:00/1f.3/i2c/50 dimm spd.serial: 12345678 -> 87654321\n" },
	{ "a placeholder of a serial pins nothing",
	  DIMM0 ", \"serial\": \"00000000\" } } }",
	  ON("50") " ee1004 " DIMM("A1") " spd.serial=87654321", "" },
	{ "a module in another socket has moved",
	  DIMM0 ", \"serial\": \"12345678\" } } }",
	  ON("50") " x " DIMM("C1") " spd.serial=11111111\n"
	  ON("54") " ee1004 " DIMM("A1") " spd.serial=12345678",
	  "changed critical 0000:00/1f.3/i2c/50 dimm spd.serial: 12345678 -> 11111111 group=0000:00/1f.3/i2c/54\n"
	  "moved critical 0000:00/1f.3/i2c/54 dimm other=0000:00/1f.3/i2c/50 group=0000:00/1f.3/i2c/54\n" },
	{ "two modules with one serial are duplicates, if maker and date are one",
	  DIMMS("{ \"spd\": { \"part\": \"A1\" } }", "3"),
	  ON("50") " a " DIMM("A1") " spd.serial=12345678 spd.date=2020-W01\n"
	  ON("51") " a " DIMM("A1") " spd.serial=12345678 spd.date=2020-W01\n"
	  ON("52") " a " DIMM("A1") " spd.serial=12345678 spd.date=2020-W02",
	  "duplicate critical 0000:00/1f.3/i2c/51 dimms spd.serial: - -> 12345678 other=0000:00/1f.3/i2c/50\n" },
	{ "nobody's serial is no duplicate",
	  DIMMS("{ \"spd\": { \"part\": \"A1\" } }", "2"),
	  ON("50") " a " DIMM("A1") " spd.serial=ffffffff spd.date=2020-W01\n"
	  ON("51") " a " DIMM("A1") " spd.serial=ffffffff spd.date=2020-W01", "" },
	{ "what holds nothing any more is one finding",
	  DIMM0 ", \"part\": \"A1\", \"size_mib\": 8192 } } }", ON("50") " ee1004 spd=",
	  "changed critical 0000:00/1f.3/i2c/50 dimm spd: A1 (memory module) -> none\n" },
	{ "what must hold no SPD holds none",
	  "{ \"label\": \"fru\", " SMB("50") "\"identity\": { \"spd\": null } }",
	  ON("50") " 24c02 spd=", "" },
	{ "one module of two that is gone is missing",
	  HOST DIMM0 ", \"part\": \"A1\" } } }, { \"label\": \"other\", " SMB("51") "\"identity\": { \"spd\": { \"part\": \"A1\" } } }",
	  I2C ON("51") " a " DIMM("A1"), "missing critical 0000:00/1f.3/i2c/50 dimm\n" },
	{ "where not one shows itself the kernel may make none",
	  HOST DIMM0 ", \"part\": \"A1\" } } }, { \"label\": \"other\", " SMB("51") "\"identity\": { \"spd\": { \"part\": \"A1\" } } }",
	  I2C, "unreadable critical 0000:00/1f.3/i2c dimm 2/0\n" },
	{ "the names in a FRU memory with right checksums are another part's",
	  "{ \"label\": \"psu\", " SMB("57") "\"identity\": { \"fru\": { \"product_name\": \"P\" } } }",
	  ON("57") " 24c02 fru.product_name=Q fru.checksums=good",
	  "unexpected critical 0000:00/1f.3/i2c/57 psu group=0000:00/1f.3/i2c/57\n"
	  "missing critical 0000:00/1f.3/i2c/57 psu group=0000:00/1f.3/i2c/57\n" },
	{ "those with wrong ones are damaged",
	  "{ \"label\": \"psu\", " SMB("57") "\"identity\": { \"fru\": { \"product_name\": \"P\" } } }",
	  ON("57") " 24c02 fru.product_name=Q fru.checksums=bad",
	  "changed critical 0000:00/1f.3/i2c/57 psu fru.product_name: P -> Q\n" },
	{ "the same model with another serial is changed",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }", F0 " serial=" S1,
	  "changed critical 0000:00/1c.0/00.0 nic serial: " S0 " -> " S1 "\n" },
	{ "a serial that is hidden is changed",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }", F0 " serial=",
	  "changed critical 0000:00/1c.0/00.0 nic serial: " S0 " -> none\n" },
	{ "a serial nobody could read is no finding",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }", F0 " serial=?",
	  "unverified 0000:00/1c.0/00.0 nic serial\n" },
	{ "each field that differs is a finding",
	  "{ \"label\": \"nic\", " AT0 "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"01\", \"subsystem_device\": \"a01f\" } }",
	  F0,
	  "changed critical 0000:00/1c.0/00.0 nic revision: 01 -> 00\n"
	  "changed critical 0000:00/1c.0/00.0 nic subsystem_device: a01f -> 1100\n" },
	{ "a known difference counts beside an unknown field",
	  "{ \"label\": \"nic\", " AT0 "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"01\" }, \"serial\": \"" S0 "\" }",
	  F0 " serial=?", "changed critical 0000:00/1c.0/00.0 nic revision: 01 -> 00\n" },
	{ "identical cards swapped are moved, both",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" },"
	  "{ \"label\": \"b\", " AT1 NIC ", \"serial\": \"" S1 "\" }",
	  F0 " serial=" S1 "\n" F1 " serial=" S0,
	  "moved critical 0000:00/1c.0/00.0 b other=0000:00/1c.1/00.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.1/00.0 a other=0000:00/1c.0/00.0 group=0000:00/1c.0/00\n" },
	{ "three in a circle are moved, all",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" },"
	  "{ \"label\": \"b\", " AT1 NIC ", \"serial\": \"" S1 "\" },"
	  "{ \"label\": \"c\", \"place\": \"0000:00/1c.2/00.0\", " NIC ", \"serial\": \"aa-11-22-ff-ff-33-44-77\" }",
	  F0 " serial=" S1 "\n" F1 " serial=aa-11-22-ff-ff-33-44-77\nf 0000:00/1c.2/00.0 8086:10d3 serial=" S0,
	  "moved critical 0000:00/1c.0/00.0 b other=0000:00/1c.1/00.0\n"
	  "moved critical 0000:00/1c.1/00.0 c other=0000:00/1c.2/00.0\n"
	  "moved critical 0000:00/1c.2/00.0 a other=0000:00/1c.0/00.0\n" },
	{ "a card in another, empty slot is moved and not missing",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }", F1 " serial=" S0,
	  "moved critical 0000:00/1c.1/00.0 a other=0000:00/1c.0/00.0\n" },
	{ "without a pinned serial a model elsewhere is not the same part",
	  "{ \"label\": \"a\", " AT0 NIC " }", F1 " serial=" S0,
	  "missing critical 0000:00/1c.0/00.0 a\nunexpected critical 0000:00/1c.1/00.0 -\n" },
	{ "a card that takes another's slot: moved, and the other is missing",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" },"
	  "{ \"label\": \"b\", " AT1 "\"identity\": { \"vendor\": \"10ec\", \"device\": \"8168\" } }",
	  F1 " serial=" S0,
	  "missing critical 0000:00/1c.1/00.0 b group=0000:00/1c.1/00\n"
	  "moved critical 0000:00/1c.1/00.0 a other=0000:00/1c.0/00.0 group=0000:00/1c.1/00\n" },
	{ "a copy of a part that is in its place is a duplicate and unexpected",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }",
	  F0 " serial=" S0 "\n" F1 " serial=" S0,
	  "unexpected critical 0000:00/1c.1/00.0 -\n"
	  "duplicate critical 0000:00/1c.1/00.0 - serial: - -> " S0 " other=0000:00/1c.0/00.0\n" },
	{ "functions of one device share a serial rightly",
	  "{ \"label\": \"all\", \"place\": \"**\" }",
	  F0 " serial=" S0 "\nf 0000:00/1c.0/00.1 8086:10d3 serial=" S0, "" },
	{ "ports of one switch, and what is beside its upstream port, share a serial",
	  "{ \"label\": \"all\", \"place\": \"**\" }",
	  "f 0000:00/1c.0/00.0 10b5:8747 class=060400 serial=" S0 "\n"
	  "f 0000:00/1c.0/00.1 10b5:87d0 class=088000 serial=" S0 "\n"
	  "f 0000:00/1c.0/00.0/08.0 10b5:8747 class=060400 serial=" S0 "\n"
	  "f 0000:00/1c.0/00.0/09.0 10b5:8747 class=060400 serial=" S0, "" },
	{ "ports of one switch share a serial where the upstream port shows none",
	  "{ \"label\": \"all\", \"place\": \"**\" }",
	  "f 0000:00/1c.0/00.0 10b5:8747 class=060400\n"
	  "f 0000:00/1c.0/00.0/08.0 10b5:8747 class=060400 serial=" S0 "\n"
	  "f 0000:00/1c.0/00.0/09.0 10b5:8747 class=060400 serial=" S0, "" },
	{ "placeholder serials are no duplicates",
	  "{ \"label\": \"all\", \"place\": \"**\" }",
	  F0 " serial=ca-87-00-10-b5-df-0e-00\n" F1 " serial=ca-87-00-10-b5-df-0e-00\n"
	  "f 0000:00/1c.2/00.0 8086:10d3 serial=00-00-00-00-00-00-00-00\n"
	  "f 0000:00/1c.3/00.0 8086:10d3 serial=00-00-00-00-00-00-00-00", "" },
	{ "forbidden comes first, even at an exact place",
	  "{ \"label\": \"nic\", " AT0 NIC " },"
	  "{ \"label\": \"no\", " NIC ", \"presence\": \"forbidden\", \"severity\": \"warning\" }",
	  F0, "missing critical 0000:00/1c.0/00.0 nic\nforbidden warning 0000:00/1c.0/00.0 no\n" },
	{ "a forbidden rule that cannot be told apart is a doubt, not a finding",
	  "{ \"label\": \"nic\", " AT0 NIC " },"
	  "{ \"label\": \"no\", " NIC ", \"serial\": \"" S0 "\", \"presence\": \"forbidden\" }",
	  F0 " serial=?", "unverified 0000:00/1c.0/00.0 no serial\n" },
	{ "file order decides among rules without an exact place",
	  "{ \"label\": \"first\", \"place\": \"0000:00/1c.*/00.0\", \"count\": 1 },"
	  "{ \"label\": \"second\", " NIC ", \"presence\": \"optional\" }",
	  F0 "\n" F1, "unexpected critical 0000:00/1c.1/00.0 first 1/2\n" },
	{ "too few is one finding with both numbers",
	  "{ \"label\": \"nics\", \"place\": \"0000:00/1c.*/00.0\", " NIC ", \"count\": 4 }",
	  F0 "\n" F1, "missing critical 0000:00/1c.*/00.0 nics 4/2\n" },
	{ "as many as min to max may be there",
	  "{ \"label\": \"nics\", \"place\": \"**\", " NIC ", \"count\": { \"min\": 1, \"max\": 2 } }",
	  F0 "\n" F1, "" },
	{ "a second source passes, a third does not",
	  "{ \"label\": \"nic\", " AT0 "\"identity\": [ { \"vendor\": \"8086\", \"device\": \"10d3\" }, { \"vendor\": \"10ec\", \"device\": [ \"8125\", \"81*\" ] } ] }",
	  "f 0000:00/1c.0/00.0 10ec:8168", "" },
	{ "a pattern of whole steps",
	  "{ \"label\": \"below\", \"place\": \"0000:00/1c.0/**\", " NIC " }",
	  "f 0000:00/1c.0/00.0/01.0/00.0 8086:10d3", "" },
	{ "bus and kind narrow a rule",
	  "{ \"label\": \"nic\", \"place\": \"**\", \"bus\": \"i2c\", \"kind\": \"client\", \"identity\": { \"name\": \"x\" }, \"presence\": \"optional\" }",
	  F0, "unexpected critical 0000:00/1c.0/00.0 -\n" },
	{ "a function that is asleep is judged by what the kernel remembers",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }",
	  F0 " reading=asleep serial=?", "unverified 0000:00/1c.0/00.0 nic serial\n" },
	{ "a function that is gone is unreadable, never missing or changed",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }",
	  F0 " reading=gone serial=" S1, "unreadable critical 0000:00/1c.0/00.0 nic\n" },
	{ "a function that answers all ones is unreadable",
	  "{ \"label\": \"nic\", " AT0 NIC " }", F0 " reading=unreadable serial=?",
	  "unreadable critical 0000:00/1c.0/00.0 nic\n" },
	{ "virtual functions are their physical function's",
	  "{ \"label\": \"nic\", " AT0 NIC " }",
	  F0 "\nf 0000:00/1c.0/00.0/vf0 8086:10ed virtual=true\nf 0000:00/1c.0/00.0/vf1 8086:10ed virtual=true", "" },
	{ "virtual functions beyond what the rule allows",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"virtual_functions\": 1 }",
	  F0 "\nf 0000:00/1c.0/00.0/vf0 8086:10ed virtual=true\nf 0000:00/1c.0/00.0/vf1 8086:10ed virtual=true",
	  "unexpected critical 0000:00/1c.0/00.0/vf1 nic 1/2 other=0000:00/1c.0/00.0\n" },
	{ "virtual functions that the rule forbids",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"virtual_functions\": \"forbid\" }",
	  F0 "\nf 0000:00/1c.0/00.0/vf0 8086:10ed virtual=true",
	  "forbidden critical 0000:00/1c.0/00.0/vf0 nic other=0000:00/1c.0/00.0\n" },
	{ "a virtual function without its physical function is judged like any",
	  "", "f 0000:00/1c.0/00.0/vf0 8086:10ed virtual=true",
	  "unexpected critical 0000:00/1c.0/00.0/vf0 -\n" },
	{ "adapters are their function's, mux channels their adapter's",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\na 0000:00/1f.3/i2c/ch0\na 0000:00/1f.3/i2c/ch1", "" },
	{ "a client that no rule knows is unexpected",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/2e stranger",
	  "unexpected critical 0000:00/1f.3/i2c/2e -\n" },
	{ "the kernel's own SPD clients are unexpected at notice",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/18 jc42\nc 0000:00/1f.3/i2c/50 spd\nc 0000:00/1f.3/i2c/51 ee1004",
	  "unexpected notice 0000:00/1f.3/i2c/18 -\nunexpected notice 0000:00/1f.3/i2c/50 -\nunexpected notice 0000:00/1f.3/i2c/51 -\n" },
	{ "but not at another address, from firmware, behind a mux or off the SMBus",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }, { \"label\": \"gpu\", \"place\": \"0000:00/1f.4\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\na 0000:00/1f.3/i2c/ch0\nf 0000:00/1f.4 8086:2931\na 0000:00/1f.4/i2c\n"
	  "c 0000:00/1f.3/i2c/2e spd\nc 0000:00/1f.3/i2c/50 spd firmware_path=\\_SB.EEP0\nc 0000:00/1f.3/i2c/51 spd firmware_path=?\n"
	  "c 0000:00/1f.3/i2c/ch0/52 spd\nc 0000:00/1f.4/i2c/50 spd",
	  "unexpected critical 0000:00/1f.3/i2c/2e -\nunexpected critical 0000:00/1f.3/i2c/50 -\n"
	  "unexpected critical 0000:00/1f.3/i2c/51 -\nunexpected critical 0000:00/1f.3/i2c/ch0/52 -\n"
	  "unexpected critical 0000:00/1f.4/i2c/50 -\n" },
	{ "clients on an adapter that is not there are one finding",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" },"
	  "{ \"label\": \"c0\", \"place\": \"0000:00/1f.3/i2c/ch0/50\", \"severity\": \"notice\" },"
	  "{ \"label\": \"c1\", \"place\": \"0000:00/1f.3/i2c/ch1/50\", \"severity\": \"warning\" },"
	  "{ \"label\": \"c2\", \"place\": \"0000:00/1f.3/i2c/51\", \"severity\": \"notice\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500",
	  "unreadable warning 0000:00/1f.3/i2c c0 3/0\n" },
	{ "a client that is not there on an adapter that is",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }, { \"label\": \"c\", \"place\": \"0000:00/1f.3/i2c/50\" }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c",
	  "missing critical 0000:00/1f.3/i2c/50 c\n" },
	{ "a client of another name at its address is changed",
	  "{ \"label\": \"smbus\", \"place\": \"0000:00/1f.3\" }, { \"label\": \"c\", \"place\": \"0000:00/1f.3/i2c/50\", \"identity\": { \"name\": \"24c02\" } }",
	  "f 0000:00/1f.3 8086:2930 class=0c0500\na 0000:00/1f.3/i2c\nc 0000:00/1f.3/i2c/50 evil",
	  "changed critical 0000:00/1f.3/i2c/50 c name: 24c02 -> evil\n" },
	{ "a switch with all behind it is one group",
	  "", "f 0000:00/1c.0/00.0 10b5:8747 class=060400\nf 0000:00/1c.0/00.0/01.0 10b5:8747 class=060400\n"
	  "f 0000:00/1c.0/00.0/01.0/00.0 8086:10d3\nf 0000:00/1c.1/00.0 8086:10d3",
	  "unexpected critical 0000:00/1c.0/00.0 - group=0000:00/1c.0/00\n"
	  "unexpected critical 0000:00/1c.0/00.0/01.0 - group=0000:00/1c.0/00\n"
	  "unexpected critical 0000:00/1c.0/00.0/01.0/00.0 - group=0000:00/1c.0/00\n"
	  "unexpected critical 0000:00/1c.1/00.0 - group=0000:00/1c.1/00\n" },
	{ "two at one place: one is too many",
	  "{ \"label\": \"nic\", " AT0 NIC " }", F0 "\n" F0,
	  "unexpected critical 0000:00/1c.0/00.0 nic 1/2\n" },
	{ "ids that nobody knows may be those of any rule",
	  "{ \"label\": \"nic\", \"place\": \"**\", " NIC " }", F0 " vendor=? device=?",
	  "unverified 0000:00/1c.0/00.0 nic vendor,device\n" },
	{ "a place by UID is found where its root bus moved",
	  "{ \"label\": \"nic\", \"place\": \"uid:7/01.0/00.0\", " NIC " }",
	  "f 0000:3a/01.0 8086:2030 root_id=PNP0A08:7\nf 0000:3a/01.0/00.0 8086:10d3 root_id=PNP0A08:7",
	  "unexpected critical 0000:3a/01.0 -\n" },
	{ "a UID that two roots share tells neither",
	  "{ \"label\": \"nic\", \"place\": \"uid:7/01.0\", " NIC ", \"presence\": \"optional\" }",
	  "f 0000:3a/01.0 8086:10d3 root_id=PNP0A08:7\nf 0001:00/01.0 8086:10d3 root_id=PNP0A03:7",
	  "unexpected critical 0000:3a/01.0 -\nunexpected critical 0001:00/01.0 -\n" },
	{ "a place by UID is missing by the bus that it has now",
	  "{ \"label\": \"nic\", \"place\": \"uid:7/01.0/00.0\", " NIC " }, { \"label\": \"port\", \"place\": \"uid:7/01.0\" }",
	  "f 0000:3a/01.0 8086:2030 root_id=PNP0A08:7", "missing critical 0000:3a/01.0/00.0 nic\n" },
	{ "a client whose address sysfs does not show is known by its firmware path",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C ON("?") SSIF, "" },
	{ "and the other way round",
	  HOST "{ \"label\": \"bmc\", " SMB("?") BMC " }", I2C ON("20") SSIF, "" },
	{ "where both know it the address counts, not the firmware path",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C ON("21") SSIF,
	  "missing critical 0000:00/1f.3/i2c/20 bmc\nunexpected critical 0000:00/1f.3/i2c/21 -\n" },
	{ "on another adapter it is another client",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C "a 0000:00/1f.3/i2c#1\nc 0000:00/1f.3/i2c#1/?" SSIF,
	  "missing critical 0000:00/1f.3/i2c/20 bmc\nunexpected critical 0000:00/1f.3/i2c#1/? -\n" },
	{ "of another firmware path it is another client, though both lack an address",
	  HOST "{ \"label\": \"bmc\", " SMB("?") BMC " }", I2C ON("?") " IPI0001:00 firmware_path=\\_SB_.ELSE",
	  "unexpected critical 0000:00/1f.3/i2c/? -\nmissing critical 0000:00/1f.3/i2c/? bmc\n" },
	{ "nor is one of unknown firmware path known by it",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C ON("?") " IPI0001:00 firmware_path=?",
	  "missing critical 0000:00/1f.3/i2c/20 bmc\nunexpected critical 0000:00/1f.3/i2c/? -\n" },
	{ "a firmware path by a glob makes no place",
	  HOST "{ \"label\": \"any\", " SMB("20") "\"identity\": { \"firmware_path\": \"*\" }, \"presence\": \"optional\" }",
	  I2C ON("?") SSIF, "unexpected critical 0000:00/1f.3/i2c/? -\n" },
	{ "several of unknown address on one adapter are told apart",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }, { \"label\": \"pen\", " SMB("?") "\"identity\": { \"name\": \"pen\", \"firmware_path\": \"/pen\" } }",
	  I2C ON("?") " pencil firmware_path=/pen\n" ON("?") SSIF,
	  "changed critical 0000:00/1f.3/i2c/? pen name: pen -> pencil\n" },
	{ "who sits at the very address goes before who has the firmware path",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C ON("?") SSIF "\n" ON("20") SSIF,
	  "unexpected critical 0000:00/1f.3/i2c/? -\n" },
	{ "one rule is one client's, whoever shares its firmware path",
	  HOST "{ \"label\": \"bmc\", " SMB("20") BMC " }", I2C ON("?") SSIF "\n" ON("?") SSIF,
	  "unexpected critical 0000:00/1f.3/i2c/? -\n" },
	{ "clients of one firmware path each find the rule that fits",
	  HOST "{ \"label\": \"a\", " SMB("20") "\"identity\": { \"name\": \"a\", \"firmware_path\": \"/x\" } },"
	  "{ \"label\": \"b\", " SMB("21") "\"identity\": { \"name\": \"b\", \"firmware_path\": \"/x\" } }",
	  I2C ON("?") " b firmware_path=/x\n" ON("?") " a firmware_path=/x", "" },
	{ "a rule that forbids the place forbids it by firmware path as well",
	  HOST "{ \"label\": \"no\", " SMB("20") BMC ", \"presence\": \"forbidden\" }",
	  I2C ON("?") SSIF, "forbidden critical 0000:00/1f.3/i2c/? no\n" },
	{ "a changed field is told with its register",
	  "{ \"label\": \"nic\", " AT0 "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"01\", \"subsystem_device\": \"a01f\" }, \"serial\": \"" S0 "\" }",
	  F0 " serial=",
	  "changed critical 0000:00/1c.0/00.0 nic revision: 01 -> 00 register=08h\n"
	  "changed critical 0000:00/1c.0/00.0 nic subsystem_device: a01f -> 1100 register=2eh\n"
	  "changed critical 0000:00/1c.0/00.0 nic serial: " S0 " -> none register=capability 0003 (Device Serial Number), offset 4\n" },
	{ "a link at half its width is degraded",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"width\": 8 } }", F0 " link_width=4",
	  "degraded critical 0000:00/1c.0/00.0 nic link_width: 8 -> 4 register=capability 10 (PCI Express), offset 12h\n" },
	{ "a wider or equal one is not",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"width\": 8 } }", F0 " link_width=16", "" },
	{ "one that nobody could read is unverified, as is one that is down",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"width\": 8 } }, { \"label\": \"b\", " AT1 NIC ", \"link\": { \"width\": 8 } }",
	  F0 "\n" F1 " link_width=0",
	  "unverified 0000:00/1c.0/00.0 nic link_width\nunverified 0000:00/1c.1/00.0 b link_width\n" },
	{ "a slow link is unverified until seen twice",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"speed\": \"8.0 GT/s\" } }", F0 " link_speed=2.5~GT/s",
	  "unverified 0000:00/1c.0/00.0 nic link_speed\n" },
	{ "and degraded then",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"speed\": \"8.0 GT/s\" } }", F0 " link_speed=2.5~GT/s link_agreed=true",
	  "degraded critical 0000:00/1c.0/00.0 nic link_speed: 8.0 GT/s -> 2.5 GT/s\n" },
	{ "a fast one needs no second look",
	  "{ \"label\": \"nic\", " AT0 NIC ", \"link\": { \"speed\": \"8.0 GT/s\" } }", F0 " link_speed=16.0~GT/s", "" },
	{ "no rule asks, no finding",
	  "{ \"label\": \"nic\", " AT0 NIC " }", F0 " link_speed=2.5~GT/s link_width=1 link_agreed=true", "" },
	{ "a rule for many places asks the lower end of a link",
	  "{ \"label\": \"all\", \"place\": \"**\", \"identity\": { \"class\": \"*\" }, \"link\": { \"width\": 8 } }",
	  "f 0000:00/1c.0 8086:2942 port_type=root~port link_width=4\n" F0 " link_width=8", "" },
	{ "a rule of the port asks the port",
	  "{ \"label\": \"port\", " AT("0000:00/1c.0") "\"identity\": { \"class\": \"*\" }, \"link\": { \"width\": 8 } }",
	  "f 0000:00/1c.0 8086:2942 port_type=root~port link_width=4",
	  "degraded critical 0000:00/1c.0 port link_width: 8 -> 4\n" },
	{ "a switch put in front of a card: the switch is new, the card moved, one group",
	  PORT("1c.0") "{ \"label\": \"nic\", " AT0 NIC " }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 10b5:8747\nf 0000:00/1c.0/00.0/01.0 10b5:8747\nf 0000:00/1c.0/00.0/01.0/00.0 8086:10d3",
	  "unexpected critical 0000:00/1c.0/00.0 nic group=0000:00/1c.0/00\n"
	  "unexpected critical 0000:00/1c.0/00.0/01.0 - group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/01.0/00.0 nic other=0000:00/1c.0/00.0 group=0000:00/1c.0/00\n" },
	{ "a riser in front of a switch with all behind it, an adapter and its client",
	  PORT("1c.0") "{ \"label\": \"up\", " AT0 SW " }, { \"label\": \"down\", " AT("0000:00/1c.0/00.0/01.0") SW " },"
	  "{ \"label\": \"nic\", " AT("0000:00/1c.0/00.0/01.0/00.0") NIC " },"
	  "{ \"label\": \"eeprom\", " AT("0000:00/1c.0/00.0/01.0/00.0/i2c/50") "\"identity\": { \"name\": \"24c02\" } }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 1b21:1080\nf 0000:00/1c.0/00.0/00.0 10b5:8747\nf 0000:00/1c.0/00.0/00.0/01.0 10b5:8747\n"
	  "f 0000:00/1c.0/00.0/00.0/01.0/00.0 8086:10d3\na 0000:00/1c.0/00.0/00.0/01.0/00.0/i2c\nc 0000:00/1c.0/00.0/00.0/01.0/00.0/i2c/50 24c02",
	  "unexpected critical 0000:00/1c.0/00.0 up group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/00.0 up other=0000:00/1c.0/00.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/00.0/01.0 down other=0000:00/1c.0/00.0/01.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/00.0/01.0/00.0 nic other=0000:00/1c.0/00.0/01.0/00.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/00.0/01.0/00.0/i2c/50 eeprom other=0000:00/1c.0/00.0/01.0/00.0/i2c/50 group=0000:00/1c.0/00\n" },
	{ "and taken out again",
	  PORT("1c.0") "{ \"label\": \"riser\", " AT0 "\"identity\": { \"vendor\": \"1b21\", \"device\": \"1080\" } }, { \"label\": \"up\", " AT("0000:00/1c.0/00.0/00.0") SW " },"
	  "{ \"label\": \"down\", " AT("0000:00/1c.0/00.0/00.0/01.0") SW " }, { \"label\": \"nic\", " AT("0000:00/1c.0/00.0/00.0/01.0/00.0") NIC " }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 10b5:8747\nf 0000:00/1c.0/00.0/01.0 10b5:8747\nf 0000:00/1c.0/00.0/01.0/00.0 8086:10d3",
	  "missing critical 0000:00/1c.0/00.0 riser group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0 up other=0000:00/1c.0/00.0/00.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/01.0 down other=0000:00/1c.0/00.0/00.0/01.0 group=0000:00/1c.0/00\n"
	  "moved critical 0000:00/1c.0/00.0/01.0/00.0 nic other=0000:00/1c.0/00.0/00.0/01.0/00.0 group=0000:00/1c.0/00\n" },
	{ "another card behind a new bridge is not the one that was there",
	  PORT("1c.0") "{ \"label\": \"nic\", " AT0 NIC ", \"serial\": \"" S0 "\" }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 1b21:1080\nf 0000:00/1c.0/00.0/00.0 8086:10d3 serial=" S1,
	  "unexpected critical 0000:00/1c.0/00.0 nic\nmissing critical 0000:00/1c.0/00.0 nic\nunexpected critical 0000:00/1c.0/00.0/00.0 -\n" },
	{ "nor is one whose ids nobody knows",
	  PORT("1c.0") "{ \"label\": \"nic\", " AT0 NIC " }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 1b21:1080\nf 0000:00/1c.0/00.0/00.0 8086:10d3 vendor=? device=?",
	  "unexpected critical 0000:00/1c.0/00.0 nic\nmissing critical 0000:00/1c.0/00.0 nic\nunexpected critical 0000:00/1c.0/00.0/00.0 -\n" },
	{ "nor a card behind a bridge that was there before",
	  PORT("1c.0") "{ \"label\": \"riser\", " AT0 SW " }, { \"label\": \"nic\", " AT("0000:00/1c.0/00.0/01.0") NIC " }",
	  "f 0000:00/1c.0 8086:2942\nf 0000:00/1c.0/00.0 10b5:8747\nf 0000:00/1c.0/00.0/02.0 8086:10d3",
	  "missing critical 0000:00/1c.0/00.0/01.0 nic\nunexpected critical 0000:00/1c.0/00.0/02.0 -\n" },
	{ "a root that has another number: all on it moved, one group",
	  "{ \"label\": \"port\", " AT("0000:3a/00.0") SW " }, { \"label\": \"nic\", " AT("0000:3a/00.0/00.0") NIC " }",
	  "f 0000:5d/00.0 10b5:8747\nf 0000:5d/00.0/00.0 8086:10d3",
	  "moved critical 0000:5d/00.0 port other=0000:3a/00.0 group=0000:5d/00\n"
	  "moved critical 0000:5d/00.0/00.0 nic other=0000:3a/00.0/00.0 group=0000:5d/00\n" },
	{ "two roots that have each other's number",
	  "{ \"label\": \"a\", " AT("0001:00/00.0") SW " }, { \"label\": \"b\", " AT("0001:00/00.0/00.0") NIC " },"
	  "{ \"label\": \"c\", " AT("0002:00/01.0") SW " }, { \"label\": \"d\", " AT("0002:00/01.0/00.0") DISK " }",
	  "f 0002:00/00.0 10b5:8747\nf 0002:00/00.0/00.0 8086:10d3\nf 0001:00/01.0 10b5:8747\nf 0001:00/01.0/00.0 144d:a80a",
	  "moved critical 0001:00/01.0 c other=0002:00/01.0\nmoved critical 0001:00/01.0/00.0 d other=0002:00/01.0/00.0\n"
	  "moved critical 0002:00/00.0 a other=0001:00/00.0\nmoved critical 0002:00/00.0/00.0 b other=0001:00/00.0/00.0\n" },
	{ "the other functions of a card go with the one that is known by its serial",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }, { \"label\": \"b\", " AT("0000:00/1c.0/00.1") DISK " }",
	  F1 " serial=" S0 "\nf 0000:00/1c.1/00.1 144d:a80a",
	  "moved critical 0000:00/1c.1/00.0 a other=0000:00/1c.0/00.0 group=0000:00/1c.1/00\n"
	  "moved critical 0000:00/1c.1/00.1 b other=0000:00/1c.0/00.1 group=0000:00/1c.1/00\n" },
	{ "what may be at its place passes",
	  "{ \"label\": \"nic\", " AT0 NIC " }", FP, "" },
	{ "and so does what was learned without its place",
	  "{ \"label\": \"nic\", " ATP NIC " }", F0, "" },
	{ "or without it on both sides, of different depth",
	  "{ \"label\": \"nic\", " ATP NIC " }", "f 0000:?/01.0/00.0 8086:10d3", "" },
	{ "another function number is another place",
	  "{ \"label\": \"nic\", " AT0 NIC " }", "f 0000:?/00.1 8086:10d3",
	  "missing critical 0000:00/1c.0/00.0 nic\nunexpected critical 0000:?/00.1 -\n" },
	{ "another domain as well",
	  "{ \"label\": \"nic\", " AT0 NIC " }", "f 0001:?/00.0 8086:10d3",
	  "missing critical 0000:00/1c.0/00.0 nic\nunexpected critical 0001:?/00.0 -\n" },
	{ "each of two finds a rule; a third is too many",
	  "{ \"label\": \"a\", " AT0 NIC " }, { \"label\": \"b\", " AT1 NIC " }",
	  FP "\n" FP "\n" FP, "unexpected critical 0000:?/00.0 -\n" },
	{ "and one too few is missing once",
	  "{ \"label\": \"a\", " AT0 NIC " }, { \"label\": \"b\", " AT1 NIC " }", FP,
	  "missing critical 0000:00/1c.1/00.0 b\n" },
	{ "a serial tells them apart",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }, { \"label\": \"b\", " AT1 NIC ", \"serial\": \"" S1 "\" }",
	  FP " serial=" S1 "\n" FP " serial=" S0, "" },
	{ "a serial of neither is a change of the one that is left",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }, { \"label\": \"b\", " AT1 NIC ", \"serial\": \"" S1 "\" }",
	  FP " serial=aa-11-22-ff-ff-33-44-77\n" FP " serial=" S0,
	  "changed critical 0000:?/00.0 b serial: " S1 " -> aa-11-22-ff-ff-33-44-77\n" },
	{ "serials that nobody could read leave both unverified",
	  "{ \"label\": \"a\", " AT0 NIC ", \"serial\": \"" S0 "\" }, { \"label\": \"b\", " AT1 NIC ", \"serial\": \"" S1 "\" }",
	  FP " serial=?\n" FP " serial=?",
	  "unverified 0000:?/00.0 a serial\nunverified 0000:?/00.0 b serial\n" },
	{ "who fits best goes first, whatever comes first",
	  "{ \"label\": \"a\", " AT0 "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"01\" } },"
	  "{ \"label\": \"b\", " AT1 "\"identity\": { \"vendor\": \"8086\", \"device\": \"10d3\", \"revision\": \"00\" } }",
	  FP " revision=00\n" FP " revision=02",
	  "changed critical 0000:?/00.0 a revision: 01 -> 02\n" },
	{ "who can be in fewest places chooses first",
	  "{ \"label\": \"deep\", \"place\": \"0000:00/1c.4/00.0/01.0/00.0\", " NIC " }, { \"label\": \"flat\", " AT0 NIC " }",
	  FP "\nf 0000:?/01.0/00.0 8086:10d3", "" },
	{ "a rule that knows more of its place as well",
	  "{ \"label\": \"any\", " ATP NIC " }, { \"label\": \"deep\", \"place\": \"0000:?/01.0/00.0\", " NIC " }",
	  F0 "\nf 0000:00/1c.4/00.0/01.0/00.0 8086:10d3", "" },
	{ "who is known to sit at a place goes before who may",
	  "{ \"label\": \"a\", " AT0 NIC " }", F0 "\n" FP, "unexpected critical 0000:?/00.0 -\n" },
	{ "another model is no change of what may be at its place",
	  "{ \"label\": \"a\", " AT0 NIC " }", "f 0000:?/00.0 10ec:8168",
	  "missing critical 0000:00/1c.0/00.0 a\nunexpected critical 0000:?/00.0 -\n" },
	{ "ids that nobody knows may be those of any rule that is left",
	  "{ \"label\": \"a\", " AT0 NIC " }, { \"label\": \"b\", " AT1 "\"identity\": { \"vendor\": \"10ec\", \"device\": \"8168\" } }",
	  "f 0000:?/00.0 8086:10d3 vendor=? device=?\n" FP, "unverified 0000:?/00.0 b vendor,device\n" },
	{ "a rule for several places takes what may be in one of them",
	  "{ \"label\": \"nics\", \"place\": \"0000:00/1c.*/00.0\", " NIC ", \"count\": 2 }", FP "\n" F0, "" },
	{ "what is forbidden in some place is in doubt where it may be there",
	  "{ \"label\": \"no\", " AT0 NIC ", \"presence\": \"forbidden\" }, { \"label\": \"ok\", \"place\": \"**\" }",
	  FP, "unverified 0000:?/00.0 no place\n" },
	{ "but not where it has found its own",
	  "{ \"label\": \"no\", " AT0 NIC ", \"presence\": \"forbidden\" }, { \"label\": \"ok\", " AT1 NIC " }",
	  FP, "" },
	{ "nor does a slot that must be empty make anyone suspect",
	  "{ \"label\": \"no\", " AT0 "\"presence\": \"forbidden\" }, { \"label\": \"ok\", \"place\": \"**\" }", FP, "" },
	{ "what is forbidden wherever it is needs no place",
	  "{ \"label\": \"no\", \"place\": \"**\", " NIC ", \"presence\": \"forbidden\" }", FP,
	  "forbidden critical 0000:?/00.0 no\n" },
	{ "a driver's domain below a parent that nobody knows",
	  "{ \"label\": \"nvme\", \"place\": \"0000:00/0e.0/pci/06.0/00.0\", " NIC " }, { \"label\": \"vmd\", \"place\": \"0000:00/0e.0\" }",
	  "f 0000:00/0e.0 8086:201d\nf ?/pci/06.0/00.0 8086:10d3", "" },
	{ "a place by UID where the snapshot knows no UIDs",
	  "{ \"label\": \"nic\", \"place\": \"uid:7/01.0/00.0\", " NIC " }",
	  "f 0000:3a/01.0/00.0 8086:10d3", "" },
	{ "is not on a root of which another UID is known",
	  "{ \"label\": \"nic\", \"place\": \"uid:7/01.0/00.0\", " NIC " }",
	  "f 0000:3a/01.0/00.0 8086:10d3 root_id=PNP0A08:8",
	  "unexpected critical 0000:3a/01.0/00.0 -\nmissing critical uid:7/01.0/00.0 nic\n" },
	{ "virtual functions at a partial place are their physical function's",
	  "{ \"label\": \"nic\", " AT0 NIC " }", FP "\nf 0000:?/00.0/vf0 8086:10ed virtual=true", "" },
};

static struct inventory *parse(const char *rules)
{
	static const char head[] = "{ \"schema\": \"muster-inventory/1\", \"kind\": \"model\", \"name\": \"t\","
		" \"match\": {}, \"implicit\": { \"severity\": \"critical\" }, \"rules\": [";
	struct inventory *inventory;
	char *text, *why = NULL;
	int length = asprintf(&text, "%s%s]}", head, rules);

	ck_assert_msg(inventory_parse("t.json", text, length, &inventory, &why) == 0, "%s", why);
	free(text);
	return inventory;
}

/* What a scenario speaks of, beside what it always does. */
enum show { SHOW_GROUP = 1, SHOW_REGISTER = 2 };

static void write_finding(FILE *out, const struct finding *finding, unsigned int show)
{
	fprintf(out, "%s %s %s %s", finding_class_name(finding->class),
		severity_name(finding->severity), finding->place,
		finding->rule ? finding->rule : "-");
	if (finding->expected_count || finding->seen_count)
		if (finding->class != FINDING_FORBIDDEN)
			fprintf(out, " %u/%u", finding->expected_count, finding->seen_count);
	if (finding->field)
		fprintf(out, " %s: %s -> %s", finding->field,
			finding->expected ? finding->expected : "-",
			finding->seen ? finding->seen : "none");
	if (finding->other_place)
		fprintf(out, " other=%s", finding->other_place);
	if (show & SHOW_GROUP)
		fprintf(out, " group=%s", finding->group);
	if ((show & SHOW_REGISTER) && finding->location)
		fprintf(out, " register=%s", finding->location);
	fputc('\n', out);
}

static char *write_verdict(const struct verdict *verdict, unsigned int show)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < verdict->count; i++)
		write_finding(out, verdict->findings[i], show);
	for (size_t i = 0; i < verdict->unverified_count; i++)
		fprintf(out, "unverified %s %s %s\n", verdict->unverified[i].device->place,
			verdict->unverified[i].rule, verdict->unverified[i].fields);
	fclose(out);
	return text;
}

START_TEST(scenario_gives)
{
	const struct scenario *scenario = &scenarios[_i];
	struct snapshot *snapshot = board_snapshot(scenario->devices);
	struct inventory *inventory = parse(scenario->rules);
	struct verdict verdict;
	char *text;

	ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
	text = write_verdict(&verdict,
			     (strstr(scenario->findings, "group=") ? SHOW_GROUP : 0) |
			     (strstr(scenario->findings, "register=") ? SHOW_REGISTER : 0));
	ck_assert_msg(strcmp(text, scenario->findings) == 0, "%s:\n%s--- expected:\n%s",
		      scenario->name, text, scenario->findings);
	ck_assert_uint_eq(verdict.judged, snapshot->count);
	for (size_t i = 0; i < verdict.count; i++) {
		ck_assert_uint_eq(strlen(verdict.findings[i]->id), 32);
		ck_assert_ptr_nonnull(verdict.findings[i]->message);
		ck_assert_str_eq(verdict.findings[i]->inventory_digest,
				 inventory_digest(inventory));
	}
	free(text);
	verdict_clear(&verdict);
	inventory_free(inventory);
	snapshot_free(snapshot);
}
END_TEST

/* What strangers in one slot are told apart by, and what they are not. */
START_TEST(ids_are_of_the_difference)
{
	static const char *const boards[] = {
		F0 " serial=" S0, F0 " serial=" S1, F0 " serial=?", "f 0000:00/1c.0/00.0 10ec:8168", F1,
	};
	struct inventory *inventory = parse("");
	char ids[5][33];

	for (size_t i = 0; i < 5; i++) {
		struct snapshot *snapshot = board_snapshot(boards[i]);
		struct verdict verdict;

		ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
		ck_assert_uint_eq(verdict.count, 1);
		strcpy(ids[i], verdict.findings[0]->id);
		verdict_clear(&verdict);
		snapshot_free(snapshot);
	}

	ck_assert_str_eq(ids[0], ids[1]);
	ck_assert_str_eq(ids[0], ids[2]);
	ck_assert_str_ne(ids[0], ids[3]);
	ck_assert_str_ne(ids[0], ids[4]);
	inventory_free(inventory);
}
END_TEST

/* What stands must not be told anew when the module comes or goes. */
START_TEST(ids_do_not_depend_on_the_source)
{
	static const char *const boards[] = { I2C ON("20") SSIF, I2C ON("?") SSIF, I2C ON("20") " IPI0001:00" };
	static const char *const rules[] = {
		"{ \"label\": \"host\", \"place\": \"0000:00/1f.3\" }",
		HOST "{ \"label\": \"bmc\", " SMB("20") "\"identity\": { \"name\": \"other\", \"firmware_path\": \"\\\\\\\\_SB_.SSIF\" } }",
	};
	struct inventory *inventory = parse(rules[_i]);
	char ids[3][33];

	for (size_t i = 0; i < 3; i++) {
		struct snapshot *snapshot = board_snapshot(boards[i]);
		struct verdict verdict;

		ck_assert_int_eq(compare(snapshot, inventory, NULL, &verdict), 0);
		ck_assert_uint_ge(verdict.count, 1);
		strcpy(ids[i], verdict.findings[0]->id);
		verdict_clear(&verdict);
		snapshot_free(snapshot);
	}
	ck_assert_str_eq(ids[0], ids[1]);
	ck_assert_str_ne(ids[0], ids[2]);
	inventory_free(inventory);
}
END_TEST

Suite *suite_compare(void)
{
	Suite *suite = suite_create("compare");
	TCase *cases = tcase_create("judging");

	tcase_add_loop_test(cases, scenario_gives, 0, sizeof(scenarios) / sizeof(scenarios[0]));
	tcase_add_test(cases, ids_are_of_the_difference);
	tcase_add_loop_test(cases, ids_do_not_depend_on_the_source, 0, 2);
	suite_add_tcase(suite, cases);
	return suite;
}
