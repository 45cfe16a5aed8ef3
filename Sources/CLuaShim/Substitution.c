#include "Matching.h"

#include <ctype.h>

// string.gsub, after lstrlib.c as the patterns are.

static void add_text(lk_matching *m, luaL_Buffer *b, const char *s, const char *end) {
  lua_State *L = m->L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length);
  for (size_t i = 0; i < length; i++) {
    lk_step(m);
    if (text[i] != lk_escape) {
      luaL_addchar(b, text[i]);
      continue;
    }
    i++;
    if (i < length && text[i] == lk_escape) {
      luaL_addchar(b, text[i]);
    } else if (i < length && text[i] == '0') {
      luaL_addlstring(b, s, (size_t)(end - s));
    } else if (i < length && isdigit((unsigned char)text[i])) {
      lk_push_capture(m, text[i] - '1', s, end);
      luaL_tolstring(L, -1, NULL);
      lua_remove(L, -2);
      luaL_addvalue(b);
    } else {
      luaL_error(L, "invalid use of '%c' in replacement string", lk_escape);
    }
  }
}

// Answers whether it has put something else in the place of the match.
static bool add_value(lk_matching *m, luaL_Buffer *b, const char *s, const char *end, int type) {
  lua_State *L = m->L;
  switch (type) {
  case LUA_TFUNCTION:
    lua_pushvalue(L, 3);
    lua_call(L, lk_push_captures(m, s, end), 1);
    break;
  case LUA_TTABLE:
    lk_push_capture(m, 0, s, end);
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

int lk_string_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *s = luaL_checklstring(L, 1, &length), *p = luaL_checklstring(L, 2, &pattern_length), *last = NULL;
  int type = lua_type(L, 3);
  lk_work_on_numeral(lk_context_of(L), L, 4);
  lua_Integer most = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  bool is_anchored = *p == '^', is_changed = false;
  luaL_argexpected(
    L, type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TFUNCTION || type == LUA_TTABLE, 3,
    "string/function/table");
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  lk_matching m;
  lk_prepare(&m, L, s, length, p + is_anchored, pattern_length - is_anchored);
  while (count < most) {
    lk_begin_match(&m);
    const char *end = lk_match(&m, s, p + is_anchored);
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
