#ifndef POLYAK_ERROR_FUNCTION_H
#define POLYAK_ERROR_FUNCTION_H
#include "Exponential.h"

/* erf(x)/x - 1 by v = x^2 - 1/2, for |x| <= 0.94, to 2^-56: around 1/2, and -v/4 apart, which leaves small numbers to round. */
INLINE double error_function_tail(double v) {
    double fourth = (v * v) * (v * v);
    double low = cubic(v, -0x1.fd16292151fd6p-6, 0x1.454368017b042p-4, -0x1.2b902b7b2f28ep-6, 0x1.c82aa249df4dbp-9);
    double middle = cubic(v, -0x1.263991b802e78p-11, 0x1.486638bc8ba52p-14, -0x1.429e93e67a392p-17,
        0x1.1ad5ee1842139p-20);
    double high = cubic(v, -0x1.bf8d2c4d1722cp-24, 0x1.428e5c7805cd7p-27, -0x1.acbada7ee9f4ap-31,
        0x1.06244fa074f7bp-34);
    return (low + fourth * (middle + fourth * high)) * v + (-0.25 * v - 0x1.1ae14dc34815ap-5);
}

/* e^(x^2) (1 - erf x) by t = (x - 1)/(x + 3), for x from 0.93 to 6: to 2^-58 of e^(x^2). Where it counts most, at 1, what
   rounding does to t is little. */
INLINE double complement_tail(double t) {
    double fourth = (t * t) * (t * t);
    double low = cubic(t, -0x1.17c4e3f17c04fp+0, 0x1.60896c86e9986p+0, -0x1.39364124cf21dp+0, 0x1.72a5350cbc668p-1);
    double middle = cubic(t, -0x1.caa4a22d33380p-3, -0x1.6e8971cfe56bcp-6, 0x1.5d5389d9bebf3p-5,
        -0x1.1ec06dce9f7a9p-9);
    double high = cubic(t, -0x1.113253b2fe817p-7, 0x1.e5d0adbb28927p-16, 0x1.632c9a56c8c07p-9,
        -0x1.95149bd87d126p-11);
    return 0x1.b5d8780f956b2p-2 + t * (low + fourth * (middle + fourth * high));
}

INLINE double error_function(double x) {
    double a = __builtin_fabs(x), inside = a > 6 ? 6 : a, k;
    Parts u = product(inside, inside), e = exponential_parts(-u.high, &k);
    double exponential = (e.high + (e.low - e.high * u.low)) * power_of_two(k);
    double complement = exponential * complement_tail((inside - 1) / (inside + 3));
    double small = x + x * (error_function_tail(u.high - 0.5) - 0.25 * u.low);
    return a <= 0.9375 ? small : __builtin_copysign(1 - complement, x);
}

#endif
