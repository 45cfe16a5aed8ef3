/* Powers of REAL numbers, each named by NAME, from POWER of any number, NORMAL_POWER of those that HAS_NORMAL_POWER, and
   LOGARITHM. Included for each precision. */

/* BASE and SIGN are of x. NORMAL_POWER wherever a stretch of the row has nothing else. */
#define POWERS(FUNCTION, BASE, SIGN) \
    CLONES void NAME(rows_##FUNCTION)(size_t n, void *result, const void *first, const void *second) { \
        enum { length = 64 }; \
        for (size_t start = 0; start < n; start += length) { \
            REAL *d = (REAL *)result + start; \
            const REAL *a = (const REAL *)first + start, *b = (const REAL *)second + start; \
            size_t count = n - start < length ? n - start : length; \
            int isAnyOther = 0; \
            EACH (size_t i = 0; i < count; i++) { REAL x = a[i]; isAnyOther |= !HAS_NORMAL_POWER(BASE, b[i]); } \
            if (isAnyOther) { \
                EACH (size_t i = 0; i < count; i++) { REAL x = a[i]; d[i] = SIGN * POWER(BASE, b[i]); } \
            } else { \
                EACH (size_t i = 0; i < count; i++) { REAL x = a[i]; d[i] = SIGN * NORMAL_POWER(BASE, b[i]); } \
            } \
        } \
    }

POWERS(power, x, 1)
POWERS(absolute_power, ABSOLUTE(x), 1)
POWERS(signed_power, ABSOLUTE(x), (x > 0 ? 1 : x < 0 ? -1 : x))

CLONES void NAME(rows_power_logarithm)(size_t n, size_t order, void *result, const void *first, const void *second) {
    enum { length = 64 };
    REAL logarithms[length];
    for (size_t start = 0; start < n; start += length) {
        REAL *d = (REAL *)result + start;
        const REAL *a = (const REAL *)first + start, *b = (const REAL *)second + start;
        size_t count = n - start < length ? n - start : length;
        EACH (size_t i = 0; i < count; i++) {
            REAL x = a[i], y = b[i];
            logarithms[i] = x == 0 && y > 0 ? 0 : LOGARITHM(x);
            d[i] = POWER(x, y);
        }
        for (size_t k = 0; k < order; k++)
            EACH (size_t i = 0; i < count; i++) d[i] *= logarithms[i];
    }
}

#undef POWERS
