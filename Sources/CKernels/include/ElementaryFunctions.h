#ifndef POLYAK_ELEMENTARY_FUNCTIONS_H
#define POLYAK_ELEMENTARY_FUNCTIONS_H
#include <stddef.h>

/*
 * Functions of one number, and over rows of doubles and of floats: d[i] = f(a[i]), where d may be a. At most one unit in
 * the last place off wherever they are finite, the same bits in every clone, of one number and of rows of any length; no
 * library's function is called.
 */
#define POLYAK_ELEMENTARY_FUNCTION(NAME) \
    double polyak_##NAME(double x); \
    void polyak_rows_##NAME(size_t n, void *d, const void *a); \
    void polyak_single_rows_##NAME(size_t n, void *d, const void *a);

POLYAK_ELEMENTARY_FUNCTION(exp)
POLYAK_ELEMENTARY_FUNCTION(expm1)
POLYAK_ELEMENTARY_FUNCTION(log)
POLYAK_ELEMENTARY_FUNCTION(log1p)
POLYAK_ELEMENTARY_FUNCTION(tanh)
POLYAK_ELEMENTARY_FUNCTION(sech_squared)
POLYAK_ELEMENTARY_FUNCTION(sigmoid)
POLYAK_ELEMENTARY_FUNCTION(softplus)
POLYAK_ELEMENTARY_FUNCTION(atan)
POLYAK_ELEMENTARY_FUNCTION(asinh)
POLYAK_ELEMENTARY_FUNCTION(erf)
POLYAK_ELEMENTARY_FUNCTION(sin)
POLYAK_ELEMENTARY_FUNCTION(cos)

/* Likewise of two numbers: x^y with the special cases of C's pow, |x|^y, and |x|^y with the sign of x. */
#define POLYAK_POWER(NAME) \
    double polyak_##NAME(double x, double y); \
    void polyak_rows_##NAME(size_t n, void *d, const void *a, const void *b); \
    void polyak_single_rows_##NAME(size_t n, void *d, const void *a, const void *b);

POLYAK_POWER(power)
POLYAK_POWER(absolute_power)
POLYAK_POWER(signed_power)

/* d[i] = a[i]^b[i] (log a[i])^order, its limit 0 where a[i] is 0 and b[i] > 0. */
void polyak_rows_power_logarithm(size_t n, size_t order, void *d, const void *a, const void *b);
void polyak_single_rows_power_logarithm(size_t n, size_t order, void *d, const void *a, const void *b);

#endif
