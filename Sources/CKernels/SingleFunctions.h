#ifndef POLYAK_SINGLE_FUNCTIONS_H
#define POLYAK_SINGLE_FUNCTIONS_H
#include "Arctangent.h"
#include "ErrorFunction.h"
#include "InverseHyperbolic.h"
#include "Power.h"
#include "Trigonometric.h"

/* Functions of singles, computed in doubles by short polynomials: to some 2^-26 before the result is rounded. */

/* e^x - 1 = y 2^k + (2^k - 1) for |x| <= 700: y, and 2^k. */
INLINE double single_exponential_parts(double x, double *scale) {
    double whole = (x * 0x1.71547652b82fep0 + shift) - shift, r = x - whole * 0x1.62e42fefa39efp-1;
    double p = 0x1.6d75482c181bep-10;
    p = p * r + 0x1.120b78f6c043fp-7;
    p = p * r + 0x1.5554b8d6d1843p-5;
    p = p * r + 0x1.5554dce9222a0p-3;
    p = p * r + 0x1.00000017244d5p-1;
    *scale = power_of_two(whole);
    return r + r * r * p;
}

INLINE double single_within(double x) {
    double low = x < -110 ? -110 : x;
    return low > 90 ? 90 : low;
}

INLINE double single_exponential_below(double x) {
    double scale, y = single_exponential_parts(x, &scale);
    return y * scale + scale;
}

/* Adding it to a single of modulus below 2^22 leaves the nearest whole one in the low bits. */
static const float single_shift = 0x1.8p23f;

INLINE uint32_t single_bits_of(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

INLINE float single_of_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* e^x = (1 + y) 2^k for |x| <= 110, in singles. */
INLINE float single_exponential_rest(float x, float *k) {
    float whole = (x * 0x1.715476p0f + single_shift) - single_shift;
    float high = x - whole * 0x1.62e4p-1f, low = -(whole * 0x1.7f7d1cp-20f), r = high + low;
    float p = 0x1.6d759p-10f;
    p = p * r + 0x1.120bacp-7f;
    p = p * r + 0x1.5554b8p-5f;
    p = p * r + 0x1.5554dcp-3f;
    p = p * r + 0.5f;
    *k = whole;
    return high + (low + r * r * p);
}

/* Of singles throughout, which is faster: to 0.97 units in the last place, as a trial of all of them shows. */
INLINE float single_exponential(float x) {
    float inside = x < -104 ? -104 : x, k, y = 1 + single_exponential_rest(inside > 89 ? 89 : inside, &k);
    float biased = k + (k < -122 ? single_shift + 127 + 32 : single_shift + 127 - 1);
    return y * single_of_bits(single_bits_of(biased) << 23) * (k < -122 ? 0x1p-32f : 2);
}

INLINE float single_exponential_less_one(float x) {
    double scale, y = single_exponential_parts(single_within(x), &scale);
    float z = (float)(y * scale + (scale - 1));
    return x == 0 ? x : z;
}

/* tanh|x| = t/(t + 2), t = e^2|x| - 1, which rounds to 1 from 9.1 on. */
INLINE float single_hyperbolic_tangent(float x) {
    double a = __builtin_fabs((double)x), scale, y = single_exponential_parts(a > 10 ? 20 : 2 * a, &scale);
    double t = y * scale + (scale - 1);
    return (float)__builtin_copysign(t / (t + 2), (double)x);
}

INLINE float single_sech_squared(float x) {
    double a = __builtin_fabs((double)x), e = single_exponential_below(a > 60 ? -120 : -2 * a), d = 1 + e;
    return (float)(4 * e / (d * d));
}

INLINE float single_logistic(float x) {
    double a = __builtin_fabs((double)x), e = single_exponential_below(a > 110 ? -110 : -a);
    return (float)((x >= 0 ? 1 : e) / (1 + e));
}

/* (log((1 + s)/(1 - s)) - 2s)/s^3 by z = s^2, for s up to 1/3. */
INLINE double single_logarithm_tail(double z) {
    double p = 0x1.dc3cbc3d3ed02p-3;
    p = p * z + 0x1.bc6ac7bebb895p-3;
    p = p * z + 0x1.24ca5531cce49p-2;
    p = p * z + 0x1.9998cdd831cc8p-2;
    return p * z + 0x1.555555906f57cp-1;
}

/* log(1 + x) for x in [0, 1]. */
INLINE double single_small_logarithm(double x) {
    double s = x / (2 + x), z = s * s;
    return 2 * s + s * z * single_logarithm_tail(z);
}

INLINE float single_softplus(float x) {
    double a = __builtin_fabs((double)x), e = single_exponential_below(a > 110 ? -110 : -a);
    return (float)((x > 0 ? (double)x : 0) + single_small_logarithm(e));
}

/* log x of a normal number, and of 0 what is selected away. */
INLINE double single_logarithm_inside(double x) {
    double k, f = mantissa(x, &k) - 1, s = f / (2 + f), z = s * s;
    return k * 0x1.62e42fefa39efp-1 + (2 * s + s * z * single_logarithm_tail(z));
}

INLINE float single_logarithm(float x) {
    double y = single_logarithm_inside(x), inside = x > 0 ? y : x == 0 ? -__builtin_inf() : __builtin_nan("");
    return (float)(x < __builtin_inff() ? inside : x);
}

INLINE float single_logarithm_of_one_plus(float x) {
    double w = 1 + (double)x;
    /* What w lacks of 1 + x counts where it is near 1 alone. */
    double y = single_logarithm_inside(w) + (x < 1 ? x - (w - 1) : 0);
    double inside = w > 0 ? y : w == 0 ? -__builtin_inf() : __builtin_nan("");
    return __builtin_fabsf(x) < 0x1p-25f || !(x < __builtin_inff()) ? x : (float)inside;
}

/* As sine_of and reduced_angle: a single is never so near to a multiple of pi/2 that its second part would not do. */
INLINE double single_quick_sine_of(double x, uint64_t quadrants) {
    double both = x * 0x1.45f306dc9c883p-1 + shift, whole = both - shift;
    double r = (x - whole * 0x1.921fb544p0) - whole * 0x1.0b4611a626331p-34, u = r * r;
    double sine = r + r * u * (((0x1.6dbe2ff06daaep-19 * u - 0x1.a013a83758fb0p-13) * u + 0x1.11110defd4e89p-7) * u
        - 0x1.555555545e6ebp-3);
    double cosine = (1 - 0.5 * u) + u * u * ((0x1.9bd8ec4bc7965p-16 * u - 0x1.6c12d3c71aad6p-10) * u
        + 0x1.555554420858cp-5);
    uint64_t quadrant = bits_of(both) + quadrants;
    return of_bits(bits_of(quadrant & 1 ? cosine : sine) ^ (quadrant & 2) << 62);
}

INLINE float single_quick_sine(float x) {
    float y = (float)single_quick_sine_of(x, 0);
    return x == 0 ? x : y;
}

INLINE float single_quick_cosine(float x) { return (float)single_quick_sine_of(x, 1); }

static inline float single_sine(float x) {
    return __builtin_fabsf(x) <= largest_quick_angle ? single_quick_sine(x) : (float)sine_of_large(x, 0);
}

static inline float single_cosine(float x) {
    return __builtin_fabsf(x) <= largest_quick_angle ? single_quick_cosine(x) : (float)sine_of_large(x, 1);
}

INLINE float single_arctangent(float x) { return (float)arctangent(x); }
INLINE float single_inverse_hyperbolic_sine(float x) { return (float)inverse_hyperbolic_sine(x); }
INLINE float single_error_function(float x) { return (float)error_function(x); }

/* x^y of a positive number, |y| at most 2^40: a logarithm to 2^-40 will do. */
INLINE double single_normal_power(double x, double y) {
    double k, f = mantissa(x, &k) - 1, s = f / (2 + f), z = s * s, p = 0x1.8c9504ac6ad05p-3;
    p = p * z + 0x1.c67a54739a5bbp-3;
    p = p * z + 0x1.2493251c2b709p-2;
    p = p * z + 0x1.999998c92bc90p-2;
    p = p * z + 0x1.55555555651f6p-1;
    double logarithm = k * 0x1.62e42fefa39efp-1 + (2 * s + s * z * p);
    return single_exponential_below(single_within(y * logarithm));
}

INLINE int single_has_normal_power(float x, float y) {
    return x > 0 && x < __builtin_inff() && __builtin_fabsf(y) <= 0x1p40f;
}

INLINE float single_power(float x, float y) {
    double a = __builtin_fabs((double)x), base = a > 0 && a < __builtin_inf() ? a : 1;
    /* Beyond 2^40 every power of a single other than 1 is 0 or infinite. */
    double low = y < -0x1p40f ? -0x1p40 : (double)y, exponent = low > 0x1p40 ? 0x1p40 : low;
    return (float)power_at(x, y, single_normal_power(base, exponent));
}

#endif
