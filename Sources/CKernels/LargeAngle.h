#ifndef POLYAK_LARGE_ANGLE_H
#define POLYAK_LARGE_ANGLE_H
#include "Parts.h"

/* An angle less a whole number of right angles, |r.high| <= pi/4, and that number modulo 4. */
typedef struct {
    Parts r;
    uint64_t quadrant;
} ReducedAngle;

/* 2/pi after the binary point, 64 zeros before it. */
static const uint64_t two_over_pi[] = {
    0, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
    0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
    0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab,
};

/* The 64 bits from bit `place` of the list on. */
INLINE uint64_t bits_at(unsigned place) {
    unsigned word = place / 64, bit = place % 64;
    return bit ? two_over_pi[word] << bit | two_over_pi[word + 1] >> (64 - bit) : two_over_pi[word];
}

/* For finite |x| >= 2^20 (Payne and Hanek). x = m 2^e, m of 53 bits: of 2/pi the bits that count are those that lie
   below multiples of 4 once they are multiplied by m 2^e, and 192 of them leave 2^-137 of a right angle unknown. */
static ReducedAngle reduced_large_angle(double x) {
    uint64_t bits = bits_of(x), m = (bits & (((uint64_t)1 << 52) - 1)) | (uint64_t)1 << 52;
    unsigned place = (unsigned)(bits >> 52 & 0x7ff) - 1075 + 62;
    unsigned __int128 low = (unsigned __int128)m * bits_at(place + 128);
    unsigned __int128 middle = (unsigned __int128)m * bits_at(place + 64) + (uint64_t)(low >> 64);
    uint64_t high = m * bits_at(place) + (uint64_t)(middle >> 64);
    /* x 2/pi modulo 4: two bits, and 126 of the fraction, as a number from -1/2 to 1/2 of 128. */
    uint64_t quadrant = high >> 62;
    unsigned __int128 fraction = ((unsigned __int128)high << 64 | (uint64_t)middle) << 2 | (uint64_t)low >> 62;
    int isAbove = (int)(fraction >> 127);
    unsigned __int128 distance = isAbove ? -fraction : fraction;
    /* 75 and 53 bits of it, of which the former's conversion may round and the latter takes what that leaves. */
    int leadingZeros = 0;
    while (leadingZeros < 127 && !(distance >> 127)) {
        distance <<= 1;
        leadingZeros++;
    }
    double first = (double)(uint64_t)(distance >> 75), second = (double)(uint64_t)((distance << 53) >> 64);
    double scale = power_of_two(-53 - leadingZeros);
    Parts turns = {first * scale, second * 0x1p-64 * scale};
    const Parts right = {0x1.921fb54442d18p0, 0x1.1a62633145c07p-54};
    Parts r = product(turns.high, right.high);
    r = ordered_sum(r.high, r.low + (turns.high * right.low + turns.low * right.high));
    if (isAbove != (x < 0)) r = (Parts){-r.high, -r.low};
    quadrant += (uint64_t)isAbove;
    return (ReducedAngle){r, x < 0 ? -quadrant : quadrant};
}

#endif
