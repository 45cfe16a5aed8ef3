/* The system's own calls on files, which Swift does not show. Elsewhere than on Linux, where none of this was built, files go
   without: their names are there from the beginning, and attributes stay behind. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CKernels.h"

#ifdef __linux__
#include <linux/magic.h>
#include <sys/vfs.h>
#include <sys/xattr.h>

int polyak_open_temporary(int folder, mode_t mode) {
  return openat(folder, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
}

int polyak_open_unread_folder(int base, const char *path) {
  return openat(base, path, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

bool polyak_is_in_proc(int folder) {
  struct statfs status;
  return fstatfs(folder, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

void polyak_copy_attributes(int from, int to) {
  ssize_t size = flistxattr(from, NULL, 0);
  char *names = size > 0 ? malloc((size_t)size) : NULL;
  if (names == NULL) return;
  size = flistxattr(from, names, (size_t)size);
  for (ssize_t i = 0; i < size; i += (ssize_t)strlen(names + i) + 1) {
    /* The most that Linux lets one hold. */
    static const size_t most = 65536;
    void *value = malloc(most);
    ssize_t length = value == NULL ? -1 : fgetxattr(from, names + i, value, most);
    if (length >= 0) (void)fsetxattr(to, names + i, value, (size_t)length, 0);
    free(value);
  }
  free(names);
}

#else
#include <errno.h>

int polyak_open_temporary(int folder, mode_t mode) {
  (void)folder, (void)mode;
  errno = ENOTSUP;
  return -1;
}

int polyak_open_unread_folder(int base, const char *path) { return openat(base, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

bool polyak_is_in_proc(int folder) {
  (void)folder;
  return false;
}

void polyak_copy_attributes(int from, int to) { (void)from, (void)to; }
#endif
