#ifndef POLYAK_INVERSE_HYPERBOLIC_H
#define POLYAK_INVERSE_HYPERBOLIC_H
#include "Logarithm.h"
#include "Loops.h"

/* (asinh x - x)/x^3 by u = x^2, for |x| <= 1/2, to 2^-56. */
INLINE double inverse_sine_tail(double u) {
    double fourth = (u * u) * (u * u);
    double low = cubic(u, -0x1.5555555555555p-3, 0x1.3333333332fa9p-4, -0x1.6db6db6d60f27p-5, 0x1.f1c71c3eb1c33p-6);
    double middle = cubic(u, -0x1.6e8b9b0bf4f00p-6, 0x1.1c4e0d82596eap-6, -0x1.c9844ab438bf5p-7,
        0x1.79b514d680540p-7);
    double high = cubic(u, -0x1.3a5f09d996c33p-7, 0x1.f4000dbaae71dp-8, -0x1.47fab1d296bddp-8, 0x1.f07dff07fbbcdp-10);
    return low + fourth * (middle + fourth * high);
}

/* asinh|x| = log(|x| + sqrt(x^2 + 1)), the sum in two parts; from 2^28 on log(2|x|). */
INLINE double inverse_hyperbolic_sine(double x) {
    double a = __builtin_fabs(x), inside = a > 0x1p28 ? 0x1p28 : a;
    Parts square = product(inside, inside), w = sum(1, square.high);
    w.low += square.low;
    double root = SQUARE_ROOT(w.high);
    Parts again = product(root, root);
    Parts y = sum(inside, root);
    y.low += ((w.high - again.high) - again.low + w.low) * 0.5 / root;
    Parts of = {a > 0x1p28 ? a : y.high, a > 0x1p28 ? 0 : y.low};
    double large = rounded(logarithm_parts(of, a > 0x1p28 ? 1 : 0));
    double u = inside * inside, small = a + a * u * inverse_sine_tail(u);
    double magnitude = a < 0x1p-28 ? a : a <= 0.5 ? small : a < __builtin_inf() ? large : a;
    return __builtin_copysign(magnitude, x);
}

#endif
