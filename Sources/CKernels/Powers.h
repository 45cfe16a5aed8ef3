/* Powers of REAL numbers, each named by NAME, from POWER and LOGARITHM of one. Included for each precision. */

#define POWERS(FUNCTION, VALUE) \
    CLONES void NAME(rows_##FUNCTION)(size_t n, void *result, const void *first, const void *second) { \
        REAL *d = result; \
        const REAL *a = first, *b = second; \
        EACH (size_t i = 0; i < n; i++) { REAL x = a[i], y = b[i]; d[i] = VALUE; } \
    }

POWERS(power, POWER(x, y))
POWERS(absolute_power, POWER(ABSOLUTE(x), y))
POWERS(signed_power, (x > 0 ? 1 : x < 0 ? -1 : x) * POWER(ABSOLUTE(x), y))

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
