#include "CLuaShim.h"
#include "Internal.h"

// Functions of the standard library that catch errors, or can take the hook away: as lbaselib and ldblib have them, but an
// interrupt's error is passed on. A C function that is called here directly names itself in its errors as ever.

// The continuation's context: what lies below the results, and how often interrupts had stopped something at the start.
static lua_KContext context_of(int below, unsigned stops) { return (lua_KContext)stops * 4 + below; }

static inline int finished(lk_context *c, lua_State *L, int status, lua_KContext context) {
  int below = (int)(context & 3);
  bool failed = status != LUA_OK && status != LUA_YIELD;
  if (lk_passes(c, (unsigned)(context >> 2))) {
    // What an xpcall's message handler has made of the error is not passed on.
    return failed && below == 0 ? lk_pass_on(c, L) : lk_pass_on_lost(c, L);
  }
  if (failed) {
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
  }
  return lua_gettop(L) - below;
}

static int finish(lua_State *L, int status, lua_KContext context) {
  return finished(lk_context_of(L), L, status, context);
}

static int base_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  lk_context *c = lk_context_of(L);
  lua_KContext context = context_of(0, c->stops);
  return finished(c, L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, context, finish), context);
}

static int base_xpcall(lua_State *L) {
  int n = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  lk_context *c = lk_context_of(L);
  lua_KContext context = context_of(2, c->stops);
  return finished(c, L, lua_pcallk(L, n - 2, LUA_MULTRET, 2, context, finish), context);
}

static int watched(lua_State *L, lua_CFunction function) {
  lk_context *c = lk_context_of(L);
  unsigned stops = c->stops;
  int results = function(L);
  return lk_passes(c, stops) ? lk_pass_on_lost(c, L) : results;
}

// The functions that `load` reads from are called in a protected call of its own.
static int base_load(lua_State *L) { return watched(L, lk_context_of(L)->base_load); }
static int debug_debug(lua_State *L) { return watched(L, lk_context_of(L)->debug_debug); }

// May not take the hook away while an interrupt waits.
static int debug_sethook(lua_State *L) {
  lk_context *c = lk_context_of(L);
  int results = c->debug_sethook(L);
  lk_arm(c);
  return results;
}

// Answers what was there.
static lua_CFunction replace(lua_State *L, const char *name, lua_CFunction function) {
  lua_getfield(L, -1, name);
  lua_CFunction before = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, name);
  return before;
}

void lk_replace_catchers(lua_State *L, lk_context *c) {
  lua_pushglobaltable(L);
  replace(L, "pcall", base_pcall);
  replace(L, "xpcall", base_xpcall);
  c->base_load = replace(L, "load", base_load);
  lua_getfield(L, -1, "debug");
  c->debug_debug = replace(L, "debug", debug_debug);
  c->debug_sethook = replace(L, "sethook", debug_sethook);
  lua_pop(L, 2);
}
