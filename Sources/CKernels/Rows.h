/* Row kernels for REAL numbers, each named by NAME. Included once for each precision; no include guard. */

#define UNARY(FUNCTION, VALUE) \
    CLONES void NAME(rows_##FUNCTION)(size_t n, void *result, const void *first) { \
        REAL *d = result; \
        const REAL *a = first; \
        EACH (size_t i = 0; i < n; i++) { REAL x = a[i]; d[i] = VALUE; } \
    }

#define BINARY(FUNCTION, VALUE) \
    CLONES void NAME(rows_##FUNCTION)(size_t n, void *result, const void *first, const void *second) { \
        REAL *d = result; \
        const REAL *a = first, *b = second; \
        EACH (size_t i = 0; i < n; i++) { REAL x = a[i], y = b[i]; d[i] = VALUE; } \
    }

#define TERNARY(FUNCTION, VALUE) \
    CLONES void NAME(rows_##FUNCTION)(size_t n, void *result, const void *first, const void *second, \
                                      const void *third) { \
        REAL *d = result; \
        const REAL *a = first, *b = second, *c = third; \
        EACH (size_t i = 0; i < n; i++) { REAL x = a[i], y = b[i], z = c[i]; d[i] = VALUE; } \
    }

/* Of a function that has no kernel. */
void NAME(rows_each)(size_t n, void *result, const void *first, double (*f)(double)) {
    REAL *d = result;
    const REAL *a = first;
    for (size_t i = 0; i < n; i++) d[i] = (REAL)f(a[i]);
}

BINARY(add, x + y)
BINARY(subtract, x - y)
BINARY(multiply, x * y)
BINARY(divide, x / y)
BINARY(exceeds, x > y ? (REAL)1 : (REAL)0)

/* (1 / x^low) / x^high, low and high being the halves of order: in blocks, so that each product is a loop over elements. */
CLONES void NAME(rows_reciprocal_power)(size_t n, size_t order, void *result, const void *first) {
    enum { length = 64 };
    REAL *d = result, low[length];
    const REAL *a = first;
    size_t half = order / 2, top = 1;
    while (top <= half / 2) top *= 2;
    for (size_t start = 0; start < n; start += length) {
        const REAL *x = a + start;
        REAL *y = d + start;
        size_t count = n - start < length ? n - start : length;
        if (order == 1) {
            EACH (size_t i = 0; i < count; i++) y[i] = 1 / x[i];
            continue;
        }
        EACH (size_t i = 0; i < count; i++) low[i] = x[i];
        for (size_t bit = top / 2; bit > 0; bit /= 2) {
            EACH (size_t i = 0; i < count; i++) low[i] = low[i] * low[i];
            if (half & bit) EACH (size_t i = 0; i < count; i++) low[i] = low[i] * x[i];
        }
        if (order % 2 == 0) {
            EACH (size_t i = 0; i < count; i++) y[i] = 1 / low[i] / low[i];
        } else {
            EACH (size_t i = 0; i < count; i++) y[i] = 1 / low[i] / (low[i] * x[i]);
        }
    }
}

UNARY(negate, -x)
UNARY(absolute, fabs(x))
UNARY(sign, x > 0 ? (REAL)1 : x < 0 ? (REAL)-1 : x)
UNARY(sqrt, SQUARE_ROOT(x))

TERNARY(multiply_add, x * y + z)
TERNARY(multiply_subtract, x * y - z)
TERNARY(subtract_product, z - x * y)
TERNARY(select, x > 0 ? y : x <= 0 ? z : x)

CLONES void NAME(rows_add_scaled)(size_t n, void *result, double s, const void *first) {
    REAL *d = result, factor = (REAL)s;
    const REAL *a = first;
    EACH (size_t i = 0; i < n; i++) d[i] += factor * a[i];
}
