#ifndef POLYAK_CDATASETS_H
#define POLYAK_CDATASETS_H

#include <stddef.h>

/* The records of digits.bin, which travel inside the program; digits.md says what they are and whose. */
const unsigned char *_Nonnull polyak_digits(void);

/* Their length in bytes. */
size_t polyak_digits_length(void);

#endif
