#include "CLuaShim.h"
#include "Internal.h"

// Scripts' finalisers inside the limits. Lua runs a finaliser with hooks off, so that nothing would stop it. So in a state
// with limits no value of a script's has one as Lua sees it: a userdata that dies with the value, found by it in a table
// with weak keys, has a finaliser in C, which runs the script's in a coroutine of its own. That has its hook.

static const char guards_key, guard_metatable_key;

// In the coroutine: the finaliser and its value. What it has raised is raised here again, where hooks are on.
static int protected_body(lua_State *L) {
  int status = lua_pcall(L, lua_gettop(L) - 1, 0, 0);
  lk_notice(lk_context_of(L), status);
  return status == LUA_OK ? 0 : lua_error(L);
}

static int finalize(lua_State *L) {
  lk_context *c = lk_context_of(L);
  // A state that closes would be held up for as long as a limit allows by each.
  if (c->closing || c->ended) return 0;
  lua_settop(L, 1);
  lua_getiuservalue(L, 1, 1);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &guards_key) == LUA_TTABLE) {
    lua_pushvalue(L, 2);
    lua_pushnil(L);
    lua_rawset(L, -3);
  }
  lua_settop(L, 2);
  if (luaL_getmetafield(L, 2, "__gc") == LUA_TNIL) return 0;
  lua_State *co = lua_newthread(L);
  lua_pushcfunction(co, protected_body);
  lua_pushvalue(L, 3);
  lua_pushvalue(L, 2);
  lua_xmove(L, co, 2);
  lua_State *running = c->running;
  int in_swift = c->in_swift, results;
  c->in_swift = 0;
  if (c->calls++ == 0) lk_limits_go_on(c, co);
  c->running = co;
  lk_arm(c);
  int status = lua_resume(co, L, 2, &results);
  c->calls -= 1;
  c->running = running;
  c->in_swift = in_swift;
  if (c->calls > 0) {
    lk_arm(c);
  } else {
    lk_limits_end(c);
    c->over = 0;
  }
  if (status == LUA_OK || c->over) return 0;
  lua_xmove(co, L, 1);
  return lua_error(L); // Lua makes a warning of it
}

static void guard(lua_State *L, int value) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &guards_key);
  lua_pushvalue(L, value);
  bool is_new = lua_rawget(L, -2) == LUA_TNIL;
  lua_pop(L, 1);
  if (is_new) {
    lua_newuserdatauv(L, 0, 1);
    lua_pushvalue(L, value);
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, value);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &guard_metatable_key);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

// Gives the value at 1 the metatable at 2, or nil, which `__gc` is out of meanwhile.
static void set_metatable(lua_State *L) {
  lua_settop(L, 2);
  if (lua_type(L, 2) != LUA_TTABLE) {
    lua_setmetatable(L, 1);
    return;
  }
  lua_pushliteral(L, "__gc");
  lua_pushvalue(L, 3);
  if (lua_rawget(L, 2) == LUA_TNIL) { // 4: the finaliser
    lua_pushvalue(L, 2);
    lua_setmetatable(L, 1);
    return;
  }
  if (lua_type(L, 1) == LUA_TTABLE || lua_type(L, 1) == LUA_TUSERDATA) guard(L, 1);
  // From here to the end nothing is allocated, for both are fields that there are.
  lua_pushvalue(L, 3);
  lua_pushnil(L);
  lua_rawset(L, 2);
  lua_pushvalue(L, 2);
  lua_setmetatable(L, 1);
  lua_rawset(L, 2);
}

static int guarded_set_metatable(lua_State *L) {
  set_metatable(L);
  return 0;
}

int lk_set_metatable(lk_context *c, lua_State *L) {
  if (c->bounded) return lk_protected(c, L, guarded_set_metatable, 2, 0);
  lua_setmetatable(L, -2);
  lua_pop(L, 1);
  return LUA_OK;
}

// As in lbaselib.
static int base_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
  set_metatable(L);
  lua_settop(L, 1);
  return 1;
}

// As in ldblib.
static int debug_setmetatable(lua_State *L) {
  int type = lua_type(L, 2);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
  set_metatable(L);
  lua_settop(L, 1);
  return 1;
}

// As in ldblib, but a userdata's stays out of reach: its finaliser is called with hooks off.
static int debug_getmetatable(lua_State *L) {
  luaL_checkany(L, 1);
  if (lua_type(L, 1) == LUA_TUSERDATA || !lua_getmetatable(L, 1)) lua_pushnil(L);
  return 1;
}

void lk_replace_finalizers(lua_State *L) {
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &guards_key);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, finalize);
  lua_setfield(L, -2, "__gc");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &guard_metatable_key);
  lua_pushglobaltable(L);
  lk_replace(L, "setmetatable", base_setmetatable);
  if (lua_getfield(L, -1, "debug") == LUA_TTABLE) {
    lk_replace(L, "setmetatable", debug_setmetatable);
    lk_replace(L, "getmetatable", debug_getmetatable);
    lua_pushnil(L);
    lua_setfield(L, -2, "getregistry");
  }
  lua_pop(L, 2);
  // The finaliser that files have is out of a script's reach.
  if (luaL_getmetatable(L, LUA_FILEHANDLE) == LUA_TTABLE) {
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
  lua_pop(L, 1);
}
