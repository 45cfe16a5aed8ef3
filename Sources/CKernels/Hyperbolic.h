#ifndef POLYAK_HYPERBOLIC_H
#define POLYAK_HYPERBOLIC_H
#include "Exponential.h"

/* tanh|x| = (E - 1)/(E + 1), E = e^2|x|, which rounds to 1 from 20 on. */
INLINE double hyperbolic_tangent(double x) {
    double a = __builtin_fabs(x), k;
    Parts e = exponential_parts(a > 22 ? 44 : 2 * a, &k);
    double half = power_of_two(k - 1), high = e.high * half, low = e.low * half;
    Parts n = ordered_sum(high, -0.5), d = ordered_sum(high, 0.5);
    d.low += low;
    return __builtin_copysign(rounded(quotient(ordered_sum(n.high, n.low + low), d)), x);
}

/* 1 + E, and E = e^-a for a >= 0 as (parts) 2^k. */
INLINE Parts one_and_exponential(double a, Parts *e, double *k) {
    *e = exponential_parts(a > 748 ? -748 : -a, k);
    double scale = power_of_two(*k < -1000 ? -1000 : *k);
    Parts d = ordered_sum(1, e->high * scale);
    return (Parts){d.high, d.low + e->low * scale};
}

/* sech^2 x = 4E/(1 + E)^2, E = e^-2|x|: 0 only where it is below all numbers. */
INLINE double sech_squared(double x) {
    double k;
    Parts e, d = one_and_exponential(2 * __builtin_fabs(x), &e, &k);
    double d1 = leading(d.high), d2 = d.high - d1;
    Parts square = ordered_sum(d1 * d1, d2 * (d.high + d1) + 2 * d.high * d.low);
    return scaled(rounded(quotient(e, square)), k + 2);
}

/* 1/(1 + e^-x), of a negative x e^x/(1 + e^x). */
INLINE double logistic(double x) {
    double k;
    Parts e, d = one_and_exponential(__builtin_fabs(x), &e, &k);
    Parts n = {x >= 0 ? 1 : e.high, x >= 0 ? 0 : e.low};
    return scaled(rounded(quotient(n, d)), x >= 0 ? 0 : k);
}

#endif
