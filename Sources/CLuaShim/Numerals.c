#include "CLuaShim.h"
#include "Internal.h"

#include <string.h>

// Functions that take numbers take strings for them. One string may be as long as memory allows, and be passed many times:
// each is paid for before it is read.

// Of a function whose arguments are few. Numbers cost nothing beside the call.
static void work_on_numerals(lk_context *c, lua_State *L) {
  for (int i = lua_gettop(L); i > 0; i--) lk_work_on_numeral(c, L, i);
}

// Upvalue: the function, which has none of its own.
static int numeric(lua_State *L) {
  lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(1));
  if (function == NULL) return luaL_error(L, "no function"); // the debug library can take it away
  work_on_numerals(lk_context_of(L), L);
  return function(L);
}

// `math.random` and `math.randomseed`. Upvalues: their state, which they look for there, and the function.
static int random_numeric(lua_State *L) {
  lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(2));
  if (function == NULL || lua_type(L, lua_upvalueindex(1)) != LUA_TUSERDATA) return luaL_error(L, "no function");
  work_on_numerals(lk_context_of(L), L);
  return function(L);
}

// --- math.max and math.min, which compare strings as such; as in lmathlib

static int extreme(lua_State *L, bool greatest) {
  lk_context *c = lk_context_of(L);
  int count = lua_gettop(L), found = 1;
  luaL_argcheck(L, count >= 1, 1, "value expected");
  lk_work(c, L, (size_t)count / 4);
  for (int i = 2; i <= count; i++) {
    lk_work_on_numeral(c, L, i);
    if (greatest ? lua_compare(L, found, i, LUA_OPLT) : lua_compare(L, i, found, LUA_OPLT)) found = i;
  }
  lua_pushvalue(L, found);
  return 1;
}

static int math_max(lua_State *L) { return extreme(L, true); }
static int math_min(lua_State *L) { return extreme(L, false); }

// --- Functions of any number of arguments: what is long is a number before the function sees it

enum { long_numeral = 256 };

static bool is_long(lua_State *L, int index) {
  return lua_type(L, index) == LUA_TSTRING && lua_rawlen(L, index) >= long_numeral;
}

static bool has_long(lua_State *L) {
  for (int i = lua_gettop(L); i > 0; i--)
    if (is_long(L, i)) return true;
  return false;
}

// Answers whether the function may find no fault with it.
static bool read_numeral(lk_context *c, lua_State *L, int index) {
  if (!is_long(L, index)) return true;
  lk_work_on_numeral(c, L, index);
  size_t length;
  const char *numeral = lua_tolstring(L, index, &length);
  size_t read = lua_stringtonumber(L, numeral);
  if (read == 0) return false;
  if (read == length + 1) lua_replace(L, index);
  else lua_pop(L, 1);
  return read == length + 1;
}

// `string.char` and `utf8.char`.
static int characters(lua_State *L) {
  lk_context *c = lk_context_of(L);
  int count = lua_gettop(L);
  luaL_checkstack(L, 4, NULL);
  for (int i = 1; i <= count && read_numeral(c, L, i); i++) {}
  return lk_bounded(L);
}

typedef enum takes { takes_nothing, takes_number, takes_other } takes;

// Reads the numbers among the arguments that a format asks for. `item` answers for the item at a place in the format, which
// is before its end, what it takes, and moves the place on.
static int formatted(lua_State *L, takes (*item)(const char **at)) {
  if (lua_type(L, 1) == LUA_TSTRING && has_long(L)) {
    lk_context *c = lk_context_of(L);
    int count = lua_gettop(L), argument = 1;
    luaL_checkstack(L, 4, NULL);
    size_t length;
    const char *at = lua_tolstring(L, 1, &length), *end = at + length;
    while (at < end && argument < count) {
      takes what = item(&at);
      if (what == takes_nothing) continue;
      argument++;
      if (what == takes_number && !read_numeral(c, L, argument)) break;
    }
  }
  return lk_bounded(L);
}

static bool is_among(char c, const char *set) { return c != 0 && strchr(set, c) != NULL; }

static takes format_item(const char **at) {
  if (*(*at)++ != '%') return takes_nothing;
  *at += strspn(*at, "-+ #0123456789.");
  char conversion = *(*at)++; // 0 at the end of the format
  return conversion == '%' ? takes_nothing : is_among(conversion, "aAcdeEfFgGiouxX") ? takes_number : takes_other;
}

static takes pack_item(const char **at) {
  char option = *(*at)++;
  if (option == 'X') (*at)++; // aligns as the option behind it, which takes nothing
  return is_among(option, "szc") ? takes_other : is_among(option, "bBhHlLjJTiIfdn") ? takes_number : takes_nothing;
}

static int string_format(lua_State *L) { return formatted(L, format_item); }
static int string_pack(lua_State *L) { return formatted(L, pack_item); }

// --- os.time

// Pays for its fields. What a metamethod will find there is not known yet: a few conversions, and then a look at the clock.
static int os_time(lua_State *L) {
  static const char *const fields[] = {"year", "month", "day", "hour", "min", "sec"};
  if (lua_type(L, 1) == LUA_TTABLE) {
    lk_context *c = lk_context_of(L);
    if (lua_getmetatable(L, 1)) {
      lua_pop(L, 1);
      lk_work(c, L, 256);
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
      lua_pushstring(L, fields[i]);
      lua_rawget(L, 1);
      lk_work_on_numeral(c, L, -1);
      lua_pop(L, 1);
    }
  }
  return numeric(L);
}

// Of all of `math`, on top of the stack.
static void wrap_math(lua_State *L) {
  lua_pushnil(L);
  while (lua_next(L, -2)) { // what is there may be given another value
    if (lua_iscfunction(L, -1)) {
      lua_pushvalue(L, -2);
      bool has_state = lua_getupvalue(L, -2, 1) != NULL;
      lua_pushcfunction(L, lua_tocfunction(L, has_state ? -3 : -2));
      lua_pushcclosure(L, has_state ? random_numeric : numeric, has_state ? 2 : 1);
      lua_rawset(L, -5);
    }
    lua_pop(L, 1);
  }
}

// `error`: a level may be a string.
static int base_error(lua_State *L) {
  lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(1));
  if (function == NULL) return luaL_error(L, "no function");
  lk_work_on_numeral(lk_context_of(L), L, 2);
  return function(L);
}

void lk_replace_number_functions(lua_State *L) {
  if (lk_push_library(L, LUA_GNAME)) {
    lk_wrap(L, "error", base_error);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_STRLIBNAME)) {
    lk_wrap(L, "char", characters);
    lk_wrap(L, "format", string_format);
    lk_wrap(L, "pack", string_pack);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_UTF8LIBNAME)) {
    lk_wrap(L, "char", characters);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_OSLIBNAME)) {
    lk_wrap(L, "time", os_time);
    lk_wrap(L, "difftime", numeric);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_MATHLIBNAME)) {
    wrap_math(L);
    lk_replace(L, "max", math_max);
    lk_replace(L, "min", math_min);
    lua_pop(L, 1);
  }
}
