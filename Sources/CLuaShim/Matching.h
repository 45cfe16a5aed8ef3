#ifndef POLYAK_CLUASHIM_MATCHING_H
#define POLYAK_CLUASHIM_MATCHING_H
#include "Internal.h"

// One match of a pattern against a string, or the attempt at one.

#pragma GCC visibility push(hidden)

enum { lk_most_captures = 32, lk_most_depth = 200, lk_escape = '%' };

typedef struct {
  const char *source, *source_end, *pattern_end;
  lua_State *L;
  lk_context *context;
  int depth;
  unsigned char level; // captures, finished or not
  struct { const char *begin; ptrdiff_t length; } capture[lk_most_captures];
  unsigned steps;
} lk_matching;

static inline void lk_step(lk_matching *m) {
  if ((++m->steps & 63) == 0) lk_work(m->context, m->L, 64);
}

void lk_prepare(lk_matching *m, lua_State *L, const char *s, size_t length, const char *p, size_t pattern_length);
void lk_begin_match(lk_matching *m);                       // before each attempt
const char *lk_match(lk_matching *m, const char *s, const char *p); // the end of the match at s, or NULL
void lk_push_capture(lk_matching *m, int i, const char *s, const char *end);
int lk_push_captures(lk_matching *m, const char *s, const char *end); // answers how many; of none the whole, where s is given

#pragma GCC visibility pop
#endif
