#include "CKernels.h"
#include <stdint.h>
#include <string.h>
#include <tgmath.h>

#include "Loops.h"
#include "Clones.h"

#define REAL double
#define NAME(function) polyak_##function
#include "Rows.h"
#undef UNARY
#undef BINARY
#undef TERNARY
#undef REAL
#undef NAME

#define REAL float
#define NAME(function) polyak_single_##function
#include "Rows.h"

/* A number whose exponent's bits are all set is not finite. On integers, of which a loop may keep several at a time: sums
   of doubles have to be made one after another. */
CLONES int polyak_rows_finite(size_t n, const double *a) {
    const uint64_t exponent = (uint64_t)0x7ff << 52;
    uint64_t found = 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, a + i, sizeof bits);
        found |= (bits & exponent) == exponent;
    }
    return found == 0;
}

CLONES void polyak_rows_to_single(size_t n, float *d, const double *a) {
    for (size_t i = 0; i < n; i++) d[i] = (float)a[i];
}

CLONES void polyak_rows_to_double(size_t n, double *d, const float *a) {
    for (size_t i = 0; i < n; i++) d[i] = a[i];
}
