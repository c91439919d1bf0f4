#include "CCompress.h"

#if defined(__x86_64__)
#include <immintrin.h>

/* V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction", Intel 2009;
   constants for the reflected polynomial 0xEDB88320. LENGTH is at least 64 and a multiple of 16. */
__attribute__((target("pclmul,sse4.1")))
static uint32_t folded(uint32_t crc, const unsigned char *bytes, size_t length)
{
    const __m128i fold4 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4);
    const __m128i fold1 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
    const __m128i last = _mm_set_epi64x(0, 0x0163cd6124);
    const __m128i barrett = _mm_set_epi64x(0x01f7011641, 0x01db710641);
    const __m128i low = _mm_setr_epi32(~0, 0, ~0, 0);
    const __m128i *next = (const __m128i *)bytes;
    __m128i a = _mm_xor_si128(_mm_loadu_si128(next), _mm_cvtsi32_si128((int)~crc));
    __m128i b = _mm_loadu_si128(next + 1);
    __m128i c = _mm_loadu_si128(next + 2);
    __m128i d = _mm_loadu_si128(next + 3);

#define FOLD(x, by, with) \
    _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(x, by, 0x00), _mm_clmulepi64_si128(x, by, 0x11)), with)
    for (next += 4, length -= 64; length >= 64; next += 4, length -= 64) {
        a = FOLD(a, fold4, _mm_loadu_si128(next));
        b = FOLD(b, fold4, _mm_loadu_si128(next + 1));
        c = FOLD(c, fold4, _mm_loadu_si128(next + 2));
        d = FOLD(d, fold4, _mm_loadu_si128(next + 3));
    }
    a = FOLD(a, fold1, b);
    a = FOLD(a, fold1, c);
    a = FOLD(a, fold1, d);
    for (; length >= 16; next += 1, length -= 16) a = FOLD(a, fold1, _mm_loadu_si128(next));
#undef FOLD

    /* 128 bits to 64, to 32 with Barrett's reduction. */
    a = _mm_xor_si128(_mm_srli_si128(a, 8), _mm_clmulepi64_si128(a, fold1, 0x10));
    a = _mm_xor_si128(_mm_srli_si128(a, 4), _mm_clmulepi64_si128(_mm_and_si128(a, low), last, 0x00));
    b = _mm_and_si128(_mm_clmulepi64_si128(_mm_and_si128(a, low), barrett, 0x10), low);
    a = _mm_xor_si128(a, _mm_clmulepi64_si128(b, barrett, 0x00));
    return ~(uint32_t)_mm_extract_epi32(a, 1);
}

uint32_t trivsel_crc32(uint32_t crc, const unsigned char *bytes, size_t length)
{
    if (length >= 64 && __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1")) {
        size_t whole = length & ~(size_t)15;
        crc = folded(crc, bytes, whole);
        bytes += whole;
        length -= whole;
    }
    return length == 0 ? crc : (uint32_t)crc32_z(crc, bytes, length);
}
#else
uint32_t trivsel_crc32(uint32_t crc, const unsigned char *bytes, size_t length)
{
    return length == 0 ? crc : (uint32_t)crc32_z(crc, bytes, length);
}
#endif
