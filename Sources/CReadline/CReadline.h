#ifndef POLYAK_CREADLINE_H
#define POLYAK_CREADLINE_H
#include <stddef.h>
#include <stdio.h>
#include <readline/readline.h>
#include <readline/history.h>

// How many columns readline takes for a letter: declared for X/Open alone, so that Swift does not see it.
static inline int polyak_letter_columns(wchar_t letter) {
  extern int wcwidth(wchar_t);
  return wcwidth(letter);
}
#endif
