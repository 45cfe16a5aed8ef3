#include "CKernels.h"

#include "Hyperbolic.h"
#include "Logarithm.h"
#include "SingleFunctions.h"

#include "Loops.h"

/* The function of one number and those of rows are one inline function, without a branch: the bits are the same. */
#define ELEMENTARY(NAME, FUNCTION, SINGLE) \
    double polyak_##NAME(double x) { return FUNCTION(x); } \
    CLONES void polyak_rows_##NAME(size_t n, void *result, const void *first) { \
        double *d = result; \
        const double *a = first; \
        EACH (size_t i = 0; i < n; i++) d[i] = FUNCTION(a[i]); \
    } \
    CLONES void polyak_single_rows_##NAME(size_t n, void *result, const void *first) { \
        float *d = result; \
        const float *a = first; \
        EACH (size_t i = 0; i < n; i++) d[i] = SINGLE(a[i]); \
    }

ELEMENTARY(exp, exponential, single_exponential)
ELEMENTARY(expm1, exponential_less_one, single_exponential_less_one)
ELEMENTARY(log, logarithm, single_logarithm)
ELEMENTARY(log1p, logarithm_of_one_plus, single_logarithm_of_one_plus)
ELEMENTARY(tanh, hyperbolic_tangent, single_hyperbolic_tangent)
ELEMENTARY(sech_squared, sech_squared, single_sech_squared)
ELEMENTARY(sigmoid, logistic, single_logistic)
ELEMENTARY(softplus, softplus, single_softplus)
ELEMENTARY(atan, arctangent, single_arctangent)
ELEMENTARY(asinh, inverse_hyperbolic_sine, single_inverse_hyperbolic_sine)
ELEMENTARY(erf, error_function, single_error_function)

/* Of angles QUICK wherever a stretch of the row has none beyond the largest quick one. */
#define STRETCHES(NAME, REAL, FUNCTION, QUICK) \
    CLONES void NAME(size_t n, void *result, const void *first) { \
        enum { length = 64 }; \
        for (size_t start = 0; start < n; start += length) { \
            REAL *d = (REAL *)result + start; \
            const REAL *a = (const REAL *)first + start; \
            size_t count = n - start < length ? n - start : length; \
            int isAnyLarge = 0; \
            EACH (size_t i = 0; i < count; i++) isAnyLarge |= !(__builtin_fabs(a[i]) <= largest_quick_angle); \
            if (isAnyLarge) { \
                for (size_t i = 0; i < count; i++) d[i] = FUNCTION(a[i]); \
            } else { \
                EACH (size_t i = 0; i < count; i++) d[i] = QUICK(a[i]); \
            } \
        } \
    }

double polyak_sin(double x) { return sine(x); }
double polyak_cos(double x) { return cosine(x); }
STRETCHES(polyak_rows_sin, double, sine, quick_sine)
STRETCHES(polyak_rows_cos, double, cosine, quick_cosine)
STRETCHES(polyak_single_rows_sin, float, single_sine, single_quick_sine)
STRETCHES(polyak_single_rows_cos, float, single_cosine, single_quick_cosine)
