#include "CKernels.h"
#include "Clones.h"
#include <string.h>

/* Columns of B in one panel: four rows of C's panel and one of B's stay in the first-level cache. */
enum { PANEL = 256 };

/* result[j] += Σ_l a_l right[l][j]: four rows of B at a time, so that a row of C is loaded once for the four. */
CLONES static void accumulate_row(size_t inner, size_t columns, size_t left_stride, size_t right_stride,
                                  const double *left, const double *right, double *result) {
    size_t l = 0;
    for (; l + 4 <= inner; l += 4) {
        double a0 = left[l * left_stride], a1 = left[(l + 1) * left_stride];
        double a2 = left[(l + 2) * left_stride], a3 = left[(l + 3) * left_stride];
        const double *b0 = right + l * right_stride, *b1 = b0 + right_stride;
        const double *b2 = b1 + right_stride, *b3 = b2 + right_stride;
        for (size_t j = 0; j < columns; j++)
            result[j] += (a0 * b0[j] + a1 * b1[j]) + (a2 * b2[j] + a3 * b3[j]);
    }
    for (; l < inner; l++) {
        double a = left[l * left_stride];
        const double *b = right + l * right_stride;
        for (size_t j = 0; j < columns; j++) result[j] += a * b[j];
    }
}

/* As many partial sums as polyak_dot has, added up in its order, so that both give the same bits. */
typedef double lanes __attribute__((vector_size(64), aligned(8)));

/* Four of polyak_dot at once, of consecutive rows with one vector: one chain of additions alone would wait for itself. */
CLONES static void four_dots(size_t n, const double *a, const double *b, double *result, size_t result_stride) {
    const double *rows[4] = {a, a + n, a + 2 * n, a + 3 * n};
    lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        lanes v = *(const lanes *)(b + i);
        s0 += *(const lanes *)(rows[0] + i) * v;
        s1 += *(const lanes *)(rows[1] + i) * v;
        s2 += *(const lanes *)(rows[2] + i) * v;
        s3 += *(const lanes *)(rows[3] + i) * v;
    }
    lanes sums[4] = {s0, s1, s2, s3};
    for (size_t r = 0; r < 4; r++) {
        lanes s = sums[r];
        double sum = ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
        for (size_t k = i; k < n; k++) sum += rows[r][k] * b[k];
        result[r * result_stride] = sum;
    }
}

void polyak_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                           const double *left, const double *right, double *result) {
    size_t left_row = transpose_left ? 1 : inner, left_stride = transpose_left ? rows : 1;
    if (!transpose_left && (transpose_right || columns == 1)) {
        size_t i = 0;
        for (; i + 4 <= rows; i += 4)
            for (size_t j = 0; j < columns; j++)
                four_dots(inner, left + i * inner, right + j * inner, result + i * columns + j, columns);
        for (; i < rows; i++)
            for (size_t j = 0; j < columns; j++)
                polyak_dot(inner, 1, result + i * columns + j, left + i * inner, right + j * inner);
        return;
    }
    memset(result, 0, rows * columns * sizeof *result);
    if (transpose_right) { /* A and B both transposed: rare, small; C[i][j] = Σ A[l][i] B[j][l] */
        for (size_t l = 0; l < inner; l++)
            for (size_t i = 0; i < rows; i++) {
                double a = left[l * rows + i];
                for (size_t j = 0; j < columns; j++) result[i * columns + j] += a * right[j * inner + l];
            }
        return;
    }
    if (columns == 1) { /* A transposed times a vector: rows of A are added up */
        accumulate_row(inner, rows, 1, rows, right, left, result);
        return;
    }
    for (size_t panel = 0; panel < columns; panel += PANEL) {
        size_t width = columns - panel < PANEL ? columns - panel : PANEL;
        for (size_t i = 0; i < rows; i++)
            accumulate_row(inner, width, left_stride, columns, left + i * left_row, right + panel,
                           result + i * columns + panel);
    }
}
