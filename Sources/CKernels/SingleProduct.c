#include "CKernels.h"
#include <string.h>

#include "Clones.h"

/* Products of single matrices where no library makes them: MatrixProduct.c's tiles, twice as wide. */
enum { ROWS = 4, WIDTH = 16, DEPTH = 256 };

typedef float lanes __attribute__((vector_size(64), aligned(4)));

/* Columns of B, WIDTH of them with zeros for those that it has not, one row after another. */
static void pack(size_t depth, size_t width, const float *right, size_t row, size_t column, float *packed) {
    for (size_t l = 0; l < depth; l++)
        for (size_t j = 0; j < WIDTH; j++) packed[l * WIDTH + j] = j < width ? right[l * row + j * column] : 0;
}

CLONES static void add_tiles(size_t rows, size_t depth, const float *left, size_t row, size_t step,
                             const float *packed, size_t width, int begins, float *result, size_t stride) {
    for (size_t first = 0; first < rows; first += ROWS) {
        size_t count = rows - first < ROWS ? rows - first : ROWS;
        const float *a0 = left + first * row, *a1 = a0 + (count > 1) * row;
        const float *a2 = count > 2 ? a0 + 2 * row : a1, *a3 = count > 3 ? a0 + 3 * row : a2;
        float *c = result + first * stride;
        lanes s[ROWS] = {{0}};
        if (!begins)
            for (size_t r = 0; r < count; r++) memcpy(&s[r], c + r * stride, width * sizeof *c);
        lanes s0 = s[0], s1 = s[1], s2 = s[2], s3 = s[3];
        for (size_t l = 0; l < depth; l++) {
            lanes v = *(const lanes *)(packed + l * WIDTH);
            s0 += a0[l * step] * v;
            s1 += a1[l * step] * v;
            s2 += a2[l * step] * v;
            s3 += a3[l * step] * v;
        }
        s[0] = s0, s[1] = s1, s[2] = s2, s[3] = s3;
        for (size_t r = 0; r < count; r++) memcpy(c + r * stride, &s[r], width * sizeof *c);
    }
}

/* C = a bT: each row of C is b times a number. */
CLONES static void outer_product(size_t rows, size_t columns, const float *a, const float *b, float *result) {
    for (size_t i = 0; i < rows; i++) {
        float x = a[i];
        float *c = result + i * columns;
        for (size_t j = 0; j < columns; j++) c[j] = x * b[j];
    }
}

/* c = aT B, some columns at a time, added up in doubles: the sums may be long. */
CLONES static void vector_times_matrix(size_t inner, size_t columns, const float *a, const float *b, size_t stride,
                                       float *c) {
    enum { PART = 64 };
    for (size_t first = 0; first < columns; first += PART) {
        size_t count = columns - first < PART ? columns - first : PART;
        double s[PART] = {0};
        for (size_t l = 0; l < inner; l++) {
            double x = a[l];
            const float *row = b + l * stride + first;
            for (size_t j = 0; j < count; j++) s[j] += x * row[j];
        }
        for (size_t j = 0; j < count; j++) c[first + j] = (float)s[j];
    }
}

void polyak_single_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                                  const float *left, const float *right, float *result, size_t start, size_t count) {
    int is_row = rows == 1;
    if (inner == 1) {
        if (is_row)
            outer_product(1, count, left, right + start, result + start);
        else
            outer_product(count, columns, left + start, right, result + start * columns);
        return;
    }
    if (is_row && !transpose_right) {
        vector_times_matrix(inner, count, left, right + start, columns, result + start);
        return;
    }
    if (columns == 1 && transpose_left) {
        vector_times_matrix(inner, count, right, left + start, rows, result + start);
        return;
    }
    if (columns == 1) {
        for (size_t i = start; i < start + count; i++) polyak_single_dot(inner, 1, result + i, left + i * inner, right);
        return;
    }
    size_t row = transpose_left ? 1 : inner, step = transpose_left ? rows : 1;
    size_t first = is_row ? start : 0, end = is_row ? start + count : columns, made = is_row ? 1 : count;
    if (!is_row) left += start * row, result += start * columns;
    size_t b_row = transpose_right ? 1 : columns, b_column = transpose_right ? inner : 1;
    float packed[DEPTH * WIDTH];
    if (inner == 0) memset(result + first, 0, made * (end - first) * sizeof *result);
    for (size_t begin = 0; begin < inner; begin += DEPTH) {
        size_t depth = inner - begin < DEPTH ? inner - begin : DEPTH;
        for (size_t j = first; j < end; j += WIDTH) {
            size_t width = end - j < WIDTH ? end - j : WIDTH;
            pack(depth, width, right + begin * b_row + j * b_column, b_row, b_column, packed);
            add_tiles(made, depth, left + begin * step, row, step, packed, width, begin == 0, result + j, columns);
        }
    }
}
