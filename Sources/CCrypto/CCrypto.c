/* The one-shot functions of libcrypto cost more than the hash of a short message. These are older and are there to stay
   as long as 3.x is; what they compute is held against RFC 4231 and the newer functions by the tests. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "CCrypto.h"
#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>

/* The longest message that fits a block with its padding. */
enum { BLOCK = 64, LONGEST_SHORT = BLOCK - 9 };

/* SHA-256 after the first block, which depends on the key alone. */
struct trivsel_hmac {
    SHA256_CTX inner, outer;
};

struct trivsel_hmac *trivsel_hmac_new(const unsigned char *key, size_t length)
{
    unsigned char block[BLOCK] = {0}, pad[BLOCK];
    struct trivsel_hmac *hmac = OPENSSL_malloc(sizeof *hmac);
    int done = hmac != NULL;
    if (length <= BLOCK)
        memcpy(block, key, length);
    else
        done = done && SHA256(key, length, block) != NULL;
    for (int i = 0; i < BLOCK; i++) pad[i] = block[i] ^ 0x36;
    done = done && SHA256_Init(&hmac->inner) && SHA256_Update(&hmac->inner, pad, BLOCK);
    for (int i = 0; i < BLOCK; i++) pad[i] = block[i] ^ 0x5C;
    done = done && SHA256_Init(&hmac->outer) && SHA256_Update(&hmac->outer, pad, BLOCK);
    OPENSSL_cleanse(block, BLOCK);
    OPENSSL_cleanse(pad, BLOCK);
    if (done) return hmac;
    trivsel_hmac_free(hmac);
    return NULL;
}

void trivsel_hmac_free(struct trivsel_hmac *hmac) { OPENSSL_clear_free(hmac, sizeof *hmac); }

static void store_words(const SHA256_CTX *context, unsigned char *digest)
{
    for (int i = 0; i < SHA256_DIGEST_LENGTH; i++) digest[i] = (unsigned char)(context->h[i / 4] >> (24 - i % 4 * 8));
}

/* The last block of a message of LENGTH bytes that lie at its start and follow one block: bytes, 1 bit, zeros, bits. */
static void close_block(unsigned char *block, size_t length)
{
    const size_t bits = (BLOCK + length) * 8;
    block[length] = 0x80;
    memset(block + length + 1, 0, BLOCK - length - 1);
    block[BLOCK - 2] = (unsigned char)(bits >> 8);
    block[BLOCK - 1] = (unsigned char)bits;
}

/* BLOCK begins with a message of at most LONGEST_SHORT bytes, as ids are: there is nothing to buffer. */
static void tag_short(const struct trivsel_hmac *hmac, unsigned char *block, size_t length, unsigned char *tag)
{
    SHA256_CTX context = hmac->inner;
    close_block(block, length);
    SHA256_Transform(&context, block);
    store_words(&context, block);
    close_block(block, SHA256_DIGEST_LENGTH);
    context = hmac->outer;
    SHA256_Transform(&context, block);
    store_words(&context, tag);
}

int trivsel_hmac_tag(
    const struct trivsel_hmac *hmac, const struct trivsel_part *parts, size_t count, unsigned char *tag)
{
    unsigned char digest[SHA256_DIGEST_LENGTH], block[BLOCK];
    size_t length = 0;
    for (size_t i = 0; i < count && length <= LONGEST_SHORT; i++) {
        if (parts[i].length > 0 && parts[i].length <= LONGEST_SHORT - length)
            memcpy(block + length, parts[i].bytes, parts[i].length);
        length += parts[i].length;
    }
    if (length <= LONGEST_SHORT) {
        tag_short(hmac, block, length, tag);
        return 1;
    }
    SHA256_CTX context = hmac->inner;
    for (size_t i = 0; i < count; i++)
        if (parts[i].length > 0 && !SHA256_Update(&context, parts[i].bytes, parts[i].length)) return 0;
    if (!SHA256_Final(digest, &context)) return 0;
    context = hmac->outer;
    return SHA256_Update(&context, digest, sizeof digest) && SHA256_Final(tag, &context);
}
