/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * archive_library.h: libarchive, loaded where an archive is read or written.
 *
 * It draws libxml2 and ICU in, which cost half of the start of each program that
 * is linked to it; most verbs never see an archive.
 */
#ifndef MUSTER_ARCHIVE_LIBRARY_H
#define MUSTER_ARCHIVE_LIBRARY_H

#include <archive.h>
#include <archive_entry.h>

#define ARCHIVE_LIBRARY_LACKS "libarchive.so.13 cannot be loaded: install libarchive13"

/* Its functions that are used here, without their "archive_". */
#define ARCHIVE_FUNCTIONS(F) \
	F(error_string) F(format) F(set_error) \
	F(read_new) F(read_free) F(read_support_filter_all) F(read_support_filter_gzip) \
	F(read_support_format_gnutar) F(read_support_format_raw) F(read_support_format_tar) \
	F(read_open_memory) F(read_next_header) F(read_data) \
	F(write_new) F(write_free) F(write_close) F(write_open) F(write_data) F(write_header) \
	F(write_finish_entry) F(write_add_filter_gzip) F(write_set_bytes_in_last_block) \
	F(write_set_filter_option) F(write_set_format_ustar) \
	F(entry_new) F(entry_free) F(entry_filetype) F(entry_hardlink) F(entry_symlink) \
	F(entry_pathname) F(entry_size) F(entry_size_is_set) F(entry_sparse_count) \
	F(entry_set_filetype) F(entry_set_mtime) F(entry_set_pathname) F(entry_set_perm) \
	F(entry_set_size)

/* library.read_new() is archive_read_new(), and so on; all zero: not loaded. */
struct archive_library {
#define ARCHIVE_MEMBER(name) __typeof__(&archive_##name) name;
	ARCHIVE_FUNCTIONS(ARCHIVE_MEMBER)
#undef ARCHIVE_MEMBER
};

/**
 * archive_library_load() - find libarchive; what was loaded stays until the program ends
 * Return: 0, or -ELIBACC: it is not installed, or lacks a function.
 */
int archive_library_load(struct archive_library *library);

#endif /* MUSTER_ARCHIVE_LIBRARY_H */
