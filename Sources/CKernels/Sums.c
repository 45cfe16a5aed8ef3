#include "CKernels.h"
#include <string.h>
#include <tgmath.h>

#include "Clones.h"

/* Eight partial sums, so that the additions do not wait for one another; added up in a fixed order. */
enum { LANES = 8 };

/* Of so many members at a time sums are kept beside one another. */
enum { MEMBERS = 64 };

#define REAL double
#define SUM double
#define NAME(function) polyak_##function
#include "Sums.h"
#undef REAL
#undef NAME

/* Singles are added up in doubles: the error of a long sum would be in its third digit. */
#define REAL float
#define NAME(function) polyak_single_##function
#include "Sums.h"
