#include "CKernels.h"
#include "Clones.h"
#include <string.h>

/* Eight partial sums, so that the additions do not wait for one another; added up in a fixed order. */
enum { LANES = 8 };

static double total(const double *s) { return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7])); }

CLONES void polyak_sum(size_t n, size_t m, double *d, const double *a) {
    if (m == 1) {
        double s[LANES] = {0};
        size_t i = 0;
        for (; i + LANES <= n; i += LANES)
            for (size_t k = 0; k < LANES; k++) s[k] += a[i + k];
        double sum = total(s);
        for (; i < n; i++) sum += a[i];
        *d = sum;
        return;
    }
    memset(d, 0, m * sizeof *d);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++) d[k] += a[i * m + k];
}

CLONES void polyak_dot(size_t n, size_t m, double *d, const double *a, const double *b) {
    if (m == 1) {
        double s[LANES] = {0};
        size_t i = 0;
        for (; i + LANES <= n; i += LANES)
            for (size_t k = 0; k < LANES; k++) s[k] += a[i + k] * b[i + k];
        /* What is left goes to the last partial sums, as vectors that end with the row have it. */
        if (n >= LANES)
            for (; i < n; i++) s[i + LANES - n] += a[i] * b[i];
        double sum = total(s);
        for (; i < n; i++) sum += a[i] * b[i];
        *d = sum;
        return;
    }
    memset(d, 0, m * sizeof *d);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++) d[k] += a[i * m + k] * b[i * m + k];
}
