// memmem
#define _GNU_SOURCE
#include "CLuaShim.h"
#include "Internal.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>

// Lua's patterns, after lstrlib.c of Lua 5.4 (Copyright (C) 1994-2022 Lua.org, PUC-Rio, MIT licence), in a form that asks
// after every few steps whether it may go on: matching takes exponential time for some patterns.

enum { most_captures = 32, most_depth = 200, unfinished = -1, position = -2, escape = '%' };

#define SPECIALS "^$*+?.([%-"

typedef struct {
  const char *source, *source_end, *pattern_end;
  lua_State *L;
  lk_context *context;
  int depth;
  unsigned char level; // captures, finished or not
  struct { const char *begin; ptrdiff_t length; } capture[most_captures];
  unsigned steps;
} matching;

static const char *match(matching *m, const char *s, const char *p);

static inline void step(matching *m) {
  if ((++m->steps & 63) == 0) lk_work(m->context, m->L, 64);
}

static int check_capture(matching *m, int l) {
  l -= '1';
  if (l < 0 || l >= m->level || m->capture[l].length == unfinished)
    return luaL_error(m->L, "invalid capture index %%%d", l + 1);
  return l;
}

static int capture_to_close(matching *m) {
  for (int level = m->level - 1; level >= 0; level--)
    if (m->capture[level].length == unfinished) return level;
  return luaL_error(m->L, "invalid pattern capture");
}

static const char *class_end(matching *m, const char *p) {
  if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
  switch (*p++) {
  case escape:
    if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 1;
  case '[':
    if (*p == '^') p++;
    do { // a ']' at the beginning is an ordinary character
      if (p == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
      if (*(p++) == escape && p < m->pattern_end) p++;
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
    if (*p == escape) {
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

static bool single_match(matching *m, const char *s, const char *p, const char *end) {
  step(m);
  if (s >= m->source_end) return false;
  switch (*p) {
  case '.': return true;
  case escape: return is_of_class(byte(s), byte(p + 1));
  case '[':
    if (end - p > 64) lk_work(m->context, m->L, (size_t)(end - p) / 16);
    return is_of_set(byte(s), p, end - 1);
  default: return byte(p) == byte(s);
  }
}

static const char *match_balance(matching *m, const char *s, const char *p) {
  if (p >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
  if (*s != *p) return NULL;
  int open = *p, close = *(p + 1), depth = 1;
  while (++s < m->source_end) {
    step(m);
    if (*s == close) {
      if (--depth == 0) return s + 1;
    } else if (*s == open) {
      depth++;
    }
  }
  return NULL;
}

static const char *max_expand(matching *m, const char *s, const char *p, const char *end) {
  ptrdiff_t i = 0;
  while (single_match(m, s + i, p, end)) i++;
  for (; i >= 0; i--) {
    const char *result = match(m, s + i, end + 1);
    if (result != NULL) return result;
  }
  return NULL;
}

static const char *min_expand(matching *m, const char *s, const char *p, const char *end) {
  for (;; s++) {
    const char *result = match(m, s, end + 1);
    if (result != NULL) return result;
    if (!single_match(m, s, p, end)) return NULL;
  }
}

static const char *start_capture(matching *m, const char *s, const char *p, ptrdiff_t what) {
  int level = m->level;
  if (level >= most_captures) luaL_error(m->L, "too many captures");
  m->capture[level].begin = s;
  m->capture[level].length = what;
  m->level = (unsigned char)(level + 1);
  const char *result = match(m, s, p);
  if (result == NULL) m->level--;
  return result;
}

static const char *end_capture(matching *m, const char *s, const char *p) {
  int l = capture_to_close(m);
  m->capture[l].length = s - m->capture[l].begin;
  const char *result = match(m, s, p);
  if (result == NULL) m->capture[l].length = unfinished;
  return result;
}

static const char *match_capture(matching *m, const char *s, int l) {
  l = check_capture(m, l);
  size_t length = (size_t)m->capture[l].length;
  lk_work(m->context, m->L, length / 64);
  if ((size_t)(m->source_end - s) >= length && memcmp(m->capture[l].begin, s, length) == 0) return s + length;
  return NULL;
}

static const char *match_frontier(matching *m, const char *s, const char *p, const char **rest) {
  if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
  const char *end = class_end(m, p);
  int before = s == m->source ? '\0' : byte(s - 1);
  *rest = end;
  // The source ends with a zero.
  return !is_of_set(before, p, end - 1) && is_of_set(byte(s), p, end - 1) ? s : NULL;
}

// One item of a pattern and what may follow it, `?` `*` `+` `-`: answers whether to go on with *s and *p, or *s as the result.
static bool match_item(matching *m, const char **s, const char **p) {
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
    result = match(m, *s + 1, end + 1);
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

static const char *match(matching *m, const char *s, const char *p) {
  if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
  bool goes_on = true;
  while (goes_on && p != m->pattern_end) {
    step(m);
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
    case escape:
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

static void push_capture(matching *m, int i, const char *s, const char *end) {
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

static int push_captures(matching *m, const char *s, const char *end) {
  int count = m->level == 0 && s != NULL ? 1 : m->level;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) push_capture(m, i, s, end);
  return count;
}

static void prepare(matching *m, lua_State *L, const char *s, size_t length, const char *p, size_t pattern_length) {
  m->L = L;
  m->context = lk_context_of(L);
  m->depth = most_depth;
  m->source = s;
  m->source_end = s + length;
  m->pattern_end = p + pattern_length;
  m->level = 0;
  m->steps = 0;
}

static void again(matching *m) {
  m->level = 0;
  m->depth = most_depth;
}

// Where a string is looked at from; 0 where that is beyond its end by more than one.
static size_t start(lua_Integer from, size_t length) {
  if (from > 0) return (size_t)from;
  if (from == 0 || from < -(lua_Integer)length) return 1;
  return length + (size_t)from + 1;
}

static bool has_specials(const char *p, size_t length) {
  for (size_t i = 0; i < length; i++)
    if (p[i] == '\0' ? false : strchr(SPECIALS, p[i]) != NULL) return true;
  return false;
}

// --- string.find, match, gmatch, gsub

static int find_or_match(lua_State *L, bool finds) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length), *p = luaL_checklstring(L, 2, &pattern_length);
  size_t first = start(luaL_optinteger(L, 3, 1), length) - 1;
  if (first > length) {
    luaL_pushfail(L);
    return 1;
  }
  if (finds && (lua_toboolean(L, 4) || !has_specials(p, pattern_length))) {
    lk_work(lk_context_of(L), L, (length - first + pattern_length) / 64);
    const char *found = pattern_length == 0 ? s + first : memmem(s + first, length - first, p, pattern_length);
    if (found != NULL) {
      lua_pushinteger(L, (found - s) + 1);
      lua_pushinteger(L, (lua_Integer)((size_t)(found - s) + pattern_length));
      return 2;
    }
    luaL_pushfail(L);
    return 1;
  }
  bool is_anchored = *p == '^';
  matching m;
  prepare(&m, L, s, length, p + is_anchored, pattern_length - is_anchored);
  const char *from = s + first;
  do {
    again(&m);
    const char *end = match(&m, from, p + is_anchored);
    if (end == NULL) continue;
    if (!finds) return push_captures(&m, from, end);
    lua_pushinteger(L, (from - s) + 1);
    lua_pushinteger(L, end - s);
    return push_captures(&m, NULL, NULL) + 2;
  } while (from++ < m.source_end && !is_anchored);
  luaL_pushfail(L);
  return 1;
}

static int string_find(lua_State *L) { return find_or_match(L, true); }
static int string_match(lua_State *L) { return find_or_match(L, false); }

typedef struct { size_t next, last; bool has_last; } progress; // offsets into the source

// Upvalues: the source, the pattern, the progress.
static int next_match(lua_State *L) {
  size_t length, pattern_length;
  const char *s = lua_tolstring(L, lua_upvalueindex(1), &length);
  const char *p = lua_tolstring(L, lua_upvalueindex(2), &pattern_length);
  progress *at = lua_touserdata(L, lua_upvalueindex(3));
  // The debug library can put something else there.
  if (s == NULL || p == NULL || at == NULL || lua_rawlen(L, lua_upvalueindex(3)) != sizeof *at || at->next > length + 1)
    return 0;
  matching m;
  prepare(&m, L, s, length, p, pattern_length);
  for (const char *from = s + at->next; from <= m.source_end; from++) {
    again(&m);
    const char *end = match(&m, from, p);
    if (end == NULL || (at->has_last && end == s + at->last)) continue;
    *at = (progress){.next = (size_t)(end - s), .last = (size_t)(end - s), .has_last = true};
    return push_captures(&m, from, end);
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  size_t first = start(luaL_optinteger(L, 3, 1), length) - 1;
  lua_settop(L, 2);
  progress *at = lua_newuserdatauv(L, sizeof *at, 0);
  *at = (progress){.next = first > length ? length + 1 : first};
  lua_pushcclosure(L, next_match, 3);
  return 1;
}

static void add_text(matching *m, luaL_Buffer *b, const char *s, const char *end) {
  lua_State *L = m->L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length);
  for (size_t i = 0; i < length; i++) {
    step(m);
    if (text[i] != escape) {
      luaL_addchar(b, text[i]);
      continue;
    }
    i++;
    if (i < length && text[i] == escape) {
      luaL_addchar(b, text[i]);
    } else if (i < length && text[i] == '0') {
      luaL_addlstring(b, s, (size_t)(end - s));
    } else if (i < length && isdigit((unsigned char)text[i])) {
      push_capture(m, text[i] - '1', s, end);
      luaL_tolstring(L, -1, NULL);
      lua_remove(L, -2);
      luaL_addvalue(b);
    } else {
      luaL_error(L, "invalid use of '%c' in replacement string", escape);
    }
  }
}

// Answers whether it has put something else in the place of the match.
static bool add_value(matching *m, luaL_Buffer *b, const char *s, const char *end, int type) {
  lua_State *L = m->L;
  switch (type) {
  case LUA_TFUNCTION:
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(m, s, end), 1);
    break;
  case LUA_TTABLE:
    push_capture(m, 0, s, end);
    lua_gettable(L, 3);
    break;
  default: add_text(m, b, s, end); return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(b, s, (size_t)(end - s));
    return false;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(b);
  return true;
}

static int string_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length), *p = luaL_checklstring(L, 2, &pattern_length), *last = NULL;
  int type = lua_type(L, 3);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  bool is_anchored = *p == '^', is_changed = false;
  luaL_argexpected(
    L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
    "string/function/table");
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  matching m;
  prepare(&m, L, s, length, p + is_anchored, pattern_length - is_anchored);
  while (count < most) {
    again(&m);
    const char *end = match(&m, s, p + is_anchored);
    if (end != NULL && end != last) {
      count++;
      is_changed = add_value(&m, &b, s, end, type) | is_changed;
      s = last = end;
    } else if (s < m.source_end) {
      luaL_addchar(&b, *s);
      s++;
    } else {
      break;
    }
    if (is_anchored) break;
  }
  if (is_changed) {
    luaL_addlstring(&b, s, (size_t)(m.source_end - s));
    luaL_pushresult(&b);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

// --- string.rep

static int string_rep(lua_State *L) {
  size_t length, between;
  const char *s = luaL_checklstring(L, 1, &length);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &between);
  if (n <= 0 || length + between == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (length + between < length || length + between > (size_t)INT_MAX / (size_t)n)
    return luaL_error(L, "resulting string too large");
  lk_context *c = lk_context_of(L);
  size_t total = (size_t)n * length + (size_t)(n - 1) * between;
  luaL_Buffer b;
  char *at = luaL_buffinitsize(L, &b, total);
  for (lua_Integer i = 0; i < n; i++) {
    lk_work(c, L, 1 + (length + between) / 64);
    memcpy(at, s, length);
    at += length;
    if (i + 1 < n && between > 0) {
      memcpy(at, separator, between);
      at += between;
    }
  }
  luaL_pushresultsize(&b, total);
  return 1;
}

void lk_replace_string_functions(lua_State *L) {
  lk_replace(L, "find", string_find);
  lk_replace(L, "match", string_match);
  lk_replace(L, "gmatch", string_gmatch);
  lk_replace(L, "gsub", string_gsub);
  lk_replace(L, "rep", string_rep);
}
