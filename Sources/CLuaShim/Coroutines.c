#include "CLuaShim.h"
#include "Internal.h"

// Lua does not say which coroutine runs, so resume, wrap and close record it, and pass interrupts on. What a coroutine awaits
// they yield in turn, so that scripts see nothing of it. Of the main coroutine they know, as `status` does, that it never is
// suspended. Otherwise they are lcorolib's.

void lk_enter_coroutine(lk_context *c, lua_State *to) {
  c->running = to;
  lk_arm(c);
}

// A coroutine that an interrupt has stopped gets no further call, so its variables to be closed are closed here.
static int pass_on(lua_State *L, lk_context *c, lua_State *co) {
  lk_enter_coroutine(c, co);
  bool failed = lua_resetthread(co) != LUA_OK;
  lk_enter_coroutine(c, L);
  if (!failed) return lk_pass_on_lost(c, L);
  lua_xmove(co, L, 1);
  return lk_pass_on(c, L);
}

// What `resume` answers in place of a number of results, with a value on top: an error, what is awaited.
enum { failed = -1, awaits = -2 };

static int resume(lua_State *L, lk_context *c, lua_State *co, int count) {
  if (!lua_checkstack(co, count)) {
    lua_pushliteral(L, "too many arguments to resume");
    return failed;
  }
  lua_xmove(L, co, count);
  int results;
  unsigned stops = c->stops;
  lua_State *awaiting = c->awaiting;
  c->awaiting = awaiting == L && lua_isyieldable(L) ? co : NULL;
  lk_enter_coroutine(c, co);
  int status = lua_resume(co, L, count, &results);
  lk_enter_coroutine(c, L);
  c->awaiting = awaiting;
  lk_notice(c, status);
  if (lk_passes(c, stops)) {
    c->awaits = false;
    return pass_on(L, c, co);
  }
  if (c->awaits) {
    lua_xmove(co, L, 1);
    return awaits;
  }
  if (status == LUA_OK || status == LUA_YIELD) {
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      lua_pushliteral(L, "too many results to resume");
      return failed;
    }
    lua_xmove(co, L, results);
    return results;
  }
  lua_xmove(co, L, 1);
  return failed;
}

// A script's. What awaits goes on when that is done, and no sooner.
static int resume_idle(lua_State *L, lk_context *c, lua_State *co, int count) {
  if (lk_is_awaiting(co)) {
    lua_pushstring(L, lk_awaiting_words);
    return failed;
  }
  if (lk_status_of(c, L, co) == LK_NORMAL) {
    lua_pushliteral(L, "cannot resume non-suspended coroutine");
    return failed;
  }
  return resume(L, c, co, count);
}

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co, 1, "thread");
  return co;
}

static int resume_again(lua_State *L, int status, lua_KContext context);

// On top of the stack the results; of an await nothing but it and the coroutine.
static int end_resume(lua_State *L, int results) {
  if (results == awaits) return lk_await(L, resume_again);
  if (results < 0) {
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushboolean(L, 1);
  lua_insert(L, -(results + 1));
  return results + 1;
}

static int resume_again(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  lk_end_await(L, 1);
  return end_resume(L, resume(L, lk_context_of(L), lua_tothread(L, 1), lua_gettop(L) - 1));
}

static int coroutine_resume(lua_State *L) {
  lua_State *co = check_coroutine(L);
  int count = lua_gettop(L) - 1;
  return end_resume(L, resume_idle(L, lk_context_of(L), co, count));
}

static int wrapped_again(lua_State *L, int status, lua_KContext context);

static int end_wrapped(lua_State *L, lk_context *c, lua_State *co, int results) {
  if (results == awaits) return lk_await(L, wrapped_again);
  if (results >= 0) return results;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) { // an error inside: its variables to be closed are closed now
    unsigned stops = c->stops;
    lk_enter_coroutine(c, co);
    status = lua_resetthread(co);
    lk_enter_coroutine(c, L);
    lua_xmove(co, L, 1);
    if (lk_passes(c, stops)) return lk_pass_on(c, L);
  }
  if (status != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING) {
    luaL_where(L, 1);
    lua_insert(L, -2);
    lua_concat(L, 2);
  }
  return lua_error(L);
}

// The debug library can take a function's upvalue away.
static lua_State *check_wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  if (co == NULL) luaL_error(L, "no coroutine");
  return co;
}

static int wrapped_again(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  lk_context *c = lk_context_of(L);
  lua_State *co = check_wrapped(L);
  lk_end_await(L, 0);
  return end_wrapped(L, c, co, resume(L, c, co, lua_gettop(L)));
}

static int wrapped(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_State *co = check_wrapped(L);
  return end_wrapped(L, c, co, resume_idle(L, c, co, lua_gettop(L)));
}

static int bounded_end(lua_State *L, int status, lua_KContext context) {
  (void)context;
  lk_notice(lk_context_of(L), status);
  return status == LUA_OK || status == LUA_YIELD ? lua_gettop(L) - 1 : lua_error(L); // below is the handler
}

// The calls that an error is about to unwind. Memory is not refused for their list.
static int keep_unwound(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_settop(L, 1);
  c->in_swift += 1;
  luaL_traceback(L, L, NULL, 1);
  c->in_swift -= 1;
  lk_keep(L, &c->unwound.traceback, &c->unwound.length);
  c->unwound.coroutine = L;
  lua_settop(L, 1);
  return 1;
}

// Where the hook has raised the error that ends a coroutine, hooks stay off in it, and what it has to close would run
// without end. So in a bounded state that is closed in the coroutine, where a protected call turns hooks on again.
static int bounded_body(lua_State *L) {
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_pushcfunction(L, keep_unwound);
  lua_insert(L, 1);
  return bounded_end(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 1, 0, bounded_end), 0);
}

int lk_coroutine_create(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lk_context *c = lk_context_of(L);
  lk_charge_coroutine(c, L);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  if (c->bounded) lua_pushcclosure(L, bounded_body, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int coroutine_wrap(lua_State *L) {
  lk_coroutine_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

// Lua's own function, called in this frame, raises for what it does not close; of the others it answers the errors.
static int coroutine_close(lua_State *L) {
  lk_context *c = lk_context_of(L);
  lua_State *co = check_coroutine(L);
  lk_coroutine_status before = lk_status_of(c, L, co);
  if (before == LK_NORMAL) return luaL_error(L, "cannot close a normal coroutine");
  bool closes = before != LK_RUNNING;
  unsigned stops = c->stops;
  if (closes) lk_enter_coroutine(c, co);
  int results = c->coroutine_close(L);
  if (closes) lk_enter_coroutine(c, L);
  if (!lk_passes(c, stops)) return results;
  return results == 2 ? lk_pass_on(c, L) : lk_pass_on_lost(c, L);
}

static int coroutine_status(lua_State *L) {
  lua_State *co = check_coroutine(L);
  switch (lk_status_of(lk_context_of(L), L, co)) {
  case LK_SUSPENDED: lua_pushliteral(L, "suspended"); break;
  case LK_RUNNING: lua_pushliteral(L, "running"); break;
  case LK_NORMAL: lua_pushliteral(L, "normal"); break;
  case LK_DEAD: lua_pushliteral(L, "dead"); break;
  }
  return 1;
}

void lk_replace_coroutines(lua_State *L, lk_context *c) {
  if (lua_getglobal(L, "coroutine") == LUA_TTABLE) {
    c->coroutine_close = lk_replace(L, "close", coroutine_close);
    lk_replace(L, "resume", coroutine_resume);
    lk_replace(L, "status", coroutine_status);
    lk_replace(L, "wrap", coroutine_wrap);
    if (c->bounded) lk_replace(L, "create", lk_coroutine_create);
  }
  lua_pop(L, 1);
}
