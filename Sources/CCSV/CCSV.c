#define _GNU_SOURCE
#include "CCSV.h"
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Goes on behind `found` from `start`. */
static struct trivsel_csv_structure positions_plain(
    const uint8_t *bytes, size_t start, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks,
    struct trivsel_csv_structure found) {
    uint8_t breaking[256] = {0}, structural[256] = {0};
    breaking['"'] = breaking['\n'] = breaking['\r'] = 1;
    memcpy(structural, breaking, sizeof structural);
    structural[delimiter] = 1;
    for (size_t i = start; i < length; i++) {
        positions[found.positions] = (uint32_t)i;
        breaks[found.breaks] = (uint32_t)found.positions;
        found.positions += structural[bytes[i]];
        found.breaks += breaking[bytes[i]];
    }
    return found;
}

struct trivsel_csv_structure trivsel_csv_positions_plain(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks) {
    const struct trivsel_csv_structure none = {0, 0};
    return positions_plain(bytes, 0, length, delimiter, positions, breaks, none);
}

#if defined(__x86_64__)
__attribute__((target("avx2,bmi,bmi2,popcnt"))) static struct trivsel_csv_structure positions_avx2(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks) {
    const __m256i comma = _mm256_set1_epi8((char)delimiter), quote = _mm256_set1_epi8('"');
    const __m256i lf = _mm256_set1_epi8('\n'), cr = _mm256_set1_epi8('\r');
    struct trivsel_csv_structure found = {0, 0};
    size_t i = 0;
    for (; i + 64 <= length; i += 64) {
        const __m256i a = _mm256_loadu_si256((const __m256i *)(bytes + i));
        const __m256i b = _mm256_loadu_si256((const __m256i *)(bytes + i + 32));
        const __m256i x = _mm256_or_si256(
            _mm256_cmpeq_epi8(a, quote), _mm256_or_si256(_mm256_cmpeq_epi8(a, lf), _mm256_cmpeq_epi8(a, cr)));
        const __m256i y = _mm256_or_si256(
            _mm256_cmpeq_epi8(b, quote), _mm256_or_si256(_mm256_cmpeq_epi8(b, lf), _mm256_cmpeq_epi8(b, cr)));
        const __m256i v = _mm256_cmpeq_epi8(a, comma), w = _mm256_cmpeq_epi8(b, comma);
        uint64_t breaking = (uint32_t)_mm256_movemask_epi8(x) | (uint64_t)(uint32_t)_mm256_movemask_epi8(y) << 32;
        uint64_t mask =
            ((uint32_t)_mm256_movemask_epi8(v) | (uint64_t)(uint32_t)_mm256_movemask_epi8(w) << 32) | breaking;
        while (breaking) {
            const uint64_t before = mask & (_blsi_u64(breaking) - 1);
            breaks[found.breaks++] = (uint32_t)(found.positions + (size_t)_mm_popcnt_u64(before));
            breaking = _blsr_u64(breaking);
        }
        uint32_t *into = positions + found.positions;
        found.positions += (size_t)_mm_popcnt_u64(mask);
        /* Eight at a time: what is written beyond the last bit is overwritten by the next block. */
        while (mask) {
            for (int k = 0; k < 8; k++) {
                into[k] = (uint32_t)(i + _tzcnt_u64(mask));
                mask = _blsr_u64(mask);
            }
            into += 8;
        }
    }
    return positions_plain(bytes, i, length, delimiter, positions, breaks, found);
}
#endif

struct trivsel_csv_structure trivsel_csv_positions(
    const uint8_t *bytes, size_t length, uint8_t delimiter, uint32_t *positions, uint32_t *breaks) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2"))
        return positions_avx2(bytes, length, delimiter, positions, breaks);
#endif
    return trivsel_csv_positions_plain(bytes, length, delimiter, positions, breaks);
}

/* Written so that the compiler uses the vectors of whatever it is compiled for. */
__attribute__((always_inline)) static inline struct trivsel_csv_census census_of(const uint8_t *bytes, size_t length) {
    struct trivsel_csv_census census = {0, 0, 0, 1, 0};
    size_t i = 0;
    uint8_t high = 0, zero = 0;
    while (i < length) {
        /* Blocks of 128 so that the sums fit a byte. */
        const size_t end = length - i < 128 ? length : i + 128;
        uint8_t lf = 0, cr = 0;
        for (size_t k = i; k < end; k++) {
            lf = (uint8_t)(lf + (bytes[k] == '\n'));
            cr = (uint8_t)(cr + (bytes[k] == '\r'));
            high |= bytes[k];
            zero |= (uint8_t)(bytes[k] == 0);
        }
        census.lines += lf;
        if (cr) {
            uint8_t lone = 0;
            for (size_t k = i; k + 1 < end; k++) lone = (uint8_t)(lone + (bytes[k] == '\r' && bytes[k + 1] != '\n'));
            lone = (uint8_t)(lone + (bytes[end - 1] == '\r' && !(end < length && bytes[end] == '\n')));
            census.returns += cr;
            census.lone += lone;
            census.lines += lone;
        }
        i = end;
    }
    census.ascii = high < 128;
    census.nul = zero;
    return census;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static struct trivsel_csv_census census_avx2(const uint8_t *bytes, size_t length) {
    return census_of(bytes, length);
}
#endif

struct trivsel_csv_census trivsel_csv_census(const uint8_t *bytes, size_t length) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return census_avx2(bytes, length);
#endif
    return census_of(bytes, length);
}

size_t trivsel_csv_find(const uint8_t *bytes, size_t length, const uint8_t *needle, size_t needle_length) {
    /* memchr is many times as fast as memmem on text that hardly has the first byte. */
    size_t here = 0;
    while (needle_length > 0 && length - here >= needle_length) {
        const uint8_t *found = memchr(bytes + here, needle[0], length - here - needle_length + 1);
        if (!found) break;
        if (memcmp(found, needle, needle_length) == 0) return (size_t)(found - bytes);
        here = (size_t)(found - bytes) + 1;
    }
    return length;
}

size_t trivsel_csv_utf8(const uint8_t *bytes, size_t length) {
    size_t i = 0;
    while (i < length) {
        while (i + 16 <= length) {
            uint64_t a, b;
            memcpy(&a, bytes + i, 8);
            memcpy(&b, bytes + i + 8, 8);
            if ((a | b) & UINT64_C(0x8080808080808080)) break;
            i += 16;
        }
        while (i < length && bytes[i] < 0x80) i++;
        if (i >= length) break;
        const uint8_t first = bytes[i];
        size_t more;
        uint8_t low = 0x80, high = 0xBF;
        if (first >= 0xC2 && first <= 0xDF) {
            more = 1;
        } else if (first >= 0xE0 && first <= 0xEF) {
            more = 2;
            if (first == 0xE0) low = 0xA0;
            if (first == 0xED) high = 0x9F;
        } else if (first >= 0xF0 && first <= 0xF4) {
            more = 3;
            if (first == 0xF0) low = 0x90;
            if (first == 0xF4) high = 0x8F;
        } else {
            return i;
        }
        if (length - i <= more) return i;
        if (bytes[i + 1] < low || bytes[i + 1] > high) return i;
        for (size_t k = 2; k <= more; k++)
            if ((bytes[i + k] & 0xC0) != 0x80) return i;
        i += more + 1;
    }
    return length;
}

/* Behind the last line end in [from, to), or 0. A CR at the very end of the block may belong to a CRLF. */
static size_t last_end(const uint8_t *bytes, size_t from, size_t to, size_t length, int at_end) {
    const uint8_t *lf = memrchr(bytes + from, '\n', to - from);
    const size_t begin = lf ? (size_t)(lf - bytes) + 1 : from;
    size_t end = lf ? begin : 0;
    const uint8_t *cr = begin < to ? memrchr(bytes + begin, '\r', to - begin) : NULL;
    if (cr) {
        const size_t behind = (size_t)(cr - bytes) + 1;
        if (behind < length || at_end) {
            /* When an LF follows, it is not in [from, to) or it would be the last line end: take it along. */
            end = behind < length && bytes[behind] == '\n' ? behind + 1 : behind;
        } else if (cr > bytes + begin) {
            cr = memrchr(bytes + begin, '\r', (size_t)(cr - bytes) - begin);
            if (cr) end = (size_t)(cr - bytes) + 1;
        }
    }
    return end;
}

size_t trivsel_csv_cut(
    const uint8_t *bytes, size_t length, uint8_t delimiter, int at_end, size_t *open_quote) {
    size_t cut = 0, here = 0;
    *open_quote = length;
    for (;;) {
        const uint8_t *found = here < length ? memchr(bytes + here, '"', length - here) : NULL;
        const size_t quote = found ? (size_t)(found - bytes) : length;
        const size_t end = here < quote ? last_end(bytes, here, quote, length, at_end) : 0;
        if (end > cut) cut = end;
        if (!found) return cut;
        /* A quote opens a field when nothing but blanks stands before it. */
        size_t before = quote;
        while (before > here && (bytes[before - 1] == ' ' || bytes[before - 1] == '\t') && bytes[before - 1] != delimiter)
            before--;
        size_t fault = length;
        if (before > 0 && bytes[before - 1] != delimiter && bytes[before - 1] != '\n' && bytes[before - 1] != '\r') {
            fault = quote;
        } else {
            size_t inside = quote + 1;
            for (;;) {
                found = inside < length ? memchr(bytes + inside, '"', length - inside) : NULL;
                if (!found) {
                    *open_quote = quote;
                    return cut;
                }
                size_t after = (size_t)(found - bytes) + 1;
                if (after < length && bytes[after] == '"') {
                    inside = after + 1;
                    continue;
                }
                while (after < length && (bytes[after] == ' ' || bytes[after] == '\t') && bytes[after] != delimiter)
                    after++;
                if (after >= length) return cut;
                if (bytes[after] == delimiter || bytes[after] == '\n' || bytes[after] == '\r')
                    here = after;
                else
                    fault = after;
                break;
            }
        }
        if (fault < length) {
            const size_t rest = length - fault;
            const uint8_t *lf = memchr(bytes + fault, '\n', rest);
            const size_t reach = lf ? (size_t)(lf - bytes) - fault : rest;
            const uint8_t *cr = memchr(bytes + fault, '\r', reach);
            if (cr)
                here = (size_t)(cr - bytes);
            else if (lf)
                here = (size_t)(lf - bytes);
            else
                return cut;
        }
    }
}
