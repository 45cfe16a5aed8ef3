/* Sums of REAL numbers, added up as SUM, and what only moves numbers, each named by NAME. Included for each precision. */

static SUM NAME(total)(const SUM *s) {
    return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
}

CLONES void NAME(sum_columns)(size_t n, size_t m, size_t begin, size_t end, void *result, const void *rows) {
    REAL *d = result;
    const REAL *a = rows;
    for (size_t first = begin; first < end; first += MEMBERS) {
        size_t count = end - first < MEMBERS ? end - first : MEMBERS;
        SUM s[MEMBERS] = {0};
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < count; k++) s[k] += a[i * m + first + k];
        for (size_t k = 0; k < count; k++) d[first + k] = (REAL)s[k];
    }
}

INLINE SUM NAME(sum_of_row)(size_t n, const REAL *a) {
    SUM s[LANES] = {0};
    size_t i = 0;
    for (; i + LANES <= n; i += LANES)
        for (size_t k = 0; k < LANES; k++) s[k] += a[i + k];
    SUM sum = NAME(total)(s);
    for (; i < n; i++) sum += a[i];
    return sum;
}

CLONES void NAME(sum)(size_t n, size_t m, void *result, const void *first) {
    if (m == 1) *(REAL *)result = (REAL)NAME(sum_of_row)(n, first);
    else NAME(sum_columns)(n, m, 0, m, result, first);
}

/* The sum of each row. */
CLONES void NAME(sum_rows)(size_t rows, size_t columns, void *result, const void *first) {
    REAL *d = result;
    const REAL *a = first;
    for (size_t r = 0; r < rows; r++) d[r] = (REAL)NAME(sum_of_row)(columns, a + r * columns);
}

CLONES void NAME(dot)(size_t n, size_t m, void *result, const void *first, const void *second) {
    REAL *d = result;
    const REAL *a = first, *b = second;
    if (m == 1) {
        SUM s[LANES] = {0};
        size_t i = 0;
        for (; i + LANES <= n; i += LANES)
            for (size_t k = 0; k < LANES; k++) s[k] += (SUM)a[i + k] * b[i + k];
        /* What is left goes to the last partial sums, as vectors that end with the row have it. */
        if (n >= LANES)
            for (; i < n; i++) s[i + LANES - n] += (SUM)a[i] * b[i];
        SUM sum = NAME(total)(s);
        for (; i < n; i++) sum += (SUM)a[i] * b[i];
        *d = (REAL)sum;
        return;
    }
    for (size_t first = 0; first < m; first += MEMBERS) {
        size_t count = m - first < MEMBERS ? m - first : MEMBERS;
        SUM s[MEMBERS] = {0};
        for (size_t i = 0; i < n; i++)
            for (size_t k = 0; k < count; k++) s[k] += (SUM)a[i * m + first + k] * b[i * m + first + k];
        for (size_t k = 0; k < count; k++) d[first + k] = (REAL)s[k];
    }
}

/* The first number that is larger than all before it, 0 where that is not finite. */
CLONES void NAME(row_largest)(size_t rows, size_t columns, size_t m, void *result, const void *first) {
    REAL *d = result;
    const REAL *u = first;
    if (m > 1) {
        for (size_t r = 0; r < rows; r++, d += m, u += columns * m) {
            for (size_t k = 0; k < m; k++) d[k] = u[k];
            for (size_t i = 1; i < columns; i++)
                for (size_t k = 0; k < m; k++) d[k] = u[i * m + k] > d[k] ? u[i * m + k] : d[k];
            for (size_t k = 0; k < m; k++) d[k] = isfinite(d[k]) ? d[k] : 0;
        }
        return;
    }
    /* Some rows beside one another: in one row each number waits for the one before. */
    for (; rows > 0;) {
        size_t count = rows < LANES ? rows : LANES;
        REAL largest[LANES] = {0};
        for (size_t k = 0; k < count; k++) largest[k] = u[k * columns];
        if (count == LANES) {
            for (size_t i = 1; i < columns; i++)
                for (size_t k = 0; k < LANES; k++) {
                    REAL x = u[k * columns + i];
                    largest[k] = x > largest[k] ? x : largest[k];
                }
        } else {
            for (size_t k = 0; k < count; k++)
                for (size_t i = 1; i < columns; i++)
                    largest[k] = u[k * columns + i] > largest[k] ? u[k * columns + i] : largest[k];
        }
        for (size_t k = 0; k < count; k++) d[k] = isfinite(largest[k]) ? largest[k] : 0;
        rows -= count, d += count, u += count * columns;
    }
}

/* Each number so many times after itself. */
CLONES void NAME(repeat_each)(size_t n, size_t times, void *result, const void *first) {
    REAL *d = result;
    const REAL *a = first;
    for (size_t i = 0; i < n; i++, d += times)
        for (size_t k = 0; k < times; k++) d[k] = a[i];
}

CLONES void NAME(repeat)(size_t n, size_t m, void *result, const void *first) {
    REAL *d = result;
    const REAL *a = first;
    if (m == 1) {
        REAL x = *a;
        for (size_t i = 0; i < n; i++) d[i] = x;
        return;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++) d[i * m + k] = a[k];
}

void NAME(transpose)(size_t rows, size_t columns, size_t m, void *result, const void *first) {
    REAL *d = result;
    const REAL *a = first;
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < columns; j++)
            memcpy(d + (i * columns + j) * m, a + (j * rows + i) * m, m * sizeof *d);
}

/* Element i of the result is element index[i] of the operand. */
void NAME(gather)(size_t n, size_t m, void *result, const void *first, const int32_t *index) {
    REAL *d = result;
    const REAL *a = first;
    if (m == 1) {
        for (size_t i = 0; i < n; i++) d[i] = a[index[i]];
    } else {
        for (size_t i = 0; i < n; i++) memcpy(d + i * m, a + (size_t)index[i] * m, m * sizeof *d);
    }
}

/* Of n elements, all 0 before, element index[i] has element i of the count operand's added. */
void NAME(scatter)(size_t n, size_t count, size_t m, void *result, const void *first, const int32_t *index) {
    REAL *d = result;
    const REAL *a = first;
    memset(d, 0, n * m * sizeof *d);
    for (size_t i = 0; i < count; i++) {
        REAL *sum = d + (size_t)index[i] * m;
        for (size_t k = 0; k < m; k++) sum[k] += a[i * m + k];
    }
}

/* The sums up to each element, or from each on where reversed is not 0. */
void NAME(cumulative_sum)(size_t n, size_t m, int reversed, void *result, const void *first) {
    for (size_t start = 0; start < m; start += MEMBERS) {
        size_t count = m - start < MEMBERS ? m - start : MEMBERS;
        SUM s[MEMBERS] = {0};
        for (size_t i = 0; i < n; i++) {
            size_t place = (reversed ? n - 1 - i : i) * m + start;
            const REAL *a = (const REAL *)first + place;
            REAL *d = (REAL *)result + place;
            for (size_t k = 0; k < count; k++) d[k] = (REAL)(s[k] += a[k]);
        }
    }
}
