#include "CKernels.h"

#ifdef __GLIBC__
#include <malloc.h>
#endif

size_t polyak_free_memory(void) {
#ifdef __GLIBC__
  return mallinfo2().fordblks;
#else
  return 0;
#endif
}

void polyak_trim_memory(void) {
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}
