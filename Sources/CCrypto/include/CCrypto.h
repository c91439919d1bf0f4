#ifndef CCRYPTO_H
#define CCRYPTO_H
#include <stddef.h>
#include <openssl/evp.h>

/* HMAC-SHA-256 under one key, whose schedule is computed once. Read-only afterwards. */
struct trivsel_hmac;

/* NULL when libcrypto fails. */
struct trivsel_hmac *trivsel_hmac_new(const unsigned char *key, size_t length);
void trivsel_hmac_free(struct trivsel_hmac *hmac);

/* A message in parts. */
struct trivsel_part {
    const void *bytes;
    size_t length;
};

/* The 32 bytes of the tag of the parts, one after the other; 0 when libcrypto fails. */
int trivsel_hmac_tag(
    const struct trivsel_hmac *hmac, const struct trivsel_part *parts, size_t count, unsigned char *tag);
#endif
