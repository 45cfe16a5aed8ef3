#ifndef POLYAK_ERROR_FUNCTION_H
#define POLYAK_ERROR_FUNCTION_H
#include "Exponential.h"

/* erf(x)/x - 1 by v = x^2 - 1/2, for |x| <= 1, to 2^-56: around 1/2, and -v/4 apart, which leaves small numbers to round. */
INLINE double error_function_tail(double v) {
    double p = 0x1.06244fa074f7bp-34;
    p = p * v - 0x1.acbada7ee9f4ap-31;
    p = p * v + 0x1.428e5c7805cd7p-27;
    p = p * v - 0x1.bf8d2c4d1722cp-24;
    p = p * v + 0x1.1ad5ee1842139p-20;
    p = p * v - 0x1.429e93e67a392p-17;
    p = p * v + 0x1.486638bc8ba52p-14;
    p = p * v - 0x1.263991b802e78p-11;
    p = p * v + 0x1.c82aa249df4dbp-9;
    p = p * v - 0x1.2b902b7b2f28ep-6;
    p = p * v + 0x1.454368017b042p-4;
    p = p * v - 0x1.fd16292151fd6p-6;
    return p * v + (-0.25 * v - 0x1.1ae14dc34815ap-5);
}

/* e^(x^2) (1 - erf x) by t = (x - 2)/(x + 2), for x from 1 to 6: to 2^-57 of e^(x^2). */
INLINE double complement_tail(double t) {
    double p = -0x1.a844075536f81p-17;
    p = p * t - 0x1.be777aed8cadbp-16;
    p = p * t + 0x1.cf70ac27df452p-16;
    p = p * t + 0x1.6d826927ce238p-13;
    p = p * t + 0x1.6d3531774a15ap-15;
    p = p * t - 0x1.016b5374d7950p-10;
    p = p * t - 0x1.bc258dc5324b4p-11;
    p = p * t + 0x1.ca95ed863f8aap-8;
    p = p * t + 0x1.e947158adc437p-9;
    p = p * t - 0x1.437f0b68ccc3cp-4;
    p = p * t + 0x1.eeea7dc8a790cp-3;
    p = p * t - 0x1.b57034efd3f56p-2;
    return p * t + 0x1.058671b52c776p-2;
}

INLINE double error_function(double x) {
    double a = __builtin_fabs(x), inside = a > 6 ? 6 : a, k;
    Parts u = product(inside, inside), e = exponential_parts(-u.high, &k);
    double exponential = (e.high + (e.low - e.high * u.low)) * power_of_two(k);
    double complement = exponential * complement_tail((inside - 2) / (inside + 2));
    return a <= 1 ? x + x * error_function_tail(u.high - 0.5) : __builtin_copysign(1 - complement, x);
}

#endif
