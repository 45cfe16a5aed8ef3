#include "CKernels.h"

#include "SingleFunctions.h"

#include "Loops.h"

double polyak_power(double x, double y) { return power(x, y); }
double polyak_absolute_power(double x, double y) { return power(__builtin_fabs(x), y); }
double polyak_signed_power(double x, double y) {
    return (x > 0 ? 1 : x < 0 ? -1 : x) * power(__builtin_fabs(x), y);
}

#define REAL double
#define NAME(function) polyak_##function
#define POWER power
#define NORMAL_POWER(x, y) normal_power(x, 0, y)
#define HAS_NORMAL_POWER has_normal_power
#define LOGARITHM logarithm
#define ABSOLUTE __builtin_fabs
#include "Powers.h"
#undef REAL
#undef NAME
#undef POWER
#undef NORMAL_POWER
#undef HAS_NORMAL_POWER
#undef LOGARITHM
#undef ABSOLUTE

#define REAL float
#define NAME(function) polyak_single_##function
#define POWER single_power
#define NORMAL_POWER (float)single_normal_power
#define HAS_NORMAL_POWER single_has_normal_power
#define LOGARITHM single_logarithm
#define ABSOLUTE __builtin_fabsf
#include "Powers.h"
