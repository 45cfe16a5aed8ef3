#ifndef POLYAK_HYPERBOLIC_H
#define POLYAK_HYPERBOLIC_H
#include "Exponential.h"

/* tanh|x| = t/(t + 1), t = (e^2|x| - 1)/2, which rounds to 1 from 20 on. */
INLINE double hyperbolic_tangent(double x) {
    double a = __builtin_fabs(x);
    Parts t = half_exponential_less_one(a > 22 ? 44 : 2 * a);
    Parts d = sum(t.high, 1);
    d.low += t.low;
    double y = __builtin_copysign(rounded(quotient(t, d)), x);
    return a < 0x1p-30 ? x : y;
}

/* sech^2 x = 4E/(1 + E)^2, E = e^-2|x|: 0 only where it is below all numbers. */
INLINE double sech_squared(double x) {
    double a = __builtin_fabs(x), k;
    Parts e = exponential_parts(a > 374 ? -748 : -2 * a, &k);
    double scale = power_of_two(k < -1000 ? -1000 : k);
    Parts d = ordered_sum(1, e.high * scale);
    d.low += e.low * scale;
    double d1 = leading(d.high), d2 = d.high - d1;
    Parts square = ordered_sum(d1 * d1, d2 * (d.high + d1) + 2 * d.high * d.low);
    return scaled(rounded(quotient(e, square)), k + 2);
}

/* 1/(1 + e^-x), of a negative x e^x/(1 + e^x). */
INLINE double logistic(double x) {
    double a = __builtin_fabs(x), k;
    Parts e = exponential_parts(a > 746 ? -746 : -a, &k);
    double scale = power_of_two(k < -1000 ? -1000 : k);
    Parts d = ordered_sum(1, e.high * scale);
    d.low += e.low * scale;
    Parts n = {x >= 0 ? 1 : e.high, x >= 0 ? 0 : e.low};
    return scaled(rounded(quotient(n, d)), x >= 0 ? 0 : k);
}

#endif
