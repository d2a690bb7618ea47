// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * jedec.c: makers' names by JEP-106.
 */
#include "jedec.h"

#include <stddef.h>

struct maker {
	uint8_t code;		/* without its parity bit */
	const char *name;
};

/* A code of a list stands behind as many continuation codes as its title says. */
static const struct maker behind_0[] = {
	{ 0x01, "AMD" }, { 0x02, "AMI" }, { 0x03, "Fairchild" }, { 0x04, "Fujitsu" },
	{ 0x07, "Hitachi" }, { 0x09, "Intel" }, { 0x0b, "Intersil" },
	{ 0x0d, "Mostek" }, { 0x0e, "Freescale" }, { 0x0f, "National Semiconductor" },
	{ 0x10, "NEC" }, { 0x13, "Conexant" }, { 0x15, "NXP" }, { 0x17, "Texas Instruments" },
	{ 0x18, "Kioxia" }, { 0x19, "Xicor" }, { 0x1a, "Zilog" }, { 0x1c, "Mitsubishi" },
	{ 0x1e, "Exel" }, { 0x1f, "Atmel" }, { 0x20, "STMicroelectronics" },
	{ 0x21, "Lattice Semiconductor" }, { 0x22, "NCR" }, { 0x24, "IBM" },
	{ 0x29, "Microchip Technology" }, { 0x2a, "Ricoh" }, { 0x2b, "VLSI" },
	{ 0x2c, "Micron Technology" }, { 0x2d, "SK hynix" }, { 0x2e, "OKI Semiconductor" },
	{ 0x2f, "Actel" }, { 0x30, "Sharp" }, { 0x31, "Catalyst" }, { 0x32, "Panasonic" },
	{ 0x33, "IDT" }, { 0x34, "Cypress" }, { 0x35, "DEC" }, { 0x36, "LSI Logic" },
	{ 0x37, "Zarlink" }, { 0x3c, "Honeywell" }, { 0x3e, "Oracle" },
	{ 0x3f, "Silicon Storage Technology" }, { 0x40, "ProMOS/Mosel Vitelic" },
	{ 0x41, "Infineon" }, { 0x42, "Macronix" }, { 0x43, "Xerox" },
	{ 0x45, "Western Digital" }, { 0x48, "Apple Computer" }, { 0x49, "Xilinx" },
	{ 0x4a, "Compaq" }, { 0x4d, "Seiko Instruments" }, { 0x4e, "Samsung" },
	{ 0x52, "Alliance Memory" }, { 0x53, "Tandem" }, { 0x54, "Hewlett-Packard" },
	{ 0x55, "Integrated Silicon Solutions" }, { 0x5a, "Winbond" },
	{ 0x5b, "Kawasaki Steel" }, { 0x5e, "Exar" }, { 0x60, "LG Semiconductor" },
	{ 0x62, "Sanyo" }, { 0x65, "Analog Devices" }, { 0x66, "PMC-Sierra" },
	{ 0x6e, "Altera" }, { 0x70, "Qualcomm" }, { 0x71, "Sony" }, { 0x72, "Cray Research" },
	{ 0x74, "Vitesse" }, { 0x7c, "Dialog" }, { 0x7e, "Numonyx" },
	{ 0 }
};

static const struct maker behind_1[] = {
	{ 0x01, "Cirrus Logic" }, { 0x02, "National Instruments" }, { 0x0f, "Robert Bosch" },
	{ 0x11, "Dataram" }, { 0x12, "United Microelectronics" }, { 0x14, "Smart Modular" },
	{ 0x17, "QLogic" }, { 0x18, "Kingston" }, { 0x1c, "Eon Silicon Devices" },
	{ 0x1d, "Integrated Silicon Solution (ISSI)" }, { 0x21, "Dallas Semiconductor" },
	{ 0x22, "OmniVision" }, { 0x26, "Clearpoint" }, { 0x28, "STEC" },
	{ 0x2a, "Hagiwara Sys-Com" }, { 0x2c, "Celestica" }, { 0x2d, "Century" },
	{ 0x2f, "Rohm" }, { 0x30, "Juniper Networks" }, { 0x32, "Mushkin Enhanced Memory" },
	{ 0x33, "Tundra Semiconductor" }, { 0x34, "Adaptec" }, { 0x37, "AMIC Technology" },
	{ 0x3a, "PNY Technologies" }, { 0x3e, "Seiko Epson" }, { 0x3f, "Broadcom" },
	{ 0x40, "Viking Components" }, { 0x42, "Flextronics" }, { 0x45, "Micron CMS" },
	{ 0x46, "American Computer & Digital Components" }, { 0x47, "Enhance 3000" },
	{ 0x48, "Tower Semiconductor" }, { 0x4b, "Maxim Integrated" },
	{ 0x4d, "Centaur Technology" },
	{ 0x4e, "Unigen" }, { 0x4f, "Transcend" }, { 0x50, "Memory Card Technology" },
	{ 0x55, "MSC Vertriebs" }, { 0x57, "Dynamem" }, { 0x59, "GSI Technology" },
	{ 0x5a, "Dane-Elec" }, { 0x5e, "Itec Memory" }, { 0x5f, "Tanisys Technology" },
	{ 0x61, "Wintec Industries" }, { 0x62, "Super PC Memory" }, { 0x63, "MGV Memory" },
	{ 0x64, "Galvantech" }, { 0x68, "Integrated Memory System" }, { 0x6b, "Goldenram" },
	{ 0x6f, "Advantage Memory" }, { 0x70, "AMCC" }, { 0x72, "Yamaha" },
	{ 0x79, "Acbel Polytech" }, { 0x7a, "Apacer" }, { 0x7b, "Admor Memory" },
	{ 0x7c, "Foxconn" }, { 0x7e, "3Com" },
	{ 0 }
};

static const struct maker behind_2[] = {
	{ 0x01, "Camintonn" }, { 0x05, "Hypertec" }, { 0x07, "Mosaid Technologies" },
	{ 0x0a, "Cisco Systems" }, { 0x14, "Delkin Devices" }, { 0x1c, "Sanmina" },
	{ 0x1e, "Corsair" }, { 0x20, "Alpha Technologies" }, { 0x21, "Silicon Laboratories" },
	{ 0x22, "Artesyn Technologies" }, { 0x29, "Adtec" }, { 0x2a, "Kentron Technologies" },
	{ 0x2c, "Tezzaron Semiconductor" }, { 0x2e, "RF Micro Devices" }, { 0x2f, "Siemens" },
	{ 0x31, "Itautec" }, { 0x34, "Legend" }, { 0x35, "SpecTek" }, { 0x3a, "Micro Memory Bank" },
	{ 0x48, "Agilent Technologies" }, { 0x4b, "HanBit Electronics" },
	{ 0x4f, "Saifun Semiconductors" }, { 0x5d, "Mellanox Technologies" },
	{ 0x64, "MDT Technologies" }, { 0x66, "Integrated Technology Express" },
	{ 0x67, "AVED Memory" }, { 0x6d, "FDK" }, { 0x7e, "Elpida" },
	{ 0 }
};

static const struct maker behind_3[] = {
	{ 0x01, "Solectron" }, { 0x03, "Buffalo" }, { 0x0a, "Princeton Technology" },
	{ 0x0b, "Nanya Technology" }, { 0x0c, "Elite Flash Storage" }, { 0x0f, "ATI Technologies" },
	{ 0x10, "Agere Systems" }, { 0x13, "Golden Empire" }, { 0x14, "Mushkin" },
	{ 0x16, "Netlist" }, { 0x19, "Centon Electronics" }, { 0x1a, "Tyco Electronics" },
	{ 0x24, "QuickLogic" }, { 0x25, "Kingmax Semiconductor" }, { 0x29, "eMemory Technology" },
	{ 0x2d, "Delta Electronics" }, { 0x30, "Memory Experts" }, { 0x42, "Simtek" },
	{ 0x43, "Semicon Devices Singapore" }, { 0x49, "Ritek" }, { 0x4b, "Hypertec" },
	{ 0x4c, "Cavium Networks" }, { 0x4d, "PLX Technology" }, { 0x53, "Primarion" },
	{ 0x58, "takeMS" }, { 0x59, "Cambridge Silicon Radio" }, { 0x5a, "Swissbit" },
	{ 0x62, "NanoAmp Solutions" }, { 0x65, "Mitac" }, { 0x69, "Marvell Semiconductors" },
	{ 0x6b, "NVIDIA" }, { 0x6d, "Memorysolution" }, { 0x6f, "Accton Technology" },
	{ 0x73, "RAM Components" }, { 0x78, "SimpleTech" }, { 0x7a, "Astec" },
	{ 0 }
};

static const struct maker behind_4[] = {
	{ 0x01, "T-RAM" }, { 0x08, "Silicon Mountain Memory" },
	{ 0x0c, "White Electronic Designs" },
	{ 0x16, "Positivo Informatica" }, { 0x1c, "Skyworks Solutions" },
	{ 0x1e, "I'M Intelligent Memory" }, { 0x22, "SMSC" }, { 0x23, "Renesas Electronics" },
	{ 0x26, "MediaTek" }, { 0x28, "US Modular" }, { 0x30, "OCZ" }, { 0x33, "Inphi" },
	{ 0x38, "Faraday Technology" }, { 0x3b, "ARM" }, { 0x3f, "Pericom" },
	{ 0x43, "Ramaxel Technology" }, { 0x46, "Legacy Electronics" },
	{ 0x48, "Powerchip Semiconductor" }, { 0x4a, "Excel Semiconductor" },
	{ 0x4b, "A-DATA Technology" }, { 0x4d, "G Skill" }, { 0x4e, "Quanta Computer" },
	{ 0x51, "Kingbox Technology" }, { 0x55, "Microsoft" }, { 0x59, "Simmtec" },
	{ 0x66, "Synopsys" }, { 0x67, "Gigaram" }, { 0x69, "Century Micro" },
	{ 0x6d, "Supreme Top Technology" }, { 0x6f, "Team Group" }, { 0x71, "Toshiba" },
	{ 0x74, "Bacoc" }, { 0x79, "SigmaTel" }, { 0x7e, "Xyratex" },
	{ 0 }
};

static const struct maker behind_5[] = {
	{ 0x02, "Patriot Memory" }, { 0x06, "CompuRAM" }, { 0x10, "Gigaram" },
	{ 0x12, "PowerFlash Semiconductor" }, { 0x17, "COS Memory" }, { 0x1b, "Crucial" },
	{ 0x20, "Terra Semiconductor" }, { 0x25, "Power-One" }, { 0x27, "Hon Hai" },
	{ 0x2b, "Acbel Polytech" }, { 0x38, "VMTS" }, { 0x3a, "Virtium" }, { 0x3c, "Kian Tech" },
	{ 0x3e, "Power Quotient International" }, { 0x3f, "Avago Technologies" },
	{ 0x43, "Ventura Technology" }, { 0x46, "Micro Star International" },
	{ 0x48, "Makway" }, { 0x4a, "Semiconductor Manufacturing International (SMIC)" },
	{ 0x51, "Qimonda" }, { 0x56, "Walton Chaintech" }, { 0x57, "Aeneon" },
	{ 0x5c, "Hexon Technology" }, { 0x5d, "CompuStocx" }, { 0x62, "Goldenmars Technology" },
	{ 0x63, "Kreton" }, { 0x67, "Spansion" }, { 0x68, "Taiwan Semiconductor (TSMC)" },
	{ 0x6f, "MetaRAM" }, { 0x70, "Axel Electronics" }, { 0x72, "Aquantia" },
	{ 0x77, "Avant Technology" }, { 0x78, "ASRock" },
	{ 0 }
};

static const struct maker behind_6[] = {
	{ 0x01, "Moveking" }, { 0x05, "Diablo Technologies" }, { 0x08, "Molex" },
	{ 0x0a, "Bright Micron Technology" }, { 0x0e, "ZMOS Technology" },
	{ 0x16, "Avexir Technologies" }, { 0x1b, "Memory Corp" }, { 0x1d, "Rambus" },
	{ 0x22, "Semtech" }, { 0x27, "Kingxcon" }, { 0x28, "Silicon Integrated Systems" },
	{ 0x29, "I-O Data Device" }, { 0x32, "Montage Technology" }, { 0x34, "Super Talent" },
	{ 0x3c, "Gingle Technology" }, { 0x41, "ASint Technology" }, { 0x42, "Ramtron" },
	{ 0x46, "Parade Technologies" }, { 0x48, "GigaDevice Semiconductor" },
	{ 0x4c, "Xronet" }, { 0x4e, "Atla Electronics" }, { 0x4f, "Topram Technology" },
	{ 0x50, "Silego Technology" }, { 0x51, "Kinglife" }, { 0x52, "Ability Industries" },
	{ 0x53, "Silicon Power" }, { 0x55, "Nantronics Semiconductors" }, { 0x5b, "FS-Semi" },
	{ 0x5d, "SandForce" }, { 0x5e, "Lexar Media" }, { 0x60, "Memory Exchange" },
	{ 0x61, "Suzhou Smartek Electronics" }, { 0x63, "ATP Electronics" },
	{ 0x69, "SanMax Technologies" }, { 0x6b, "TwinMOS" }, { 0x6d, "V-Color Technology" },
	{ 0x70, "PhotoFast" }, { 0x71, "InnoDisk" }, { 0x72, "Muscle Power" },
	{ 0x76, "Holtek Semiconductor" }, { 0x78, "Fidelix" }, { 0x7b, "Zempro" },
	{ 0x7c, "MoSys" },
	{ 0 }
};

static const struct maker behind_7[] = {
	{ 0x02, "A Force Manufacturing" }, { 0x03, "Strontium" }, { 0x04, "ALi" },
	{ 0x07, "Unifosa" }, { 0x0a, "Visipro" }, { 0x0b, "EKMemory" },
	{ 0x0e, "Carry Technology" },
	{ 0x10, "King Tiger Technology" }, { 0x12, "HT Micron" }, { 0x13, "Albatron Technology" },
	{ 0x16, "Aexea" }, { 0x1a, "Mach Xtreme Technology" }, { 0x1b, "ATO Solutions" },
	{ 0x1c, "Ramsta" }, { 0x1d, "Greenliant Systems" }, { 0x1e, "Teikon" },
	{ 0x1f, "Antec Hadron" }, { 0x21, "Shanghai Fudan Microelectronics" },
	{ 0x24, "Kandit Technology" }, { 0x25, "Ramos Technology" },
	{ 0x26, "Goldenmars Technology" },
	{ 0x27, "XeL Technology" }, { 0x28, "Newzone" }, { 0x29, "Shenzhen MercyPower Tech" },
	{ 0x2a, "Nanjing Yihuo Technology" }, { 0x2d, "SolidGear" }, { 0x32, "Ritek" },
	{ 0x33, "Gomos Technology" }, { 0x34, "Memoright" }, { 0x36, "HiSilicon Technologies" },
	{ 0x3b, "Ultron" }, { 0x3c, "Concord Idea" }, { 0x3e, "Lifetime Memory Products" },
	{ 0x3f, "Ramsway" }, { 0x41, "Haotian Jinshibo Science Tech" },
	{ 0x42, "Being Advanced Memory" }, { 0x43, "Adesto Technologies" },
	{ 0x44, "Giantec Semiconductor" }, { 0x46, "Gloway" }, { 0x47, "Kingcore" },
	{ 0x48, "Anucell Technology" }, { 0x4a, "Active-Semi" },
	{ 0x4d, "Shenzhen Daling Electronic" },
	{ 0x4e, "Mustang" }, { 0x51, "GigaDevice Semiconductor" }, { 0x52, "Memphis Electronic" },
	{ 0x55, "Air Computers" }, { 0x56, "TMT Memory" }, { 0x57, "Eorex" }, { 0x59, "Netsol" },
	{ 0x5a, "Bestdon Technology" }, { 0x5c, "Uroad Technology" }, { 0x5d, "Wilk Elektronik" },
	{ 0x62, "Visiontek" }, { 0x63, "OCMemory" }, { 0x65, "Shark Gaming" },
	{ 0x66, "Avalanche Technology" }, { 0x68, "KingboMars Technology" },
	{ 0x69, "High Bridge Solutions" }, { 0x6a, "Transcend Technology" },
	{ 0x6b, "Everspin Technologies" }, { 0x6c, "Hon-Hai" }, { 0x6d, "Smart Storage Systems" },
	{ 0x6f, "Zentel Electronics" }, { 0x70, "Panram" }, { 0x72, "Lite-On IT" },
	{ 0x76, "GlobalFoundries" }, { 0x77, "ACPI Digital" }, { 0x7b, "Gowe Technology" },
	{ 0x7d, "Positivo BGH" },
	{ 0 }
};

static const struct maker behind_8[] = {
	{ 0x01, "3D Plus" }, { 0x03, "Fairchild" }, { 0x04, "Mercury Systems" },
	{ 0x09, "Silicon Motion" }, { 0x0b, "King Kong" }, { 0x0e, "Fremont Micro Devices" },
	{ 0x12, "Galaxy Microsystems" }, { 0x13, "Gloway" }, { 0x16, "Approved Memory" },
	{ 0x18, "Essencore" }, { 0x1a, "Xi'an UniIC Semiconductors" },
	{ 0x1c, "eveRAM Technology" },
	{ 0x1d, "Infomax" }, { 0x20, "Stack Devices" }, { 0x21, "ADK Media" },
	{ 0x24, "Shenzhen Elicks Technology" }, { 0x25, "ISSI/Chingis" }, { 0x26, "Google" },
	{ 0x28, "Leahkinn Technology" }, { 0x2d, "Nuvoton" }, { 0x33, "Memorysolution" },
	{ 0x34, "Silicon Integrated Systems" }, { 0x36, "BRC" }, { 0x3b, "Unimemory Technology" },
	{ 0x3f, "Skymedi" }, { 0x42, "Seagate Technology" }, { 0x48, "Lenovo" },
	{ 0x49, "Shenzhen Zhongteng Electronic" }, { 0x4e, "Cal-Comp" },
	{ 0x51, "Accelerated Memory Production" }, { 0x53, "AP Memory" },
	{ 0x54, "Douqi Technology" }, { 0x55, "Etron Technology" }, { 0x57, "Socionext" },
	{ 0x58, "HGST" }, { 0x59, "EVGA" }, { 0x61, "MaxLinear" }, { 0x65, "Dosilicon" },
	{ 0x67, "Shenzhen Mic Electronics" }, { 0x68, "Boya Microelectronics" },
	{ 0x6b, "Kingred Electronic Technology" }, { 0x71, "Asgard" },
	{ 0x72, "Good Wealth Technology" }, { 0x75, "Juhor" }, { 0x76, "Zhuhai Douke Commerce" },
	{ 0x77, "DSL Memory" }, { 0x79, "Realtek" }, { 0x7e, "Starsway Technology" },
	{ 0 }
};

static const struct maker behind_9[] = {
	{ 0x01, "Weltronics" }, { 0x03, "Hewlett Packard Enterprise" }, { 0x04, "Intenso" },
	{ 0x05, "Puya Semiconductor" }, { 0x06, "Memorfi" }, { 0x07, "MSC Technologies" },
	{ 0x08, "Txrui" }, { 0x0b, "XTX Technology" }, { 0x0c, "Umax Technology" },
	{ 0x0d, "Shenzhen Yong Sheng Technology" }, { 0x0e, "Snoamoo" },
	{ 0x0f, "Daten Tecnologia" },
	{ 0x13, "Raspberry Pi" }, { 0x14, "Shenzhen Chixingzhe Tech" }, { 0x19, "Depo Computers" },
	{ 0x1a, "Nespeed" }, { 0x1b, "Yangtze Memory Technologies" }, { 0x1c, "MemxPro" },
	{ 0x1d, "Tammuz" }, { 0x20, "XMC" }, { 0x21, "Teclast" }, { 0x22, "Maxsun" },
	{ 0x24, "RamCENTER Technology" }, { 0x25, "Phison Electronics" },
	{ 0x2d, "Neo Forza" }, { 0x2e, "Lyontek" }, { 0x30, "Shenzhen Larix Technology" },
	{ 0x32, "Insignis Technology" }, { 0x33, "Lanson Memory" },
	{ 0x36, "Black Diamond Memory" },
	{ 0x3a, "OCPC" }, { 0x3c, "Jinyu" }, { 0x42, "Kllisre" }, { 0x44, "Shenzhen Xingmem" },
	{ 0x47, "Hoodisk Electronics" }, { 0x48, "SemsoTai" }, { 0x49, "OM Nanotech" },
	{ 0x4d, "Shenzhen Longsys Electronics" }, { 0x4f, "Puya Semiconductor" },
	{ 0x51, "Antec Memory" }, { 0x53, "Dust Leopard" }, { 0x58, "Flexxon" },
	{ 0x5a, "Raysun Electronics" }, { 0x5d, "Intelimem" }, { 0x5e, "Zbit Semiconductor" },
	{ 0x61, "Shenzen Recadata Storage" }, { 0x62, "Hyundai Technology" },
	{ 0x68, "Kimtigo Semiconductor" }, { 0x6c, "Colorful Technology" },
	{ 0x70, "Hong Kong Hyunion Electronics" }, { 0x72, "Giga-Byte Technology" },
	{ 0x73, "Terabyte" }, { 0x74, "Hyundai" }, { 0x75, "Exceleram" }, { 0x77, "Netac" },
	{ 0x78, "PCCooler" }, { 0x7e, "Allflash Technology" },
	{ 0 }
};

static const struct maker behind_10[] = {
	{ 0x01, "Foerd Technology" }, { 0x02, "KingSpec" }, { 0x06, "Shenzhen ZST Electronics" },
	{ 0x08, "Warrior Technology" }, { 0x0c, "Richtek Power" }, { 0x0e, "AITC Memory" },
	{ 0x0f, "UNIC Memory Technology" }, { 0x11, "CXMT" }, { 0x14, "V-GEN" },
	{ 0x16, "Ampere Computing" }, { 0x1f, "Axia Memory Technology" }, { 0x27, "StarRam" },
	{ 0x29, "UltraMemory" }, { 0x2b, "Sinker" }, { 0x2d, "Puskill" },
	{ 0x31, "Biwin Semiconductor" }, { 0x32, "UD Info" }, { 0x33, "Trek Technology" },
	{ 0x39, "Zotac Technology" }, { 0x3a, "Foxline" }, { 0x42, "Thermaltake Technology" },
	{ 0x44, "UPMEM" }, { 0x46, "Astera Labs" }, { 0x48, "Advantech" },
	{ 0x4c, "Ramonster Technology" }, { 0x52, "NOR-MEM" }, { 0x53, "Cervoz" },
	{ 0x55, "Facebook" }, { 0x56, "Shenzhen Longsys Electronics" }, { 0x58, "Silergy" },
	{ 0x5b, "Shenzhen King Power Electronics" }, { 0x60, "Shenzhen OSCOO Tech" },
	{ 0x64, "Hua Wei" }, { 0x6b, "Acer" }, { 0x6c, "Artmem Technology" }, { 0x6e, "ShineDisk" },
	{ 0x74, "Eorex" }, { 0x76, "Lexar" }, { 0x78, "Exascend" },
	{ 0x7d, "Shenzhen Juhor Precision Tech" },
	{ 0 }
};

static const struct maker behind_11[] = {
	{ 0x01, "Abit Electronics" }, { 0x0e, "Mloong" }, { 0x10, "Anpec Electronics" },
	{ 0x12, "Kingbank Technology" }, { 0x13, "ITRenew" }, { 0x15, "Jazer" },
	{ 0x1d, "Beijing InnoMem Technologies" }, { 0x1e, "YooTin" },
	{ 0x2a, "Monolithic Power Systems" }, { 0x2c, "Hangzhou Hikstorage Technology" },
	{ 0x2e, "Aigo Electronic Technology" }, { 0x30, "Cactus Technologies" }, { 0x31, "DSIN" },
	{ 0x47, "Unicore Electronic" }, { 0x4a, "Dire Wolf" }, { 0x54, "Caplink Technology" },
	{ 0x56, "Hosin Global Electronics" }, { 0x58, "Soyo" }, { 0x59, "DIT Technology" },
	{ 0x5c, "ASUS" }, { 0x5e, "Hana Micron" }, { 0x5f, "Ransor" },
	{ 0x6a, "Kowin Memory Technology" }, { 0x6f, "Shenzhen Toooogo Memory" },
	{ 0x73, "Inspur" }, { 0x77, "Zhejiang Dahua Memory" }, { 0x7c, "Apex-Info" },
	{ 0 }
};

static const struct maker behind_12[] = {
	{ 0x03, "JHICC" }, { 0x09, "Shenzhen YC Storage" }, { 0x0c, "Aistor" },
	{ 0x0f, "Shenzhen Monarch Memory" },
	{ 0 }
};

static const struct maker *const lists[] = {
	behind_0, behind_1, behind_2, behind_3, behind_4, behind_5, behind_6,
	behind_7, behind_8, behind_9, behind_10, behind_11, behind_12,
};

static bool odd_parity(uint8_t byte)
{
	return __builtin_parity(byte);
}

bool jedec_id_sound(const uint8_t id[2])
{
	return odd_parity(id[0]) && odd_parity(id[1]);
}

const char *jedec_maker(const uint8_t id[2])
{
	const struct maker *maker;
	size_t list = id[0] & 0x7f;

	if (!jedec_id_sound(id) || list >= sizeof(lists) / sizeof(*lists))
		return NULL;
	for (maker = lists[list]; maker->name; maker++)
		if (maker->code == (id[1] & 0x7f))
			return maker->name;
	return NULL;
}
