#ifndef CCOMPRESS_H
#define CCOMPRESS_H
#include <zlib.h>
#include <zstd.h>
#endif
