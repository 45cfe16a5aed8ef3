#include "Matching.h"

#include <ctype.h>
#include <string.h>

// Lua's patterns, after lstrlib.c of Lua 5.4 (Copyright (C) 1994-2022 Lua.org, PUC-Rio, MIT licence), in a form that asks
// after every few steps whether it may go on: matching takes exponential time for some patterns.

// Lengths of captures that have none.
enum { unfinished = -1, position = -2 };

static int check_capture(lk_matching *m, int l) {
  l -= '1';
  if (l < 0 || l >= m->level || m->capture[l].length == unfinished)
    return luaL_error(m->L, "invalid capture index %%%d", l + 1);
  return l;
}

static int capture_to_close(lk_matching *m) {
  for (int level = m->level - 1; level >= 0; level--)
    if (m->capture[level].length == unfinished) return level;
  return luaL_error(m->L, "invalid pattern capture");
}

static const char *class_end(lk_matching *m, const char *p) {
  if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  switch (*p++) {
  case lk_escape:
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  case '[':
    if (*p == '^') p++;
    do { // a ']' at the beginning is an ordinary character
      if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
      if (*(p++) == lk_escape && p < m->pattern_end) p++;
    } while (*p != ']');
    return p + 1;
  default: return p;
  }
}

static bool is_of_class(int character, int class) {
  bool result;
  switch (tolower(class)) {
  case 'a': result = isalpha(character); break;
  case 'c': result = iscntrl(character); break;
  case 'd': result = isdigit(character); break;
  case 'g': result = isgraph(character); break;
  case 'l': result = islower(character); break;
  case 'p': result = ispunct(character); break;
  case 's': result = isspace(character); break;
  case 'u': result = isupper(character); break;
  case 'w': result = isalnum(character); break;
  case 'x': result = isxdigit(character); break;
  case 'z': result = character == 0; break; // as ever, though Lua's manual names it no more
  default: return class == character;
  }
  return isupper(class) ? !result : result;
}

static inline int byte(const char *p) { return (unsigned char)*p; }

static bool is_of_set(int character, const char *p, const char *end) {
  bool result = true;
  if (*(p + 1) == '^') {
    result = false;
    p++;
  }
  while (++p < end) {
    if (*p == lk_escape) {
      p++;
      if (is_of_class(character, byte(p))) return result;
    } else if (*(p + 1) == '-' && p + 2 < end) {
      p += 2;
      if (byte(p - 2) <= character && character <= byte(p)) return result;
    } else if (byte(p) == character) {
      return result;
    }
  }
  return !result;
}

static bool single_match(lk_matching *m, const char *s, const char *p, const char *end) {
  lk_step(m);
  if (s >= m->source_end) return false;
  switch (*p) {
  case '.': return true;
  case lk_escape: return is_of_class(byte(s), byte(p + 1));
  case '[':
    if (end - p > 64) lk_work(m->context, m->L, (size_t)(end - p) / 16);
    return is_of_set(byte(s), p, end - 1);
  default: return byte(p) == byte(s);
  }
}

static const char *match_balance(lk_matching *m, const char *s, const char *p) {
  if (p >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (*s != *p) return NULL;
  int open = *p, close = *(p + 1), depth = 1;
  while (++s < m->source_end) {
    lk_step(m);
    if (*s == close) {
      if (--depth == 0) return s + 1;
    } else if (*s == open) {
      depth++;
    }
  }
  return NULL;
}

static const char *max_expand(lk_matching *m, const char *s, const char *p, const char *end) {
  ptrdiff_t i = 0;
  while (single_match(m, s + i, p, end)) i++;
  for (; i >= 0; i--) {
    const char *result = lk_match(m, s + i, end + 1);
    if (result != NULL) return result;
  }
  return NULL;
}

static const char *min_expand(lk_matching *m, const char *s, const char *p, const char *end) {
  for (;; s++) {
    const char *result = lk_match(m, s, end + 1);
    if (result != NULL) return result;
    if (!single_match(m, s, p, end)) return NULL;
  }
}

static const char *start_capture(lk_matching *m, const char *s, const char *p, ptrdiff_t what) {
  int level = m->level;
  if (level >= lk_most_captures) luaL_error(m->L, "too many captures");
  m->capture[level].begin = s;
  m->capture[level].length = what;
  m->level = (unsigned char)(level + 1);
  const char *result = lk_match(m, s, p);
  if (result == NULL) m->level--;
  return result;
}

static const char *end_capture(lk_matching *m, const char *s, const char *p) {
  int l = capture_to_close(m);
  m->capture[l].length = s - m->capture[l].begin;
  const char *result = lk_match(m, s, p);
  if (result == NULL) m->capture[l].length = unfinished;
  return result;
}

static const char *match_capture(lk_matching *m, const char *s, int l) {
  l = check_capture(m, l);
  size_t length = (size_t)m->capture[l].length;
  lk_work(m->context, m->L, length / 64);
  if ((size_t)(m->source_end - s) >= length && memcmp(m->capture[l].begin, s, length) == 0) return s + length;
  return NULL;
}

static const char *match_frontier(lk_matching *m, const char *s, const char *p, const char **rest) {
  if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  const char *end = class_end(m, p);
  int before = s == m->source ? '\0' : byte(s - 1);
  *rest = end;
  // The source ends with a zero.
  return !is_of_set(before, p, end - 1) && is_of_set(byte(s), p, end - 1) ? s : NULL;
}

// One item of a pattern and what may follow it, `?` `*` `+` `-`: answers whether to go on with *s and *p, or *s as the result.
static bool match_item(lk_matching *m, const char **s, const char **p) {
  const char *end = class_end(m, *p);
  if (!single_match(m, *s, *p, end)) {
    if (*end != '*' && *end != '?' && *end != '-') {
      *s = NULL;
      return false;
    }
    *p = end + 1;
    return true;
  }
  const char *result;
  switch (*end) {
  case '?':
    result = lk_match(m, *s + 1, end + 1);
    if (result == NULL) {
      *p = end + 1;
      return true;
    }
    *s = result;
    return false;
  case '+': *s = max_expand(m, *s + 1, *p, end); return false;
  case '*': *s = max_expand(m, *s, *p, end); return false;
  case '-': *s = min_expand(m, *s, *p, end); return false;
  default:
    *s += 1;
    *p = end;
    return true;
  }
}

const char *lk_match(lk_matching *m, const char *s, const char *p) {
  if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
  bool goes_on = true;
  while (goes_on && p != m->pattern_end) {
    lk_step(m);
    switch (*p) {
    case '(':
      s = *(p + 1) == ')' ? start_capture(m, s, p + 2, position) : start_capture(m, s, p + 1, unfinished);
      goes_on = false;
      break;
    case ')':
      s = end_capture(m, s, p + 1);
      goes_on = false;
      break;
    case '$':
      if (p + 1 != m->pattern_end) {
        goes_on = match_item(m, &s, &p);
        break;
      }
      s = s == m->source_end ? s : NULL;
      goes_on = false;
      break;
    case lk_escape:
      switch (*(p + 1)) {
      case 'b':
        s = match_balance(m, s, p + 2);
        p += 4;
        break;
      case 'f':
        s = match_frontier(m, s, p + 2, &p);
        break;
      case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        s = match_capture(m, s, byte(p + 1));
        p += 2;
        break;
      default: goes_on = match_item(m, &s, &p); continue;
      }
      goes_on = s != NULL;
      break;
    default: goes_on = match_item(m, &s, &p);
    }
  }
  m->depth++;
  return s;
}

// --- Captures

void lk_push_capture(lk_matching *m, int i, const char *s, const char *end) {
  if (i >= m->level) {
    if (i != 0) luaL_error(m->L, "invalid capture index %%%d", i + 1);
    lua_pushlstring(m->L, s, (size_t)(end - s));
    return;
  }
  ptrdiff_t length = m->capture[i].length;
  if (length == unfinished) luaL_error(m->L, "unfinished capture");
  if (length == position)
    lua_pushinteger(m->L, (lua_Integer)(m->capture[i].begin - m->source) + 1);
  else
    lua_pushlstring(m->L, m->capture[i].begin, (size_t)length);
}

int lk_push_captures(lk_matching *m, const char *s, const char *end) {
  int count = m->level == 0 && s != NULL ? 1 : m->level;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) lk_push_capture(m, i, s, end);
  return count;
}

void lk_prepare(lk_matching *m, lua_State *L, const char *s, size_t length, const char *p, size_t pattern_length) {
  m->L = L;
  m->context = lk_context_of(L);
  m->depth = lk_most_depth;
  m->source = s;
  m->source_end = s + length;
  m->pattern_end = p + pattern_length;
  m->level = 0;
  m->steps = 0;
}

void lk_begin_match(lk_matching *m) {
  m->level = 0;
  m->depth = lk_most_depth;
}
