#include "CLuaShim.h"
#include "Internal.h"

// Values that a host knows without keeping them. Each has a number, in a table with weak keys; by its number it is found in
// one with weak values. Both entries go with the value, so that nobody has to take them out.

static const char ids_key, values_key;

static void push_weak_table(lua_State *L, const char *key, const char *mode) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, key) == LUA_TTABLE) return;
  lua_pop(L, 1);
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushstring(L, mode);
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
}

static int weaken(lua_State *L) {
  lk_context *c = lua_touserdata(L, 2);
  push_weak_table(L, &ids_key, "k");
  lua_pushvalue(L, 1);
  if (lua_rawget(L, 3) != LUA_TNUMBER) {
    lua_pop(L, 1);
    lua_pushinteger(L, ++c->weak_references);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 4);
    lua_rawset(L, 3);
  }
  push_weak_table(L, &values_key, "v"); // one that a finaliser has brought back is no longer there
  lua_pushvalue(L, 4);
  lua_pushvalue(L, 1);
  lua_rawset(L, 5);
  lua_settop(L, 4);
  return 1;
}

int lk_weaken(lk_context *c, lua_State *L, lua_Integer *number) {
  lua_pushlightuserdata(L, c);
  int status = lk_protected(c, L, weaken, 2, 1);
  if (status != LUA_OK) return status;
  *number = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return LUA_OK;
}

void lk_push_weak(lua_State *L, lua_Integer number) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &values_key) == LUA_TTABLE) {
    lua_rawgeti(L, -1, number);
    lua_replace(L, -2);
  } else {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
}
