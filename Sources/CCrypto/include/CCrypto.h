#ifndef CCRYPTO_H
#define CCRYPTO_H
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/core_names.h>
#endif
