#define _GNU_SOURCE
#include "CSystem.h"
#include <fcntl.h>
#include <malloc.h>
#include <unistd.h>

int trivsel_sync_file_system(int descriptor) { return syncfs(descriptor); }

void trivsel_begin_writing(int descriptor, long long offset, long long count)
{
    (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

void trivsel_keep_freed_memory(void)
{
    (void)mallopt(M_MMAP_THRESHOLD, 32 << 20);
    (void)mallopt(M_TRIM_THRESHOLD, 1 << 30);
}
