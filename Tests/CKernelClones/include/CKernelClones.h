#ifndef POLYAK_CKERNEL_CLONES_H
#define POLYAK_CKERNEL_CLONES_H
#include <stdbool.h>
#include <stddef.h>

/* The clones of CKernels' functions of rows, which a program has no way to choose. */

enum { POLYAK_CLONES = 3 };

/* Clone 0 is that of any processor; NULL where there is none of the name or this processor lacks its instructions. */
typedef void (*polyak_rows_clone)(size_t n, void *d, const void *a);
typedef void (*polyak_rows_of_two_clone)(size_t n, void *d, const void *a, const void *b);

polyak_rows_clone polyak_clone(const char *function, bool is_single, int clone);
polyak_rows_of_two_clone polyak_clone_of_two(const char *function, bool is_single, int clone);

#endif
