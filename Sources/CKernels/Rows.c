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

/* Adding it to a small number leaves the nearest whole one in the low bits. */
static const double shift = 0x1.8p52;

/* 2^k for whole k in [-1022, 1023]. */
static inline __attribute__((always_inline)) double power_of_two(double k) {
    double sum = k + (shift + 1023);
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    bits <<= 52;
    memcpy(&sum, &bits, sizeof bits);
    return sum;
}

/* sech^2 x = (2h/(1 + h^2))^2 with h = e^-|x|, without a branch, so that rows of it are vectorized: to 6 units in the last
   place. -|x| = k ln(2) + r, ln(2) in two parts of which the first has few digits: k times it is exact. From 380 on it is 0. */
static inline __attribute__((always_inline)) double sech_squared(double x) {
    double a = -__builtin_fabs(x);
    double inside = a < -380 ? -380 : a;
    double k = (inside * 0x1.71547652b82fep0 + shift) - shift;
    double r = (inside - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33;
    double p = 1.0 / 6227020800;
    p = p * r + 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    double h = (((p * r) * r + r) + 1) * power_of_two(k);
    double y = 2 * h / (1 + h * h);
    return x != x ? x : y * y;
}

double polyak_sech_squared(double x) { return sech_squared(x); }
double polyak_absolute_power(double x, double y) { return pow(fabs(x), y); }
double polyak_signed_power(double x, double y) { return (x > 0 ? 1 : x < 0 ? -1 : x) * pow(fabs(x), y); }

#define REAL double
#define NAME(function) polyak_##function
#include "Rows.h"
/* Singles have their own, in SingleFunctions.c. */
CALLED(exp, exp(x))
CALLED(tanh, tanh(x))
CALLED(sigmoid, polyak_sigmoid(x))
UNARY(sech_squared, sech_squared(x))
#undef UNARY
#undef CALLED
#undef CALLED_OF_TWO
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
