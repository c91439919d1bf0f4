#ifndef CCSV_H
#define CCSV_H

#include <csv.h>
#include <stddef.h>
#include <stdint.h>

/* What splits `bytes`, in order: the offsets of every delimiter, quote, CR and LF go into `positions`, and the places
   among these of every quote, CR and LF into `breaks`. Both have room for `length` + 64. AVX2 where the processor has
   it. `length` below 2^32. */
struct trivsel_csv_structure {
    size_t positions;
    size_t breaks;
};
struct trivsel_csv_structure trivsel_csv_positions(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks);

/* The same without vector instructions; what the other is tested against. */
struct trivsel_csv_structure trivsel_csv_positions_plain(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks);

/* What a block of bytes holds. */
struct trivsel_csv_census {
    size_t lines; /* LF, and CR not followed by LF */
    size_t returns; /* CR */
    size_t lone;  /* CR not followed by LF */
    int ascii;    /* no byte above 127 */
    int nul;      /* some byte is 0 */
};
struct trivsel_csv_census trivsel_csv_census(const uint8_t *bytes, size_t length);

/* Offset of the first place of `needle`, or `length`. */
size_t trivsel_csv_find(const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length);

/* Offset of the first byte that is no UTF-8 (overlong forms and surrogates included), or `length`. */
size_t trivsel_csv_utf8(const uint8_t *bytes, size_t length);

/* Where a block that begins with a record may be cut: behind its last record end outside quotes, as strict libcsv
   sees quotes; a quoting fault ends at the next line end. 0 = no record ends in the block. `open_quote` receives the
   offset of a quote that is still open at the end of the block, or `length`. */
size_t trivsel_csv_cut(
    const uint8_t *bytes, size_t length, uint8_t delimiter, int at_end, size_t *open_quote);

#endif
