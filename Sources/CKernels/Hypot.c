#include "CKernels.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

// glibc's own ask for its version 2.35: without them a program runs wherever there is 2.34.

double polyak_hypot(double a, double b) {
  double x = fabs(a), y = fabs(b);
  if (isinf(x) || isinf(y)) return INFINITY;
  double large = x > y ? x : y, small = x > y ? y : x;
  if (isnan(x) || isnan(y) || large == 0) return x + y;
  // By a power of two, which rounds nothing, to where squares neither overflow nor vanish.
  int exponent = ilogb(large);
  large = scalbn(large, -exponent);
  small = scalbn(small, -exponent);
  double root = sqrt(large * large + small * small);
  // One step of Newton's method, its residual in twice the digits: the rounded result, but for rare ties.
  double square = large * large, rest = fma(large, large, -square);
  double other = small * small, other_rest = fma(small, small, -other);
  double of_root = root * root, root_rest = fma(root, root, -of_root);
  double residual = ((of_root - square) - other) + ((root_rest - rest) - other_rest);
  return scalbn(root - residual / (2 * root), exponent);
}

float polyak_hypotf(float a, float b) {
  if (isinf(a) || isinf(b)) return INFINITY;
  return (float)sqrt((double)a * a + (double)b * b);
}
