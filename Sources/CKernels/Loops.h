#ifndef POLYAK_LOOPS_H
#define POLYAK_LOOPS_H

/* A result row is an operand's row or apart from it: element i is never read after element j > i is written. The compiler
   cannot know, and would take its slow loop for rows that are the same. */
#if defined(__clang__)
#define EACH _Pragma("clang loop vectorize(assume_safety)") for
#elif defined(__GNUC__)
#define EACH _Pragma("GCC ivdep") for
#else
#define EACH for
#endif

/* Without errno, which would keep the loop from being vectorized. */
#if defined(__clang__)
#define SQUARE_ROOT(x) __builtin_elementwise_sqrt(x)
#else
#define SQUARE_ROOT(x) sqrt(x)
#endif

#endif
