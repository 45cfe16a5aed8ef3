#include "CKernels.h"
#include <string.h>

#include "Clones.h"

/* A tile of C is ROWS x WIDTH sums in registers; B is read in slices of DEPTH rows, which stay in the nearest cache. */
enum { ROWS = 4, WIDTH = 8, DEPTH = 128 };

typedef double lanes __attribute__((vector_size(64), aligned(8)));

/* Rows of A, which may be columns of what is stored: element (i, l) stands at left[i * row + l * step]. */
struct operand {
    const double *left;
    size_t row, step;
};

/* Adds `depth` products to each sum of up to WIDTH columns of C. A sum is added up one product after another, in
   whatever parts it is done. For rows that C does not have another is computed again and not kept. */
CLONES static void add_tiles(size_t rows, size_t depth, struct operand a, const double *b, size_t b_stride,
                             size_t width, int begins, double *result, size_t stride) {
    for (size_t first = 0; first < rows; first += ROWS) {
        size_t count = rows - first < ROWS ? rows - first : ROWS;
        const double *left = a.left + first * a.row;
        const double *a0 = left, *a1 = left + (count > 1) * a.row;
        const double *a2 = count > 2 ? left + 2 * a.row : a1, *a3 = count > 3 ? left + 3 * a.row : a2;
        double *c = result + first * stride;
        lanes s[ROWS] = {{0}};
        if (!begins)
            for (size_t r = 0; r < count; r++) memcpy(&s[r], c + r * stride, width * sizeof *c);
        lanes s0 = s[0], s1 = s[1], s2 = s[2], s3 = s[3];
        for (size_t l = 0; l < depth; l++) {
            lanes v = *(const lanes *)(b + l * b_stride);
            s0 += a0[l * a.step] * v;
            s1 += a1[l * a.step] * v;
            s2 += a2[l * a.step] * v;
            s3 += a3[l * a.step] * v;
        }
        s[0] = s0, s[1] = s1, s[2] = s2, s[3] = s3;
        if (count == ROWS && width == WIDTH) {
            for (size_t r = 0; r < ROWS; r++) *(lanes *)(c + r * stride) = s[r];
        } else {
            for (size_t r = 0; r < count; r++) memcpy(c + r * stride, &s[r], width * sizeof *c);
        }
    }
}

/* Columns of B, WIDTH of them with zeros for those that it has not, one row after another. */
static void pack(size_t depth, size_t width, const double *right, size_t row, size_t column, double *packed) {
    for (size_t l = 0; l < depth; l++)
        for (size_t j = 0; j < WIDTH; j++) packed[l * WIDTH + j] = j < width ? right[l * row + j * column] : 0;
}

static void tiled_product(size_t rows, size_t inner, size_t columns, struct operand a, int transpose_right,
                          const double *right, double *result) {
    size_t b_row = transpose_right ? 1 : columns, b_column = transpose_right ? inner : 1;
    double packed[DEPTH * WIDTH];
    for (size_t begin = 0; begin < inner; begin += DEPTH) {
        size_t depth = inner - begin < DEPTH ? inner - begin : DEPTH;
        struct operand part = {a.left + begin * a.step, a.row, a.step};
        for (size_t j = 0; j < columns; j += WIDTH) {
            size_t width = columns - j < WIDTH ? columns - j : WIDTH, stride = columns;
            const double *b = right + begin * b_row + j * b_column;
            /* Worth it besides where rows of B are far apart and read often: each would be a page of its own. */
            if (transpose_right || width < WIDTH || (columns >= 128 && rows >= 32)) {
                pack(depth, width, b, b_row, b_column, packed);
                b = packed;
                stride = WIDTH;
            }
            add_tiles(rows, depth, part, b, stride, width, begin == 0, result + j, columns);
        }
    }
}

typedef double quarter __attribute__((vector_size(32), aligned(8)));
typedef long long choice __attribute__((vector_size(64)));

/* A four of rows of B, and what it adds to the result's elements from j on, as many as TYPE has. */
struct four {
    const double *b0, *b1, *b2, *b3;
    double a0, a1, a2, a3;
};
#define AT(TYPE, row) (*(const TYPE *)((row) + j))
#define PART(TYPE, f) \
    ((f.a0 * AT(TYPE, f.b0) + f.a1 * AT(TYPE, f.b1)) + (f.a2 * AT(TYPE, f.b2) + f.a3 * AT(TYPE, f.b3)))

INLINE struct four four_rows(const double *a, const double *b, size_t stride) {
    return (struct four){b, b + stride, b + 2 * stride, b + 3 * stride, a[0], a[1], a[2], a[3]};
}

/* result[j] += Σ_l left[l] right[l][j], of rows that are `stride` apart: the products of four rows of B are added up before they are added to the
   result, which is loaded once for eight rows. */
CLONES static void add_rows(size_t inner, size_t columns, const double *left, const double *right, size_t stride,
                            double *result) {
    size_t l = 0, j;
    for (; l + 8 <= inner; l += 8) {
        struct four f = four_rows(left + l, right + l * stride, stride);
        struct four g = four_rows(left + l + 4, right + (l + 4) * stride, stride);
        for (j = 0; j + 8 <= columns; j += 8)
            *(lanes *)(result + j) = (AT(lanes, result) + PART(lanes, f)) + PART(lanes, g);
        for (; j + 4 <= columns; j += 4)
            *(quarter *)(result + j) = (AT(quarter, result) + PART(quarter, f)) + PART(quarter, g);
        for (; j < columns; j++) result[j] = (result[j] + PART(double, f)) + PART(double, g);
    }
    for (; l + 4 <= inner; l += 4) {
        struct four f = four_rows(left + l, right + l * stride, stride);
        for (j = 0; j + 8 <= columns; j += 8) *(lanes *)(result + j) = AT(lanes, result) + PART(lanes, f);
        for (; j + 4 <= columns; j += 4) *(quarter *)(result + j) = AT(quarter, result) + PART(quarter, f);
        for (; j < columns; j++) result[j] += PART(double, f);
    }
    for (; l < inner; l++) {
        double a = left[l];
        const double *b = right + l * stride;
        for (j = 0; j < columns; j++) result[j] += a * b[j];
    }
}

/* v's lanes where they are chosen, else 0. A macro: how a function gets a vector depends on the instruction set. */
#define CHOSEN(v, c) ((lanes)((choice)(v) & (c)))

/* Four of polyak_dot at once, of consecutive rows with one vector: one chain of additions alone would wait for itself.
   The same partial sums added up in the same order, so that both give the same bits. */
INLINE void four_dots(size_t n, const double *a, const double *b, double *result) {
    lanes s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
    size_t i = 0;
    for (; i + 8 <= n; i += 8) {
        lanes v = *(const lanes *)(b + i);
        s0 += *(const lanes *)(a + i) * v;
        s1 += *(const lanes *)(a + n + i) * v;
        s2 += *(const lanes *)(a + 2 * n + i) * v;
        s3 += *(const lanes *)(a + 3 * n + i) * v;
    }
    if (i < n && n >= 8) {
        static const long long flags[16] = {0, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};
        choice rest;
        __builtin_memcpy(&rest, flags + (n - i), sizeof rest);
        const double *end = a + n - 8;
        lanes v = *(const lanes *)(b + n - 8);
        s0 += CHOSEN(*(const lanes *)end * v, rest);
        s1 += CHOSEN(*(const lanes *)(end + n) * v, rest);
        s2 += CHOSEN(*(const lanes *)(end + 2 * n) * v, rest);
        s3 += CHOSEN(*(const lanes *)(end + 3 * n) * v, rest);
        i = n;
    }
    /* total() of the four: neighbours of two rows, then of all four, then the halves. */
    lanes s01 = __builtin_shufflevector(s0, s1, 0, 8, 2, 10, 4, 12, 6, 14) +
                __builtin_shufflevector(s0, s1, 1, 9, 3, 11, 5, 13, 7, 15);
    lanes s23 = __builtin_shufflevector(s2, s3, 0, 8, 2, 10, 4, 12, 6, 14) +
                __builtin_shufflevector(s2, s3, 1, 9, 3, 11, 5, 13, 7, 15);
    lanes s = __builtin_shufflevector(s01, s23, 0, 1, 8, 9, 4, 5, 12, 13) +
              __builtin_shufflevector(s01, s23, 2, 3, 10, 11, 6, 7, 14, 15);
    quarter sums = __builtin_shufflevector(s, s, 0, 1, 2, 3) + __builtin_shufflevector(s, s, 4, 5, 6, 7);
    for (; i < n; i++) {
        quarter column = {a[i], a[n + i], a[2 * n + i], a[3 * n + i]};
        sums += column * b[i];
    }
    *(quarter *)result = sums;
}

CLONES void polyak_matrix_times_vector(size_t rows, size_t columns, const double *matrix, const double *vector,
                                       double *result) {
    size_t i = 0;
    for (; i + 4 <= rows; i += 4) four_dots(columns, matrix + i * columns, vector, result + i);
    for (; i < rows; i++) polyak_dot(columns, 1, result + i, matrix + i * columns, vector);
}

void polyak_add_vector_times_matrix(size_t rows, size_t columns, const double *vector, const double *matrix,
                                    double *result) {
    add_rows(rows, columns, vector, matrix, columns, result);
}

void polyak_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                           const double *left, const double *right, double *result, size_t first, size_t count) {
    if (columns == 1 && !transpose_left) {
        polyak_matrix_times_vector(count, inner, left + first * inner, right, result + first);
    } else if (rows == 1 && transpose_right) {
        polyak_matrix_times_vector(count, inner, right + first * inner, left, result + first);
    } else if (rows == 1 && columns > 1) {
        memset(result + first, 0, count * sizeof *result);
        add_rows(inner, count, left, right + first, columns, result + first);
    } else if (columns == 1 || inner == 0) {
        memset(result + first * columns, 0, count * columns * sizeof *result);
        if (columns == 1) add_rows(inner, count, right, left + first, rows, result + first);
    } else {
        size_t row = transpose_left ? 1 : inner;
        struct operand a = {left + first * row, row, transpose_left ? rows : 1};
        tiled_product(count, inner, columns, a, transpose_right, right, result + first * columns);
    }
}
