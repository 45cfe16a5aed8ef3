#include "CLuaShim.h"
#include "Internal.h"

// Armed on the coroutine in control; raises again and again until the flag is cleared, or `while true do pcall(f) end`
// would outlive Ctrl-C. Coroutines made meanwhile inherit it, so it takes itself off once the flag is clear.
static void hook(lua_State *L, lua_Debug *record) {
  (void)record;
  lk_context *c = lk_context_of(L);
  if (c != NULL && c->interrupted) {
    if (c->interrupted == LK_ONCE) {
      c->interrupted = 0;
      c->spent = 1;
      lua_sethook(L, NULL, 0, 0);
    }
    luaL_error(L, "interrupted!");
  }
  lua_sethook(L, NULL, 0, 0);
  if (c != NULL && c->ticks > 0) lk_take_sample(c, L);
}

static const int all = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;

// Once: with the stock interpreter's mask, so that the error comes at the same place, in a C function that returns too.
static void arm(lk_context *c, lua_State *L) {
  lua_sethook(L, hook, c->interrupted == LK_ONCE ? all : LUA_MASKCOUNT, 1);
}

void lk_interrupt(lk_context *c, int manner) {
  c->spent = 0;
  c->interrupted = manner;
  lua_State *L = c->running;
  if (L != NULL && !c->borrowed) arm(c, L);
}

// While Swift runs the calls are looked at when it returns: the trampoline sees the ticks.
void lk_tick(lk_context *c) {
  c->ticks += 1;
  lua_State *L = c->running;
  if (L != NULL && c->in_swift == 0) arm(c, L);
}

void lk_take_sample(lk_context *c, lua_State *L) {
  if (c->profiler != NULL && lua_checkstack(L, 20)) lk_observe(c, L, c->profiler);
  c->ticks = 0;
}

// The stock interpreter's answer to Ctrl-C is a hook with every mask and a count of 1. A Swift loop that runs inside it
// sees that here.
bool lk_host_interrupts(lk_context *c, lua_State *L) {
  if (!c->borrowed) return false;
  return (lua_gethookmask(L) == all && lua_gethookcount(L) == 1)
      || (lua_gethookmask(c->main) == all && lua_gethookcount(c->main) == 1);
}

// --- Lua does not say which coroutine runs, so resume, wrap and close record it. Otherwise they are lcorolib's.

static lua_State *enter(lk_context *c, lua_State *to) {
  lua_State *from = c->running;
  c->running = to;
  if (c->interrupted || c->ticks > 0) arm(c, to);
  return from;
}

static void leave(lk_context *c, lua_State *to) {
  c->running = to;
  if (c->interrupted || c->ticks > 0) arm(c, to);
}

static int resume(lua_State *L, lk_context *c, lua_State *co, int count) {
  if (!lua_checkstack(co, count)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  lua_xmove(L, co, count);
  int results;
  enter(c, co);
  int status = lua_resume(co, L, count, &results);
  leave(c, L);
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      lua_pushliteral(L, "too many results to resume");
      return -1;
    }
    lua_xmove(co, L, results);
    return results;
  }
  lua_xmove(co, L, 1);
  return -1;
}

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "thread");
  return co;
}

static int coroutine_resume(lua_State *L) {
  lk_context *c = lua_touserdata(L, lua_upvalueindex(1));
  lua_State *co = check_coroutine(L);
  int results = resume(L, c, co, lua_gettop(L) - 1);
  if (results < 0) {
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushboolean(L, 1);
  lua_insert(L, -(results + 1));
  return results + 1;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  lk_context *c = lua_touserdata(L, lua_upvalueindex(2));
  int results = resume(L, c, co, lua_gettop(L));
  if (results >= 0) return results;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) { // an error inside: its variables to be closed are closed now
    enter(c, co);
    status = lua_resetthread(co);
    leave(c, L);
    lua_xmove(co, L, 1);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

static int coroutine_wrap(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushcclosure(L, wrapped, 2);
  return 1;
}

// Upvalue 2 is Lua's own coroutine.close.
static int coroutine_close(lua_State *L) {
  lk_context *c = lua_touserdata(L, lua_upvalueindex(1));
  lua_State *co = lua_tothread(L, 1);
  int count = lua_gettop(L);
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_insert(L, 1);
  if (co != NULL) enter(c, co);
  int status = lua_pcall(L, count, LUA_MULTRET, 0);
  leave(c, L);
  return status == LUA_OK ? lua_gettop(L) : lua_error(L);
}

void lk_wrap_coroutines(lua_State *L, lk_context *c) {
  lua_getglobal(L, "coroutine");
  lua_pushlightuserdata(L, c);
  lua_pushcclosure(L, coroutine_resume, 1);
  lua_setfield(L, -2, "resume");
  lua_pushlightuserdata(L, c);
  lua_pushcclosure(L, coroutine_wrap, 1);
  lua_setfield(L, -2, "wrap");
  lua_pushlightuserdata(L, c);
  lua_getfield(L, -2, "close");
  lua_pushcclosure(L, coroutine_close, 2);
  lua_setfield(L, -2, "close");
  lua_pop(L, 1);
}
