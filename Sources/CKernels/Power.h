#ifndef POLYAK_POWER_H
#define POLYAK_POWER_H
#include "Logarithm.h"

/* ((log((1 + s)/(1 - s)) - 2s)/s^3 - 2/3)/s^2 by z = s^2, for s up to (sqrt(2) - 1)/(sqrt(2) + 1), to 2^-55. */
INLINE double power_tail(double z) {
    double fourth = (z * z) * (z * z);
    double low = cubic(z, 0x1.999999999999ap-2, 0x1.2492492492523p-2, 0x1.c71c71c6ea3a7p-3, 0x1.745d177ae7ca4p-3);
    double high = cubic(z, 0x1.3b1395b312af8p-3, 0x1.1118cdef60706p-3, 0x1.df7b9e38d150dp-4, 0x1.e039c40bcc6e0p-4);
    return low + fourth * high;
}

/* log x + extra log(2) of a normal number to some 2^-63 of it: as logarithm_parts, with more digits of 2s + 2s^3/3. */
INLINE Parts precise_logarithm(double x, double extra) {
    double k, f = mantissa(x, &k) - 1;
    Parts s = quotient((Parts){f, 0}, ordered_sum(2, f));
    /* s^2 = square + rest and s^3 = cube + more, square and cube exact: s.high has 26 bits, and so have leading ones. */
    double whole = s.high + s.low, square = s.high * s.high, rest = s.low * (s.high + whole), z = square + rest;
    double first = leading(square), cube = s.high * first, more = s.high * ((square - first) + rest) + s.low * z;
    /* 2/3 in two parts of which the first has 26 bits. */
    double front = leading(cube), third = front * 0x1.555555p-1;
    double low = front * 0x1.5555555555555p-27 + ((cube - front) + more) * 0x1.5555555555555p-1;
    Parts y = ordered_sum(2 * s.high, third), sum = ordered_sum((k + extra) * 0x1.62e42feep-1, y.high);
    low = (low + whole * (z * z) * power_tail(z)) + (y.low + 2 * s.low);
    return ordered_sum(sum.high, sum.low + ((k + extra) * 0x1.a39ef35793c76p-33 + low));
}

/* As exponential_parts of a number in two parts, to some 2^-60: with r^2/2 in two parts as well. */
INLINE Parts precise_exponential(Parts x, double *k) {
    double whole = (x.high * 0x1.71547652b82fep0 + shift) - shift;
    double r = x.high - whole * 0x1.62e42fefa38p-1, low = x.low - whole * 0x1.ef35793c7673p-45, first = leading(r);
    double cubic = r * (r * r) * exponential_tail(r);
    Parts y = ordered_sum(1, r), z = ordered_sum(y.high, 0.5 * first * first);
    double rest = (y.low + z.low) + (0.5 * (r - first) * (r + first) + cubic);
    *k = whole;
    return ordered_sum(z.high, rest + low * (z.high + cubic));
}

/* x^y 2^(y extra) of a normal number, |y| at most 2^66: e^(y log x), y log x in two parts. */
INLINE double normal_power(double x, double extra, double y) {
    Parts logarithm = precise_logarithm(x, extra), p = product(logarithm.high, y);
    double inside = within_range(p.high), low = inside == p.high ? p.low + logarithm.low * y : 0, k;
    Parts e = precise_exponential((Parts){inside, low}, &k);
    return scaled(e.high, k);
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

/* Where normal_power is x^y. */
INLINE int has_normal_power(double x, double y) {
    return x >= 0x1p-1022 && x < __builtin_inf() && __builtin_fabs(y) <= 0x1p66;
}

INLINE double power(double x, double y) {
    double a = __builtin_fabs(x), normal = a < 0x1p-1022 ? a * 0x1p54 : a;
    /* Beyond 2^66 every power of a number other than 1 is 0 or infinite. */
    double low = y < -0x1p66 ? -0x1p66 : y, exponent = low > 0x1p66 ? 0x1p66 : low;
    double base = a > 0 && a < __builtin_inf() ? normal : 1;
    return power_at(x, y, normal_power(base, a < 0x1p-1022 ? -54 : 0, exponent));
}

#endif
