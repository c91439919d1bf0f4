#define _GNU_SOURCE
#include "CFiles.h"
#include <fcntl.h>
#include <unistd.h>

int trivsel_sync_file_system(int descriptor) { return syncfs(descriptor); }

void trivsel_begin_writing(int descriptor, long long offset, long long count)
{
    (void)sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}
