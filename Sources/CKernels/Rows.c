#include "CKernels.h"
#include "Clones.h"
#include <stdint.h>
#include <string.h>
#include <tgmath.h>

/* A result row is an operand's row or apart from it: element i is never read after element j > i is written. The compiler
   cannot know, and would take its slow loop for rows that are the same. */
#if defined(__clang__)
#define EACH _Pragma("clang loop vectorize(assume_safety)") for
#elif defined(__GNUC__)
#define EACH _Pragma("GCC ivdep") for
#else
#define EACH for
#endif

/* Without errno, which would keep the loop from being vectorized. */
#if defined(__clang__)
#define SQUARE_ROOT(x) __builtin_elementwise_sqrt(x)
#else
#define SQUARE_ROOT(x) sqrt(x)
#endif

/* Neither form overflows: exp is only taken of a negative number. */
double polyak_sigmoid(double x) {
    if (x >= 0) return 1 / (1 + exp(-x));
    double e = exp(x);
    return e / (1 + e);
}

/* log(1 + e^x) = max(x, 0) + log1p(e^-|x|) */
double polyak_softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }
static float polyak_single_softplus(float x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

#define REAL double
#define NAME(function) polyak_##function
#include "Rows.h"
/* Singles have their own, in SingleFunctions.c. */
CALLED(exp, exp(x))
CALLED(tanh, tanh(x))
CALLED(sigmoid, polyak_sigmoid(x))
#undef UNARY
#undef CALLED
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
