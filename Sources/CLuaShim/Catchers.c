#include "CLuaShim.h"
#include "Internal.h"

#include <string.h>

// Functions of the standard library that catch errors, or can take the hook away: as lbaselib and ldblib have them, but an
// interrupt's error is passed on. A C function that is called here directly names itself in its errors as ever.

// The continuation's context: what lies below the results, and how often interrupts had stopped something at the start.
static lua_KContext context_of(int below, unsigned stops) { return (lua_KContext)stops * 4 + below; }

static inline int finished(lk_context *c, lua_State *L, int status, lua_KContext context) {
  int below = (int)(context & 3);
  bool failed = status != LUA_OK && status != LUA_YIELD;
  lk_notice(c, status);
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

// A message handler is called with hooks off where the hook has raised the error, that of a limit or of an interrupt: in a
// state with limits a script's is not called then, or nothing would stop it. Upvalues: the script's, and how often
// interrupts had stopped something at the start.
static int bounded_handler(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_settop(L, 1);
  if (c->over || lk_passes(c, (unsigned)lua_tointeger(L, lua_upvalueindex(2)))) return 1;
  lk_work(c, L, 16); // one that fails is called again, two hundred times
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

static int base_xpcall(lua_State *L) {
  int n = lua_gettop(L);
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lk_context *c = lk_context_of(L);
  if (c->bounded) {
    lua_pushvalue(L, 2);
    lua_pushinteger(L, (lua_Integer)c->stops);
    lua_pushcclosure(L, bounded_handler, 2);
    lua_replace(L, 2);
  }
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  lua_KContext context = context_of(2, c->stops);
  return finished(c, L, lua_pcallk(L, n - 2, LUA_MULTRET, 2, context, finish), context);
}

static int watched(lua_State *L, lua_CFunction function) {
  lk_context *c = lk_context_of(L);
  unsigned stops = c->stops;
  int results = function(L);
  // `load` answers what it has caught as text alone.
  if (results == 2 && lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), "not enough memory") == 0)
    lk_notice(c, LUA_ERRMEM);
  return lk_passes(c, stops) ? lk_pass_on_lost(c, L) : results;
}

// What `load` reads from in a bounded state. Upvalues: the source, and how much of it has been read.
static int next_piece(lua_State *L) {
  size_t length;
  const char *source = lua_tolstring(L, lua_upvalueindex(1), &length);
  size_t at = (size_t)lua_tointeger(L, lua_upvalueindex(2)), count = 4096;
  if (source == NULL || at >= length) return 0;
  if (count > length - at) count = length - at;
  lk_work(lk_context_of(L), L, count);
  lua_pushinteger(L, (lua_Integer)(at + count));
  lua_replace(L, lua_upvalueindex(2));
  lua_pushlstring(L, source + at, count);
  return 1;
}

// Compiling a long text takes its time. A restricted state reads no binary chunk, whatever mode a script asks for.
static void bound_load(lk_context *c, lua_State *L) {
  if (lua_gettop(L) == 0) return;
  if (lua_type(L, 1) == LUA_TNUMBER) lua_tostring(L, 1);
  if (lua_gettop(L) < 3) lua_settop(L, 3); // an environment that is given as nil is another than none
  if (lua_type(L, 1) == LUA_TSTRING) {
    if (lua_isnil(L, 2)) {
      lua_pushvalue(L, 1);
      lua_replace(L, 2);
    }
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_piece, 2);
    lua_replace(L, 1);
  }
  if (!(c->libraries & LK_RESTRICTED)) return;
  const char *mode = luaL_optstring(L, 3, "t");
  lua_pushstring(L, strchr(mode, 't') != NULL ? "t" : "");
  lua_replace(L, 3);
}

// The functions that `load` reads from are called in a protected call of its own.
static int base_load(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c->bounded) bound_load(c, L);
  return watched(L, c->base_load);
}
static int debug_debug(lua_State *L) { return watched(L, lk_context_of(L)->debug_debug); }

// May not take the hook away while an interrupt waits.
static int debug_sethook(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c->counts) return luaL_error(L, "debug.sethook: the hook counts for the limits of this state");
  int results = c->debug_sethook(L);
  lk_arm(c);
  return results;
}

// What is not there gets no other in its place.
lua_CFunction lk_replace(lua_State *L, const char *name, lua_CFunction function) {
  lua_getfield(L, -1, name);
  lua_CFunction before = lua_tocfunction(L, -1);
  lua_pop(L, 1);
  if (before == NULL) return NULL;
  lua_pushcfunction(L, function);
  lua_setfield(L, -2, name);
  return before;
}

void lk_replace_catchers(lua_State *L, lk_context *c) {
  lua_pushglobaltable(L);
  lk_replace(L, "pcall", base_pcall);
  lk_replace(L, "xpcall", base_xpcall);
  c->base_load = lk_replace(L, "load", base_load);
  if (lua_getfield(L, -1, "debug") == LUA_TTABLE) {
    c->debug_debug = lk_replace(L, "debug", debug_debug);
    c->debug_sethook = lk_replace(L, "sethook", debug_sethook);
  }
  lua_pop(L, 2);
}
