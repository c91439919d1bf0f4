#ifndef CCOMPRESS_H
#define CCOMPRESS_H
#include <stddef.h>
#include <stdint.h>
#include <zlib.h>
#include <zstd.h>

/* zlib's crc32_z, through carry-less multiplication where the processor has it (four to five times as fast:
   half of the time of a scan went into checksums). */
uint32_t trivsel_crc32(uint32_t crc, const unsigned char *bytes, size_t length);
#endif
