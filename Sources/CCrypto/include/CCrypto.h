#ifndef CCRYPTO_H
#define CCRYPTO_H
#include <stddef.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>

/* An HMAC-SHA-256 context keyed with KEY, or NULL. Each message begins with
   EVP_MAC_init(context, NULL, 0, NULL), which keeps the key schedule. */
EVP_MAC_CTX *trivsel_hmac_sha256(const unsigned char *key, size_t length);
#endif
