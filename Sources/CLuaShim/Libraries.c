#include "CLuaShim.h"
#include "Internal.h"

// Which of the standard libraries a state has, and what stands in for functions of theirs.

static const struct { const char *name; lua_CFunction open; unsigned bit; } libraries[] = {
  {LUA_GNAME, luaopen_base, LK_BASE}, {LUA_LOADLIBNAME, luaopen_package, LK_PACKAGE},
  {LUA_COLIBNAME, luaopen_coroutine, LK_COROUTINE}, {LUA_TABLIBNAME, luaopen_table, LK_TABLE},
  {LUA_IOLIBNAME, luaopen_io, LK_IO}, {LUA_OSLIBNAME, luaopen_os, LK_OS}, {LUA_STRLIBNAME, luaopen_string, LK_STRING},
  {LUA_MATHLIBNAME, luaopen_math, LK_MATH}, {LUA_UTF8LIBNAME, luaopen_utf8, LK_UTF8}, {LUA_DBLIBNAME, luaopen_debug, LK_DEBUG},
};
enum { library_count = sizeof libraries / sizeof *libraries };

// Functions whose work is linear in their arguments and results.
static const struct { const char *library, *functions[12]; } linear[] = {
  {LUA_STRLIBNAME, {"len", "lower", "packsize", "reverse", "sub", "upper"}},
  {LUA_UTF8LIBNAME, {"codes", "len", "offset"}},
  {LUA_TABLIBNAME, {"pack"}},
  {LUA_OSLIBNAME, {"date"}},
  {LUA_GNAME, {"select", "tonumber", "tostring"}},
};

// What a restricted state goes without. Of `os` it has what tells the time.
static const struct { const char *library, *functions[9]; } reaching[] = {
  {LUA_GNAME, {"dofile", "loadfile"}},
  {LUA_STRLIBNAME, {"dump"}},
  {LUA_OSLIBNAME, {"execute", "exit", "getenv", "remove", "rename", "setlocale", "tmpname"}},
};

// Upvalue: the function, which has none of its own.
int lk_bounded(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(1));
  if (function == NULL) return luaL_error(L, "no function"); // the debug library can take it away
  int arguments = lua_gettop(L);
  size_t work = (size_t)arguments;
  for (int i = 1; i <= arguments; i++)
    if (lua_type(L, i) == LUA_TSTRING) work += (size_t)lua_rawlen(L, i) / 16;
  lk_work(c, L, work);
  int results = function(L);
  if (results > 0) lk_work(c, L, (size_t)results);
  return results;
}

// `string.byte` and `utf8.codepoint`: a result for each byte from one place to another, at most.
static int bounded_slice(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c->counts && lua_type(L, 1) == LUA_TSTRING) {
    lk_work_on_numeral(c, L, 2);
    lk_work_on_numeral(c, L, 3);
    lua_Integer length = (lua_Integer)lua_rawlen(L, 1), first = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, first);
    if (first < 0) first = first < -length ? 1 : length + first + 1;
    if (last < 0) last = last < -length ? 0 : length + last + 1;
    if (first < 1) first = 1;
    if (last > length) last = length;
    if (last - first >= lk_most_results) return luaL_error(L, "string slice too long");
  }
  return lk_bounded(L);
}

// `string.unpack`: a result for each item of the format.
static int bounded_unpack(lua_State *L) {
  if (lk_context_of(L)->counts && lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) > lk_most_results)
    return luaL_error(L, "too many results");
  return lk_bounded(L);
}

static int base_collectgarbage(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lk_work(c, L, 1 + c->used / 64);
  lua_CFunction collect = lua_tocfunction(L, lua_upvalueindex(1));
  return collect != NULL ? collect(L) : luaL_error(L, "no function");
}

void lk_wrap(lua_State *L, const char *name, lua_CFunction wrapper) {
  if (lua_getfield(L, -1, name) == LUA_TFUNCTION) {
    lua_pushcclosure(L, wrapper, 1);
    lua_setfield(L, -2, name);
  } else {
    lua_pop(L, 1);
  }
}

bool lk_push_library(lua_State *L, const char *name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  bool is_there = lua_getfield(L, -1, name) == LUA_TTABLE;
  lua_remove(L, -2);
  if (!is_there) lua_pop(L, 1);
  return is_there;
}

static void restrict_libraries(lua_State *L) {
  for (size_t i = 0; i < sizeof reaching / sizeof *reaching; i++) {
    if (!lk_push_library(L, reaching[i].library)) continue;
    for (const char *const *name = reaching[i].functions; *name != NULL; name++) {
      lua_pushnil(L);
      lua_setfield(L, -2, *name);
    }
    lua_pop(L, 1);
  }
  lua_pushliteral(L, "");
  if (lua_getmetatable(L, -1)) {
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static void bound_libraries(lua_State *L, lk_context *c) {
  for (size_t i = 0; i < sizeof linear / sizeof *linear; i++) {
    if (!lk_push_library(L, linear[i].library)) continue;
    for (const char *const *name = linear[i].functions; *name != NULL; name++) lk_wrap(L, *name, lk_bounded);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_GNAME)) {
    lk_wrap(L, "collectgarbage", base_collectgarbage);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_UTF8LIBNAME)) {
    lk_wrap(L, "codepoint", bounded_slice);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_STRLIBNAME)) {
    lk_wrap(L, "byte", bounded_slice);
    lk_wrap(L, "unpack", bounded_unpack);
    lk_replace_string_functions(L);
    lua_pop(L, 1);
  }
  if (lk_push_library(L, LUA_TABLIBNAME)) {
    lk_replace_table_functions(L, c);
    lua_pop(L, 1);
  }
  lk_replace_number_functions(L);
  lk_replace_finalizers(L);
}

void lk_open_libraries(lua_State *L, lk_context *c) {
  for (int i = 0; i < library_count; i++) {
    if (!(c->libraries & libraries[i].bit)) continue;
    luaL_requiref(L, libraries[i].name, libraries[i].open, 1);
    lua_pop(L, 1);
  }
  lk_replace_catchers(L, c);
  lk_replace_coroutines(L, c);
  if (c->output_limit >= 0) lk_replace_writers(L, c);
  if (c->libraries & LK_RESTRICTED) restrict_libraries(L);
  if (c->bounded) bound_libraries(L, c);
}
