/* Linux's own calls on files, which Swift's Glibc does not show. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/magic.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "CKernels.h"

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

/* --- Files that go with the process */

/* A slot is free where its name is NULL and reserved by whoever has put `filling` there. Fixed room and atomic words: a
   signal's handler reads them. */
enum { slots = 1024 };
static struct {
  _Atomic(char *) name;
  int folder;
  pid_t owner;
} fleeting[slots];
static char filling[1];

int polyak_fleeting_add(int folder, const char *name) {
  char *copy = strdup(name);
  for (int i = 0; copy != NULL && i < slots; i++) {
    char *none = NULL;
    if (!atomic_compare_exchange_strong(&fleeting[i].name, &none, filling)) continue;
    fleeting[i].folder = folder;
    fleeting[i].owner = getpid();
    atomic_store(&fleeting[i].name, copy);
    return i;
  }
  free(copy);
  return -1;
}

void polyak_fleeting_drop(int slot) {
  if (slot < 0) return;
  char *name = atomic_exchange(&fleeting[slot].name, NULL);
  if (name != filling) free(name);
}

void polyak_fleeting_remove(void) {
  pid_t self = getpid();
  for (int i = 0; i < slots; i++) {
    char *name = atomic_load(&fleeting[i].name);
    if (name != NULL && name != filling && fleeting[i].owner == self) unlinkat(fleeting[i].folder, name, 0);
  }
}
