// memmem
#define _GNU_SOURCE
#include "Matching.h"

#include <limits.h>
#include <string.h>

// string.find, match and gmatch, after lstrlib.c as the patterns are, and string.rep.

#define SPECIALS "^$*+?.([%-"

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

static int find_or_match(lua_State *L, bool finds) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length), *p = luaL_checklstring(L, 2, &pattern_length);
  lk_work_on_numeral(lk_context_of(L), L, 3);
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
  lk_matching m;
  lk_prepare(&m, L, s, length, p + is_anchored, pattern_length - is_anchored);
  const char *from = s + first;
  do {
    lk_begin_match(&m);
    const char *end = lk_match(&m, from, p + is_anchored);
    if (end == NULL) continue;
    if (!finds) return lk_push_captures(&m, from, end);
    lua_pushinteger(L, (from - s) + 1);
    lua_pushinteger(L, end - s);
    return lk_push_captures(&m, NULL, NULL) + 2;
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
  lk_matching m;
  lk_prepare(&m, L, s, length, p, pattern_length);
  for (const char *from = s + at->next; from <= m.source_end; from++) {
    lk_begin_match(&m);
    const char *end = lk_match(&m, from, p);
    if (end == NULL || (at->has_last && end == s + at->last)) continue;
    *at = (progress){.next = (size_t)(end - s), .last = (size_t)(end - s), .has_last = true};
    return lk_push_captures(&m, from, end);
  }
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  luaL_checkstring(L, 2);
  lk_work_on_numeral(lk_context_of(L), L, 3);
  size_t first = start(luaL_optinteger(L, 3, 1), length) - 1;
  lua_settop(L, 2);
  progress *at = lua_newuserdatauv(L, sizeof *at, 0);
  *at = (progress){.next = first > length ? length + 1 : first};
  lua_pushcclosure(L, next_match, 3);
  return 1;
}

// --- string.rep

static int string_rep(lua_State *L) {
  size_t length, between;
  const char *s = luaL_checklstring(L, 1, &length);
  lk_context *c = lk_context_of(L);
  lk_work_on_numeral(c, L, 2);
  lua_Integer n = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &between);
  if (n <= 0 || length + between == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (length + between < length || length + between > (size_t)INT_MAX / (size_t)n)
    return luaL_error(L, "resulting string too large");
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
  lk_replace(L, "gsub", lk_string_gsub);
  lk_replace(L, "rep", string_rep);
}
