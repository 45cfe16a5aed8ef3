#ifndef POLYAK_TRIGONOMETRIC_H
#define POLYAK_TRIGONOMETRIC_H
#include "LargeAngle.h"

/* Up to here an angle's number of right angles has 20 bits, and its product by a part of 33 bits is exact. */
static const double largest_quick_angle = 0x1p20;

/* For |x| <= 2^20. pi/2 in three parts of 33 bits and one of 53: no number of that size is so near to a multiple that
   r would lack digits. */
INLINE ReducedAngle reduced_angle(double x) {
    double sum_of_both = x * 0x1.45f306dc9c883p-1 + shift, whole = sum_of_both - shift;
    Parts first = sum(x - whole * 0x1.921fb544p0, -(whole * 0x1.0b4611a6p-34));
    Parts second = sum(first.high, -(whole * 0x1.3198a2ep-69));
    double low = (first.low + second.low) - whole * 0x1.b839a252049c1p-104;
    return (ReducedAngle){ordered_sum(second.high, low), bits_of(sum_of_both)};
}

/* (sin r - r)/r^3 and (cos r - 1 + r^2/2)/r^4 by u = r^2, for |r| <= pi/4, to 2^-55 and 2^-58. */
INLINE double sine_tail(double u) {
    double fourth = (u * u) * (u * u);
    double low = cubic(u, -0x1.5555555555555p-3, 0x1.1111111110badp-7, -0x1.a01a019e82435p-13, 0x1.71de3794aecd2p-19);
    double high = -0x1.ae60090c44d47p-26 + 0x1.5e0a62ed2b329p-33 * u;
    return low + fourth * high;
}

INLINE double cosine_tail(double u) {
    double fourth = (u * u) * (u * u);
    double low = cubic(u, 0x1.5555555555555p-5, -0x1.6c16c16c16964p-10, 0x1.a01a019f4df8fp-16,
        -0x1.27e4fa16e89fbp-22);
    double high = 0x1.1eeb67ea7a39dp-29 - 0x1.907cea0cf7388p-37 * u;
    return low + fourth * high;
}

/* The sine of r and `quadrant` right angles. */
INLINE double sine_of(Parts r, uint64_t quadrant) {
    double u = r.high * r.high, half = 0.5 * u;
    double sine = r.high + (r.high * u * sine_tail(u) + r.low * (1 - half));
    Parts one = ordered_sum(1, -half);
    double cosine = one.high + (one.low + (u * u * cosine_tail(u) - r.high * r.low));
    uint64_t sign = (quadrant & 2) << 62;
    return of_bits(bits_of(quadrant & 1 ? cosine : sine) ^ sign);
}

INLINE double quick_sine(double x) {
    ReducedAngle a = reduced_angle(x);
    double y = sine_of(a.r, a.quadrant);
    return __builtin_fabs(x) < 0x1p-28 ? x : y;
}

INLINE double quick_cosine(double x) {
    ReducedAngle a = reduced_angle(x);
    return sine_of(a.r, a.quadrant + 1);
}

static __attribute__((noinline)) double sine_of_large(double x, uint64_t quadrants) {
    if (!(__builtin_fabs(x) < __builtin_inf())) return x - x;
    ReducedAngle a = reduced_large_angle(x);
    return sine_of(a.r, a.quadrant + quadrants);
}

static inline double sine(double x) {
    return __builtin_fabs(x) <= largest_quick_angle ? quick_sine(x) : sine_of_large(x, 0);
}

static inline double cosine(double x) {
    return __builtin_fabs(x) <= largest_quick_angle ? quick_cosine(x) : sine_of_large(x, 1);
}

#endif
