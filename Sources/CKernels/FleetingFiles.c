/* Files that go where a signal ends the process. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "CKernels.h"

/* A slot is free where its name is NULL and reserved by whoever has put `filling` there. Fixed room and atomic words: a
   signal's handler reads them. */
enum { slots = 1024 };
static struct {
  _Atomic(char *) name;
  int folder;
  pid_t owner;
} fleeting[slots];
static char filling[1];

/* Threads between a change of the folder and its note here; and the signal that came meanwhile. */
static atomic_int holders;
static atomic_int waiting;

/* A copy of the process has the thread that made it alone, which holds nothing. */
static void forget_holders(void) { atomic_store(&holders, 0); }
__attribute__((constructor)) static void watch_copies(void) { pthread_atfork(NULL, NULL, forget_holders); }

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

void polyak_fleeting_hold(void) { atomic_fetch_add(&holders, 1); }

int polyak_fleeting_release(void) {
  return atomic_fetch_sub(&holders, 1) == 1 ? atomic_exchange(&waiting, 0) : 0;
}

bool polyak_fleeting_remove(int signal) {
  if (atomic_load(&holders) > 0) {
    atomic_store(&waiting, signal);
    /* Unless the last holder has gone and not seen it. */
    if (atomic_load(&holders) > 0 || atomic_exchange(&waiting, 0) == 0) return false;
  }
  pid_t self = getpid();
  for (int i = 0; i < slots; i++) {
    char *name = atomic_load(&fleeting[i].name);
    if (name != NULL && name != filling && fleeting[i].owner == self) unlinkat(fleeting[i].folder, name, 0);
  }
  return true;
}
