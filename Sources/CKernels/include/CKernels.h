#ifndef POLYAK_CKERNELS_H
#define POLYAK_CKERNELS_H
#include <stddef.h>

/*
 * Loops over rows of doubles, one clone per instruction set, chosen when the program loads. Addition, multiplication,
 * division and square root are correctly rounded and never contracted, so every clone gives the same bits.
 * A result row may be an operand's row (in place); it may not overlap one otherwise.
 */

/* d[i] = a[i] op b[i] */
void polyak_rows_add(size_t n, double *d, const double *a, const double *b);
void polyak_rows_subtract(size_t n, double *d, const double *a, const double *b);
void polyak_rows_multiply(size_t n, double *d, const double *a, const double *b);
void polyak_rows_divide(size_t n, double *d, const double *a, const double *b);
void polyak_rows_power(size_t n, double *d, const double *a, const double *b);

/* d[i] = f(a[i]) */
void polyak_rows_negate(size_t n, double *d, const double *a);
void polyak_rows_absolute(size_t n, double *d, const double *a);
void polyak_rows_sign(size_t n, double *d, const double *a);
void polyak_rows_sqrt(size_t n, double *d, const double *a);
void polyak_rows_exp(size_t n, double *d, const double *a);
void polyak_rows_log(size_t n, double *d, const double *a);
void polyak_rows_sin(size_t n, double *d, const double *a);
void polyak_rows_cos(size_t n, double *d, const double *a);
void polyak_rows_tanh(size_t n, double *d, const double *a);
void polyak_rows_sigmoid(size_t n, double *d, const double *a);
void polyak_rows_softplus(size_t n, double *d, const double *a);
double polyak_sigmoid(double x);
double polyak_softplus(double x);

/* d[i] = a[i] * b[i] + c[i], a[i] * b[i] - c[i], c[i] - a[i] * b[i], each product rounded before the sum */
void polyak_rows_multiply_add(size_t n, double *d, const double *a, const double *b, const double *c);
void polyak_rows_multiply_subtract(size_t n, double *d, const double *a, const double *b, const double *c);
void polyak_rows_subtract_product(size_t n, double *d, const double *a, const double *b, const double *c);

/* d[i] = c[i] > 0 ? a[i] : c[i] <= 0 ? b[i] : NaN */
void polyak_rows_select(size_t n, double *d, const double *c, const double *a, const double *b);

/* d[i] += s * a[i] */
void polyak_rows_add_scaled(size_t n, double *d, double s, const double *a);

/* The C locale, whatever that of the program is; and the number that a text begins with, read in it. */
void *polyak_c_locale(void);
double polyak_decimal(const char *text, void *locale);

/* d[k] = sum over i of a[i][k], or of a[i][k] * b[i][k]; rows of m numbers. */
void polyak_sum(size_t n, size_t m, double *d, const double *a);
void polyak_dot(size_t n, size_t m, double *d, const double *a, const double *b);

/* Whether all n numbers are finite. */
int polyak_rows_finite(size_t n, const double *a);

/* C = op(A) op(B), C rows x columns, everything stored row after row; op transposes where its flag is not 0. */
void polyak_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                           const double *left, const double *right, double *result);

#endif
