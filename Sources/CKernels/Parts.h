#ifndef POLYAK_PARTS_H
#define POLYAK_PARTS_H
/* Numbers in two parts, and the bits of one. */
#include <stdint.h>
#include <string.h>

/* The sums below are what they are where nothing is contracted, see there, or reordered. */
#include "Clones.h"

/* high + low, low being what rounding took from high, or nearly. */
typedef struct {
    double high, low;
} Parts;

INLINE uint64_t bits_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE double of_bits(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* a + b, where |a| >= |b| or a is 0 (Dekker). */
INLINE Parts ordered_sum(double a, double b) {
    double sum = a + b;
    return (Parts){sum, b - (sum - a)};
}

/* a + b (Knuth). */
INLINE Parts sum(double a, double b) {
    double sum = a + b, second = sum - a;
    return (Parts){sum, (a - (sum - second)) + (b - second)};
}

/* The 26 leading bits of x: the product of two such numbers is exact, and that of one and what another lacks. */
INLINE double leading(double x) { return of_bits(bits_of(x) & ~(uint64_t)0x7ffffff); }

/* a * b (Dekker), where no partial product is subnormal. */
INLINE Parts product(double a, double b) {
    double p = a * b, a1 = leading(a), a2 = a - a1, b1 = leading(b), b2 = b - b1;
    return (Parts){p, ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2};
}

/* n / d in two parts, to some 2^-75: from a quotient of 26 bits, whose product by d is exact in parts, and what is left. */
INLINE Parts quotient(Parts n, Parts d) {
    double reciprocal = 1 / d.high, d1 = leading(d.high), d2 = d.high - d1, q = leading(n.high * reciprocal);
    double rest = ((n.high - q * d1) - q * d2) + (n.low - q * d.low);
    return (Parts){q, rest * reciprocal};
}

INLINE double rounded(Parts x) { return x.high + x.low; }

/* By pairs, which do not wait for one another as Horner's steps do. */
INLINE double cubic(double x, double c0, double c1, double c2, double c3) { return (c0 + c1 * x) + x * x * (c2 + c3 * x); }

/* Adding it to a number of modulus below 2^51 leaves the nearest whole one in the low bits. */
static const double shift = 0x1.8p52;

/* 2^k for whole k in [-1022, 1023]. */
INLINE double power_of_two(double k) { return of_bits(bits_of(k + (shift + 1023)) << 52); }

/* x = m 2^k of a normal number, m from sqrt(1/2) to sqrt(2). */
INLINE double mantissa(double x, double *k) {
    uint64_t above = bits_of(x) - 0x3fe6a09e667f3bcd, biased = (above + ((uint64_t)1024 << 52)) >> 52;
    *k = of_bits(biased | bits_of(0x1p52)) - (0x1p52 + 1024);
    return of_bits(bits_of(x) - (above & (uint64_t)0xfff << 52));
}

/* y 2^k for whole k in [-1080, 1024] and |y| in [1/2, 8), rounded once more only where it is subnormal. */
INLINE double scaled(double y, double k) {
    double biased = k + (k < -1018 ? shift + 1023 + 64 : shift + 1023 - 1);
    return y * of_bits(bits_of(biased) << 52) * (k < -1018 ? 0x1p-64 : 2);
}

#endif
