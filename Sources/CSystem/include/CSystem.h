#ifndef CSYSTEM_H
#define CSYSTEM_H

/* syncfs(2) of the file system that DESCRIPTOR lies on: 0, or -1 with errno set. */
int trivsel_sync_file_system(int descriptor);

/* Has the system begin to write COUNT bytes from OFFSET on to the disk, without waiting for it. A hint: what it does not
   do now, fsync does. */
void trivsel_begin_writing(int descriptor, long long offset, long long count);
/* Blocks up to 32 MiB that are freed stay with the process. */
void trivsel_keep_freed_memory(void);

#endif
