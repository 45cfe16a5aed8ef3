#ifndef POLYAK_ARCTANGENT_H
#define POLYAK_ARCTANGENT_H
#include "Parts.h"

/* (atan t - t)/t^3 by u = t^2, for |t| <= tan(pi/8), to 2^-54. */
INLINE double arctangent_tail(double u) {
    double fourth = (u * u) * (u * u);
    double low = cubic(u, -0x1.5555555555555p-2, 0x1.999999999939bp-3, -0x1.2492492439c62p-3, 0x1.c71c7187513b0p-4);
    double middle = cubic(u, -0x1.745d0b758c834p-4, 0x1.3b126969b248cp-4, -0x1.10faca6a64279p-4,
        0x1.dfeb776a510d3p-5);
    double high = -0x1.a0b2b1760bea4p-5 + 0x1.41a5fd5359378p-5 * u - 0x1.3acae04ac45f0p-6 * (u * u);
    return low + fourth * (middle + fourth * high);
}

/* atan|x| = b + atan t: (b, t) is (0, x) up to tan(pi/8), (pi/4, (x - 1)/(x + 1)) up to 1/tan(pi/8), (pi/2, -1/x) beyond. */
INLINE double arctangent(double x) {
    double magnitude = __builtin_fabs(x), a = magnitude > 0x1p60 ? 0x1p60 : magnitude;
    int isSmall = a < 0x1.a827999fcef32p-2, isLarge = a > 0x1.3504f333f9de6p1;
    Parts less = sum(a, -1), more = sum(a, 1);
    Parts n = {isSmall ? a : isLarge ? -1 : less.high, isSmall || isLarge ? 0 : less.low};
    Parts d = {isSmall ? 1 : isLarge ? a : more.high, isSmall || isLarge ? 0 : more.low};
    Parts q = quotient(n, d);
    Parts t = ordered_sum(q.high, q.low);
    double u = t.high * t.high;
    /* The two parts of pi/4 and of pi/2. */
    double base = isSmall ? 0 : isLarge ? 0x1.921fb54442d18p0 : 0x1.921fb54442d18p-1;
    double rest = isSmall ? 0 : isLarge ? 0x1.1a62633145c07p-54 : 0x1.1a62633145c07p-55;
    Parts y = ordered_sum(base, t.high);
    y.low += rest + (t.low * (1 - u) + t.high * u * arctangent_tail(u));
    return magnitude < 0x1p-28 ? x : __builtin_copysign(rounded(y), x);
}

#endif
