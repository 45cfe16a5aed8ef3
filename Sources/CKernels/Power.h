#ifndef POLYAK_POWER_H
#define POLYAK_POWER_H
#include "Logarithm.h"

/* ((log((1 + s)/(1 - s)) - 2s)/s^3 - 2/3)/s^2 by z = s^2, for s up to (sqrt(2) - 1)/(sqrt(2) + 1), to 2^-55. */
INLINE double power_tail(double z) {
    double p = 0x1.e039c40bcc6e0p-4;
    p = p * z + 0x1.df7b9e38d150dp-4;
    p = p * z + 0x1.1118cdef60706p-3;
    p = p * z + 0x1.3b1395b312af8p-3;
    p = p * z + 0x1.745d177ae7ca4p-3;
    p = p * z + 0x1.c71c71c6ea3a7p-3;
    p = p * z + 0x1.2492492492523p-2;
    return p * z + 0x1.999999999999ap-2;
}

/* a b of numbers in two parts. */
INLINE Parts product_of_parts(Parts a, Parts b) {
    Parts p = product(a.high, b.high);
    return ordered_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

/* log x + extra log(2) of a normal number to some 2^-65 of it: as logarithm_parts, with s, s^3 and the tail's first
   number in two parts. */
INLINE Parts precise_logarithm(double x, double extra) {
    double k, f = mantissa(x, &k) - 1;
    Parts q = quotient((Parts){f, 0}, ordered_sum(2, f));
    Parts s = ordered_sum(q.high, q.low), z = product_of_parts(s, s);
    Parts tail = ordered_sum(0x1.5555555555555p-1, z.high * power_tail(z.high));
    tail.low += 0x1.5555555555555p-55;
    Parts rest = product_of_parts(product_of_parts(s, z), tail);
    Parts y = ordered_sum(2 * s.high, rest.high), whole = ordered_sum((k + extra) * 0x1.62e42feep-1, y.high);
    return ordered_sum(whole.high, whole.low + ((k + extra) * 0x1.a39ef35793c76p-33 + (y.low + (2 * s.low + rest.low))));
}

/* Whether y is a whole number. */
INLINE int is_whole(double y) {
    double a = __builtin_fabs(y);
    return a >= 0x1p52 || (a + 0x1p52) - 0x1p52 == a;
}

/* x^y with all special cases as C has them, where |x|^y is `magnitude` if x is finite and not 0. */
INLINE double power_at(double x, double y, double magnitude) {
    double a = __builtin_fabs(x), infinite = __builtin_inf();
    double found = a > 0 && a < infinite ? magnitude : (y > 0) == (a > 0) ? infinite : 0;
    int isWhole = is_whole(y), isOdd = isWhole && !is_whole(0.5 * y);
    found = bits_of(x) >> 63 && isOdd ? -found : found;
    found = x < 0 && a < infinite && !isWhole ? __builtin_nan("") : found;
    found = x != x || y != y ? x + y : found;
    return x == 1 || y == 0 ? 1 : found;
}

/* |x|^y = e^(y log|x|), y log|x| in two parts. */
INLINE double power(double x, double y) {
    double a = __builtin_fabs(x), normal = a < 0x1p-1022 ? a * 0x1p54 : a;
    Parts logarithm = precise_logarithm(a > 0 && a < __builtin_inf() ? normal : 1, a < 0x1p-1022 ? -54 : 0);
    /* Beyond 2^66 every power of a number other than 1 is 0 or infinite. */
    double low = y < -0x1p66 ? -0x1p66 : y, exponent = low > 0x1p66 ? 0x1p66 : low, k;
    Parts p = product_of_parts(logarithm, (Parts){exponent, 0});
    double inside = within_range(p.high);
    Parts e = exponential_parts(inside, &k);
    return power_at(x, y, scaled(e.high + (e.low + e.high * (inside == p.high ? p.low : 0)), k));
}

#endif
