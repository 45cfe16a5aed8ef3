#include "CKernels.h"
#include "Clones.h"
#include <math.h>

/* A result row is an operand's row or apart from it: element i is never read after element j > i is written. The compiler
   cannot know, and would take its slow loop for rows that are the same. */
#if defined(__clang__)
#define EACH _Pragma("clang loop vectorize(assume_safety)") for
#elif defined(__GNUC__)
#define EACH _Pragma("GCC ivdep") for
#else
#define EACH for
#endif

#define UNARY(NAME, VALUE) \
    CLONES void polyak_rows_##NAME(size_t n, double *d, const double *a) { \
        EACH (size_t i = 0; i < n; i++) { double x = a[i]; d[i] = VALUE; } \
    }

#define BINARY(NAME, VALUE) \
    CLONES void polyak_rows_##NAME(size_t n, double *d, const double *a, const double *b) { \
        EACH (size_t i = 0; i < n; i++) { double x = a[i], y = b[i]; d[i] = VALUE; } \
    }

#define TERNARY(NAME, VALUE) \
    CLONES void polyak_rows_##NAME(size_t n, double *d, const double *a, const double *b, const double *c) { \
        EACH (size_t i = 0; i < n; i++) { double x = a[i], y = b[i], z = c[i]; d[i] = VALUE; } \
    }

/* Neither form overflows: exp is only taken of a negative number. */
double polyak_sigmoid(double x) {
    if (x >= 0) return 1 / (1 + exp(-x));
    double e = exp(x);
    return e / (1 + e);
}

/* log(1 + e^x) = max(x, 0) + log1p(e^-|x|) */
double polyak_softplus(double x) { return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x)); }

BINARY(add, x + y)
BINARY(subtract, x - y)
BINARY(multiply, x * y)
BINARY(divide, x / y)
BINARY(power, pow(x, y))

UNARY(negate, -x)
UNARY(absolute, fabs(x))
UNARY(sign, x > 0 ? 1.0 : x < 0 ? -1.0 : x)
UNARY(sqrt, sqrt(x))
UNARY(exp, exp(x))
UNARY(log, log(x))
UNARY(sin, sin(x))
UNARY(cos, cos(x))
UNARY(tanh, tanh(x))
UNARY(sigmoid, polyak_sigmoid(x))
UNARY(softplus, polyak_softplus(x))

TERNARY(multiply_add, x * y + z)
TERNARY(multiply_subtract, x * y - z)
TERNARY(subtract_product, z - x * y)
TERNARY(select, x > 0 ? y : x <= 0 ? z : x)

CLONES void polyak_rows_add_scaled(size_t n, double *d, double s, const double *a) {
    EACH (size_t i = 0; i < n; i++) d[i] += s * a[i];
}

/* x - x is 0 for a finite x and NaN for the others; a sum of zeros is 0. */
CLONES int polyak_rows_finite(size_t n, const double *a) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] - a[i];
    return sum == 0;
}
