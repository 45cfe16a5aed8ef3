#include "CDataSets.h"

// `#embed` is of C23, and clang offers it in older dialects too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char digits[] = {
#embed "digits.bin"
};

const unsigned char *polyak_digits(void) {
  return digits;
}

size_t polyak_digits_length(void) {
  return sizeof digits;
}
