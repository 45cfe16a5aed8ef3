/* For strtod_l and strtof_l, which Swift does not show. */
#define _GNU_SOURCE
#include <locale.h>
#include <stdlib.h>

#include "CKernels.h"

void *polyak_c_locale(void) {
  return newlocale(LC_ALL_MASK, "C", NULL);
}

double polyak_decimal(const char *text, void *locale) {
  return strtod_l(text, NULL, locale);
}

float polyak_decimal_single(const char *text, void *locale) {
  return strtof_l(text, NULL, locale);
}
