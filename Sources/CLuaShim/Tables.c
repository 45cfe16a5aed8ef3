#include "CLuaShim.h"
#include "Internal.h"

#include <limits.h>

// ltablib's functions whose work is not bounded by what there is in memory, since a table's length may be what `__len` says:
// the same, but they ask for each element whether they may go on.

enum { reads = 1, writes = 2, measures = 4 };

static bool has_metamethod(lua_State *L, const char *name, int n) {
  lua_pushstring(L, name);
  return lua_rawget(L, -n) != LUA_TNIL;
}

static void check_table(lua_State *L, int index, int what) {
  if (lua_type(L, index) == LUA_TTABLE) return;
  int n = 1;
  if (lua_getmetatable(L, index) && (!(what & reads) || has_metamethod(L, "__index", ++n))
      && (!(what & writes) || has_metamethod(L, "__newindex", ++n))
      && (!(what & measures) || has_metamethod(L, "__len", ++n)))
    lua_pop(L, n);
  else
    luaL_checktype(L, index, LUA_TTABLE);
}

// As luaL_len has it. What `__len` answers may be a string.
static lua_Integer length_of(lua_State *L) {
  int is_integer;
  lua_len(L, 1);
  lk_work_on_numeral(lk_context_of(L), L, -1);
  lua_Integer length = lua_tointegerx(L, -1, &is_integer);
  if (!is_integer) luaL_error(L, "object length is not an integer");
  lua_pop(L, 1);
  return length;
}

static lua_Integer checked_length(lua_State *L, int what) {
  check_table(L, 1, what | measures);
  return length_of(L);
}

static void work_on_numerals(lk_context *c, lua_State *L, int first, int last) {
  for (int i = first; i <= last; i++) lk_work_on_numeral(c, L, i);
}

static void move_element(lk_context *c, lua_State *L, lua_Integer from, int destination, lua_Integer to) {
  lk_work(c, L, 4);
  lua_geti(L, 1, from);
  lua_seti(L, destination, to);
}

static int table_insert(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_Integer end = (lua_Integer)((lua_Unsigned)checked_length(L, reads | writes) + 1), position = end;
  switch (lua_gettop(L)) {
  case 2: break;
  case 3:
    lk_work_on_numeral(c, L, 2);
    position = luaL_checkinteger(L, 2);
    luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
    for (lua_Integer i = end; i > position; i--) move_element(c, L, i - 1, 1, i);
    break;
  default: return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_seti(L, 1, position);
  return 0;
}

static int table_remove(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lk_work_on_numeral(c, L, 2);
  lua_Integer size = checked_length(L, reads | writes), position = luaL_optinteger(L, 2, size);
  if (position != size)
    luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)size, 1, "position out of bounds");
  lua_geti(L, 1, position);
  for (; position < size; position++) move_element(c, L, position + 1, 1, position);
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

static int table_move(lua_State *L) {
  lk_context *c = lk_context_of(L);
  work_on_numerals(c, L, 2, 4);
  lua_Integer from = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4);
  int destination = lua_isnoneornil(L, 5) ? 1 : 5;
  check_table(L, 1, reads);
  check_table(L, destination, writes);
  if (last >= from) {
    luaL_argcheck(L, from > 0 || last < LUA_MAXINTEGER + from, 3, "too many elements to move");
    lua_Integer count = last - from + 1;
    luaL_argcheck(L, to <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    if (to > last || to <= from || (destination != 1 && !lua_compare(L, 1, destination, LUA_OPEQ)))
      for (lua_Integer i = 0; i < count; i++) move_element(c, L, from + i, destination, to + i);
    else
      for (lua_Integer i = count - 1; i >= 0; i--) move_element(c, L, from + i, destination, to + i);
  }
  lua_pushvalue(L, destination);
  return 1;
}

static void add_element(lk_context *c, lua_State *L, luaL_Buffer *buffer, lua_Integer i) {
  lk_work(c, L, 4);
  lua_geti(L, 1, i);
  if (!lua_isstring(L, -1))
    luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
  luaL_addvalue(buffer);
}

static int table_concat(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_Integer last = checked_length(L, reads);
  size_t length;
  const char *separator = luaL_optlstring(L, 2, "", &length);
  work_on_numerals(c, L, 3, 4);
  lua_Integer i = luaL_optinteger(L, 3, 1);
  last = luaL_optinteger(L, 4, last);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (; i < last; i++) {
    add_element(c, L, &buffer, i);
    luaL_addlstring(&buffer, separator, length);
  }
  if (i == last) add_element(c, L, &buffer, i);
  luaL_pushresult(&buffer);
  return 1;
}

// What `sort` calls: the script's order in an upvalue, or nil.
static int ordered(lua_State *L) {
  lk_context *c = lk_context_of(L);
  size_t length = lua_type(L, 1) == LUA_TSTRING ? (size_t)lua_rawlen(L, 1) : 0;
  lk_work(c, L, 4 + length / 64);
  lua_settop(L, 2);
  if (lua_isnil(L, lua_upvalueindex(1))) {
    lua_pushboolean(L, lua_compare(L, 1, 2, LUA_OPLT));
    return 1;
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 2, 1);
  return 1;
}

static int table_unpack(lua_State *L) {
  lk_context *c = lk_context_of(L);
  work_on_numerals(c, L, 2, 3);
  lua_Integer i = luaL_optinteger(L, 2, 1), last = luaL_opt(L, luaL_checkinteger, 3, length_of(L));
  if (i > last) return 0;
  lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)i;
  if (count >= (c->counts ? lk_most_results : INT_MAX) || !lua_checkstack(L, (int)++count))
    return luaL_error(L, "too many results to unpack");
  for (; i < last; i++) {
    lk_work(c, L, 1);
    lua_geti(L, 1, i);
  }
  lua_geti(L, 1, last);
  return (int)count;
}

static int table_sort(lua_State *L) {
  if (lua_gettop(L) > 0 && (lua_isnoneornil(L, 2) || lua_type(L, 2) == LUA_TFUNCTION)) {
    lua_settop(L, 2);
    lua_pushcclosure(L, ordered, 1);
  }
  return lk_context_of(L)->table_sort(L);
}

void lk_replace_table_functions(lua_State *L, lk_context *c) {
  lk_replace(L, "insert", table_insert);
  lk_replace(L, "remove", table_remove);
  lk_replace(L, "move", table_move);
  lk_replace(L, "concat", table_concat);
  lk_replace(L, "unpack", table_unpack);
  c->table_sort = lk_replace(L, "sort", table_sort);
}
