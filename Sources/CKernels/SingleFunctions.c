#include "CKernels.h"
#include <string.h>

#include "Clones.h"

/* exp, tanh, sech^2 and the sigmoid of singles without a branch, so that they are vectorized: to 2.5 units in the last place, sech^2 to 6. */

#define INLINE inline __attribute__((always_inline))

/* 2^k for whole k in [-126, 127]. */
INLINE static float power_of_two(float k) {
    int bits = ((int)k + 127) << 23;
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* e^r - 1 for |r| <= ln(2)/2, by the terms of its series through r^7: the next is 4e-9 of r. */
INLINE static float small_expm1(float r) {
    float p = 1.0f / 5040;
    p = p * r + 1.0f / 720;
    p = p * r + 1.0f / 120;
    p = p * r + 1.0f / 24;
    p = p * r + 1.0f / 6;
    p = p * r + 0.5f;
    return (p * r) * r + r;
}

/* x = k ln(2) + r, ln(2) in two parts of which the first has few digits: k times it is exact. */
INLINE static float reduce(float x, float *r) {
    float k = __builtin_rintf(x * 1.44269504f);
    *r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
    return k;
}

INLINE static float exponential(float x) {
    float inside = x > 88.8f ? 88.8f : x < -104.0f ? -104.0f : x, r;
    float k = reduce(inside, &r);
    /* In two steps: 2^k itself may not be a normal number. */
    float half = __builtin_floorf(k * 0.5f);
    float y = (small_expm1(r) + 1) * power_of_two(half) * power_of_two(k - half);
    return x != x ? x : y;
}

/* tanh|x| = t / (t + 2) with t = e^2|x| - 1, which is 1 in singles from 9.1 on. */
INLINE static float hyperbolic_tangent(float x) {
    float a = 2 * __builtin_fabsf(x), r;
    float k = reduce(a > 19.0f ? 19.0f : a, &r);
    float scale = power_of_two(k);
    float t = small_expm1(r) * scale + (scale - 1);
    float y = __builtin_copysignf(t / (t + 2), x);
    return x != x ? x : y;
}

/* 1 / (1 + e^-x): of a large negative x e^x, without overflow on the way. */
INLINE static float logistic(float x) {
    float e = exponential(-__builtin_fabsf(x));
    return (x >= 0 ? 1 : e) / (1 + e);
}

/* (2h/(1 + h^2))^2 with h = e^-|x|. */
INLINE static float sech_squared(float x) {
    float h = exponential(-__builtin_fabsf(x)), y = 2 * h / (1 + h * h);
    return y * y;
}

#define ROWS(FUNCTION, VALUE) \
    CLONES void polyak_single_rows_##FUNCTION(size_t n, void *result, const void *first) { \
        float *d = result; \
        const float *a = first; \
        _Pragma("clang loop vectorize(assume_safety)") \
        for (size_t i = 0; i < n; i++) d[i] = VALUE(a[i]); \
    }

ROWS(exp, exponential)
ROWS(tanh, hyperbolic_tangent)
ROWS(sech_squared, sech_squared)
ROWS(sigmoid, logistic)
