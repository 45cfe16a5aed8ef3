#ifndef POLYAK_CKERNELS_H
#define POLYAK_CKERNELS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "ElementaryFunctions.h"

/*
 * Loops over rows of doubles, and under names with `single` over rows of floats, one clone per instruction set, chosen
 * when the program loads. Addition, multiplication, division and square root are correctly rounded and never
 * contracted, so every clone gives the same bits. Rows are void pointers so that one table can hold either kind.
 * A result row may be an operand's row (in place); it may not overlap one otherwise.
 */

/* d[i] = a[i] op b[i]; 1 where a[i] exceeds b[i], else 0 */
void polyak_rows_add(size_t n, void *d, const void *a, const void *b);
void polyak_rows_subtract(size_t n, void *d, const void *a, const void *b);
void polyak_rows_multiply(size_t n, void *d, const void *a, const void *b);
void polyak_rows_divide(size_t n, void *d, const void *a, const void *b);
void polyak_rows_exceeds(size_t n, void *d, const void *a, const void *b);

/* d[i] = a[i]^-order, order >= 1. */
void polyak_rows_reciprocal_power(size_t n, size_t order, void *d, const void *a);

/* d[i] = f(a[i]) */
void polyak_rows_negate(size_t n, void *d, const void *a);
void polyak_rows_absolute(size_t n, void *d, const void *a);
void polyak_rows_sign(size_t n, void *d, const void *a);
void polyak_rows_sqrt(size_t n, void *d, const void *a);
void polyak_rows_each(size_t n, void *d, const void *a, double (*f)(double));

/* d[i] = a[i] * b[i] + c[i], a[i] * b[i] - c[i], c[i] - a[i] * b[i], each product rounded before the sum */
void polyak_rows_multiply_add(size_t n, void *d, const void *a, const void *b, const void *c);
void polyak_rows_multiply_subtract(size_t n, void *d, const void *a, const void *b, const void *c);
void polyak_rows_subtract_product(size_t n, void *d, const void *a, const void *b, const void *c);

/* d[i] = c[i] > 0 ? a[i] : c[i] <= 0 ? b[i] : NaN */
void polyak_rows_select(size_t n, void *d, const void *c, const void *a, const void *b);

/* d[i] += s * a[i] */
void polyak_rows_add_scaled(size_t n, void *d, double s, const void *a);

/* The C locale, whatever that of the program is; and the number that a text begins with, read in it. */
/* sqrt(a*a + b*b) without overflow or underflow on the way. */
double polyak_hypot(double a, double b);
float polyak_hypotf(float a, float b);

void *polyak_c_locale(void);
double polyak_decimal(const char *text, void *locale);
float polyak_decimal_single(const char *text, void *locale);

/* Bytes that were freed and that the allocator keeps. Takes the longer the more pieces there are. */
size_t polyak_free_memory(void);

/* Gives memory that was freed, and that the allocator keeps, back to the system. */
void polyak_trim_memory(void);

/* d[k] = sum over i of a[i][k], or of a[i][k] * b[i][k]; rows of m numbers. */
void polyak_sum(size_t n, size_t m, void *d, const void *a);
void polyak_sum_rows(size_t rows, size_t columns, void *d, const void *a);
void polyak_sum_columns(size_t n, size_t m, size_t begin, size_t end, void *d, const void *a); /* begin <= k < end */
void polyak_dot(size_t n, size_t m, void *d, const void *a, const void *b);

/* d[r][k] = the largest over i of a[r][i][k], 0 where that is not finite. */
void polyak_row_largest(size_t rows, size_t columns, size_t m, void *d, const void *a);

/* d[i][k] = a[k]; and d[i][j][k] = a[j][i][k], d of the given shape. */
void polyak_repeat(size_t n, size_t m, void *d, const void *a);
void polyak_repeat_each(size_t n, size_t times, void *d, const void *a);
void polyak_transpose(size_t rows, size_t columns, size_t m, void *d, const void *a);
void polyak_gather(size_t n, size_t m, void *d, const void *a, const int32_t *index);
void polyak_scatter(size_t n, size_t count, size_t m, void *d, const void *a, const int32_t *index);
void polyak_cumulative_sum(size_t n, size_t m, int reversed, void *d, const void *a);

/* Between the precisions. */
void polyak_rows_to_single(size_t n, float *d, const double *a);
void polyak_rows_to_double(size_t n, double *d, const float *a);

/* The same for floats. */
void polyak_single_rows_add(size_t n, void *d, const void *a, const void *b);
void polyak_single_rows_subtract(size_t n, void *d, const void *a, const void *b);
void polyak_single_rows_multiply(size_t n, void *d, const void *a, const void *b);
void polyak_single_rows_divide(size_t n, void *d, const void *a, const void *b);
void polyak_single_rows_exceeds(size_t n, void *d, const void *a, const void *b);
void polyak_single_rows_reciprocal_power(size_t n, size_t order, void *d, const void *a);
void polyak_single_rows_negate(size_t n, void *d, const void *a);
void polyak_single_rows_absolute(size_t n, void *d, const void *a);
void polyak_single_rows_sign(size_t n, void *d, const void *a);
void polyak_single_rows_sqrt(size_t n, void *d, const void *a);
void polyak_single_rows_each(size_t n, void *d, const void *a, double (*f)(double));
void polyak_single_rows_multiply_add(size_t n, void *d, const void *a, const void *b, const void *c);
void polyak_single_rows_multiply_subtract(size_t n, void *d, const void *a, const void *b, const void *c);
void polyak_single_rows_subtract_product(size_t n, void *d, const void *a, const void *b, const void *c);
void polyak_single_rows_select(size_t n, void *d, const void *c, const void *a, const void *b);
void polyak_single_rows_add_scaled(size_t n, void *d, double s, const void *a);
void polyak_single_sum(size_t n, size_t m, void *d, const void *a);
void polyak_single_sum_rows(size_t rows, size_t columns, void *d, const void *a);
void polyak_single_sum_columns(size_t n, size_t m, size_t begin, size_t end, void *d, const void *a);
void polyak_single_dot(size_t n, size_t m, void *d, const void *a, const void *b);
void polyak_single_row_largest(size_t rows, size_t columns, size_t m, void *d, const void *a);
void polyak_single_repeat(size_t n, size_t m, void *d, const void *a);
void polyak_single_repeat_each(size_t n, size_t times, void *d, const void *a);
void polyak_single_transpose(size_t rows, size_t columns, size_t m, void *d, const void *a);
void polyak_single_gather(size_t n, size_t m, void *d, const void *a, const int32_t *index);
void polyak_single_scatter(size_t n, size_t count, size_t m, void *d, const void *a, const int32_t *index);
void polyak_single_cumulative_sum(size_t n, size_t m, int reversed, void *d, const void *a);

/* Whether all n numbers are finite. */
int polyak_rows_finite(size_t n, const double *a);

/* C = op(A) op(B), C rows x columns, everything stored row after row; op transposes where its flag is not 0. Elements
   are sums of products one after another; where A or B is a vector, in the order of the two functions below. Made are
   `count` rows of C from `first` on, or of a C of one row so many columns; done in parts whose numbers are multiples of
   four, all have the bits that they have done at once. */
void polyak_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                           const double *left, const double *right, double *result, size_t first, size_t count);

void polyak_single_matrix_product(size_t rows, size_t inner, size_t columns, int transpose_left, int transpose_right,
                                  const float *left, const float *right, float *result, size_t first, size_t count);

/* result = A v, each element in polyak_dot's order; and result += v A, which adds up four rows of A at a time: done in
   parts whose numbers of rows are multiples of four, both give the same bits. */
void polyak_matrix_times_vector(size_t rows, size_t columns, const double *matrix, const double *vector,
                                double *result);
void polyak_add_vector_times_matrix(size_t rows, size_t columns, const double *vector, const double *matrix,
                                    double *result);

/* What an x86-64 processor says of itself: CPUID's leaf 1 (ecx), leaf 7 (ebx), and the low half of XCR0: which
   registers the operating system keeps. 0 where there is no such leaf or it is another kind of processor. */
struct polyak_processor {
    unsigned leaf1_ecx, leaf7_ebx, xcr0;
};
struct polyak_processor polyak_processor(void);

/* To be called before code that was written is run: not every processor sees by itself that memory has changed from
   which instructions are read. */
void polyak_code_is_written(void *code, size_t count);

/* Calls a function for each part of a piece of work, once, in any order, by so many threads at most, the caller's with
   them; returns when all have returned. The threads are made when they are first wanted, sleep where there is nothing to
   do, take no signals, and end before a fork. Where there is other work at that moment, as within a part, or more than
   65,535 parts, the caller does it all by itself. Allocates nothing but the threads. The function is told which thread it
   is in, 0 in the caller's, below `threads`; where it waits for the others, the caller's calls `waiting`, if there is
   such, every 20 ms or so. */
void polyak_in_parts(size_t parts, int threads, void (*work)(void *context, size_t part, int thread),
                     void (*waiting)(void *context), void *context);

/* How many processors this process may use, at least 1. */
int polyak_processors(void);

/* A file without a name in a folder, to be written; -1 with errno where the file system has none. */
int polyak_open_temporary(int folder, mode_t mode);

/* A folder to reach files in that may not be listed. */
int polyak_open_unread_folder(int base, const char *path);

/* Whether a folder is in /proc. */
bool polyak_is_in_proc(int folder);

/* Gives a file another's extended attributes, those that the system lets it have. */
void polyak_copy_attributes(int from, int to);

/* Notes the name of a file in an open folder that is to go where a signal ends the process; answers a number for
   `polyak_fleeting_drop`, -1 where there is no room. */
int polyak_fleeting_add(int folder, const char *name);
void polyak_fleeting_drop(int number);

/* While a file that is noted comes or goes: ends by signals wait. The last release answers the signal that came, or 0. */
void polyak_fleeting_hold(void);
int polyak_fleeting_release(void);

/* Removes those that this process has noted, not its parent's, and says so; false where it is held, and the signal
   waits. For handlers of signals: allocates nothing and waits for nobody. */
bool polyak_fleeting_remove(int signal);

#endif
