// pthread_getattr_np
#define _GNU_SOURCE
#include "Internal.h"

#include <pthread.h>

// Lua counts the calls of C functions in one another, up to 200, and takes it that the thread's stack has room for them. With
// Swift's frames in between a thread of half a megabyte has not.

typedef struct { char *lowest, *limit; } bounds;

// The limit leaves a quarter of the stack, at most 128 kB, to what a Swift function calls by itself.
static bounds find_bounds(void) {
  void *lowest = NULL;
  size_t size = 0;
#if defined(__APPLE__)
  size = pthread_get_stacksize_np(pthread_self());
  lowest = (char *)pthread_get_stackaddr_np(pthread_self()) - size;
#elif defined(__linux__)
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    if (pthread_attr_getstack(&attributes, &lowest, &size) != 0) size = 0;
    pthread_attr_destroy(&attributes);
  }
#endif
  const size_t most = (size_t)128 << 10;
  return (bounds){lowest, (char *)lowest + (size / 4 < most ? size / 4 : most)};
}

// A host may run Lua on a stack of its own making, which the thread's bounds say nothing of.
bool lk_stack_is_short(void) {
  static _Thread_local bounds of_thread;
  if (of_thread.limit == NULL) of_thread = find_bounds();
  char *here = __builtin_frame_address(0);
  return here >= of_thread.lowest && here < of_thread.limit;
}
