#ifndef POLYAK_EXPONENTIAL_H
#define POLYAK_EXPONENTIAL_H
#include "Parts.h"

/* (e^r - 1 - r - r^2/2)/r^3 for |r| <= ln(2)/2, to 2^-55: the polynomial that is nearest where it is farthest. */
INLINE double exponential_tail(double r) {
    double fourth = (r * r) * (r * r);
    double low = cubic(r, 0x1.5555555555556p-3, 0x1.5555555555556p-5, 0x1.11111111109a5p-7, 0x1.6c16c16c15dacp-10);
    double middle = cubic(r, 0x1.a01a01a7cef6bp-13, 0x1.a01a01a942d57p-16, 0x1.71de0d8468cf9p-19,
        0x1.27e4d4b0380bap-22);
    double high = 0x1.af390d379bbe1p-26 + 0x1.1f7f6b080fb0cp-29 * r;
    return low + fourth * (middle + fourth * high);
}

/* e^x = y 2^k for |x| <= 750, y in two parts to some 2^-57 and within [0.7, 1.42]; what y.low has of x lasts where y.high
   is 1: e^x - 1 keeps its digits.

   x = k ln(2) + r + low, ln(2) in two parts of which the first has 42 bits: k times it is exact, and so is r. Of low,
   which is below 2^-32, e^r low is enough. */
INLINE Parts exponential_parts(double x, double *k) {
    double whole = (x * 0x1.71547652b82fep0 + shift) - shift;
    double r = x - whole * 0x1.62e42fefa3800p-1, low = -(whole * 0x1.ef35793c76730p-45), square = r * r;
    Parts y = ordered_sum(1, r);
    double rest = r * square * exponential_tail(r) + 0.5 * square;
    *k = whole;
    return ordered_sum(y.high, (y.low + low * (y.high + rest)) + rest);
}

/* x within the numbers whose exponential is neither 0 nor infinite, and a little beyond. */
INLINE double within_range(double x) {
    double low = x < -746 ? -746 : x;
    return low > 710 ? 710 : low;
}

INLINE double exponential(double x) {
    double k;
    Parts y = exponential_parts(within_range(x), &k);
    return scaled(y.high, k);
}

INLINE double exponential_less_one(double x) {
    double inside = within_range(x), k;
    Parts y = exponential_parts(inside < -50 ? -50 : inside, &k);
    /* Half of it is finite as long as it is. */
    double scale = power_of_two(k - 1);
    Parts half = sum(y.high * scale, -0.5);
    return __builtin_fabs(x) < 0x1p-54 ? x : 2 * (half.high + (half.low + y.low * scale));
}

#endif
