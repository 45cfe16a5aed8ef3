#ifndef POLYAK_LOGARITHM_H
#define POLYAK_LOGARITHM_H
#include "Exponential.h"

/* (log((1 + s)/(1 - s)) - 2s)/s^3 by z = s^2, for s up to (sqrt(2) - 1)/(sqrt(2) + 1), to 2^-54. */
INLINE double logarithm_tail(double z) {
    double fourth = (z * z) * (z * z);
    double low = cubic(z, 0x1.5555555555555p-1, 0x1.9999999999a3ap-2, 0x1.2492492476692p-2, 0x1.c71c7201ff537p-3);
    double high = cubic(z, 0x1.745cf8c2a17edp-3, 0x1.3b1c42bf11682p-3, 0x1.0fbd3d1a064d2p-3, 0x1.0c11348cee62ap-3);
    return low + fourth * high;
}

/* log(x.high + x.low) of a normal number in two parts, |x.low| being at most some units in the last place of x.high, or
   x.high 1; plus `extra` times ln(2).

   x.high = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2), s = f/(2 + f): log(1 + f) = f - f^2/2 + s (f^2/2 + tail). The
   sum begins with numbers that are exact: k times the first part of ln(2), and f. */
INLINE Parts logarithm_parts(Parts x, double extra) {
    double k, f = mantissa(x.high, &k) - 1, s = f / (2 + f), z = s * s, half = 0.5 * f * f;
    /* x.low/x.high: of f/(1 + f) = 2s/(1 + s) a few digits. */
    double last = x.low * power_of_two(1 - k) * 0.5;
    double whole = k + extra;
    Parts y = ordered_sum(whole * 0x1.62e42feep-1, f);
    y.low += (whole * 0x1.a39ef35793c76p-33 + last)
        + ((s * (half + z * logarithm_tail(z)) - half) - last * (2 * s * (1 - s) * (1 + z) + 0.5 * last));
    return y;
}

/* What a logarithm of x is that is y wherever x is a positive number. */
INLINE double logarithm_at(double x, double y) {
    double inside = x > 0 ? y : x == 0 ? -__builtin_inf() : __builtin_nan("");
    return x < __builtin_inf() ? inside : x;
}

INLINE double logarithm(double x) {
    int isSmall = x < 0x1p-1022;
    Parts y = logarithm_parts((Parts){isSmall ? x * 0x1p54 : x, 0}, isSmall ? -54 : 0);
    return logarithm_at(x, rounded(y));
}

INLINE double logarithm_of_one_plus(double x) {
    Parts w = sum(1, x);
    double y = logarithm_at(w.high, rounded(logarithm_parts(w, 0)));
    return __builtin_fabs(x) < 0x1p-54 ? x : y;
}

/* log(1 + e^x) = max(x, 0) + log(1 + e^-|x|); of a large negative x e^x - e^2x/2. */
INLINE double softplus(double x) {
    double a = __builtin_fabs(x), k;
    Parts e = exponential_parts(a > 746 ? -746 : -a, &k);
    double scale = power_of_two(k < -1000 ? -1000 : k), single = e.high * scale;
    Parts w = ordered_sum(1, single);
    w.low += e.low * scale;
    Parts y = logarithm_parts(w, 0), z = sum(x > 0 ? x : 0, y.high);
    double tail = scaled(e.high + (e.low - 0.5 * e.high * single), k);
    return x > 50 ? x : x < -34 ? tail : z.high + (z.low + y.low);
}

#endif
