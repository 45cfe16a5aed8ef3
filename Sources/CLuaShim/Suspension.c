#include "CLuaShim.h"
#include "Internal.h"

#include <string.h>

// Swift functions that suspend their coroutine, and coroutines that Swift resumes.
//
// A Swift function has returned before its coroutine is suspended: it leaves another function that goes on in its place, kept
// at the bottom of the call's stack, and the continuation calls that. So no jump passes over Swift.
//
// What awaits an asynchronous function of Swift's yields the function that stands for it up to the coroutine that Swift has
// resumed. On the way Lua's own resume and wrap, which scripts call, yield it in turn (Coroutines.c); each goes on once the
// coroutine above it does. A mark below what is yielded tells such coroutines from those that a script may resume.

static const char mark;

const char lk_awaiting_words[] = "cannot resume a coroutine that awaits a Swift function";

// On a suspended coroutine the stack is that of the function which has yielded.
bool lk_is_awaiting(lua_State *co) {
  return lua_status(co) == LUA_YIELD && lua_gettop(co) > 0 && lua_touserdata(co, -1) == &mark;
}

int lk_await(lua_State *L, lua_KFunction then) {
  lua_pushlightuserdata(L, (void *)&mark);
  lua_insert(L, -2);
  return lua_yieldk(L, 1, 0, then);
}

void lk_end_await(lua_State *L, int below) {
  if (lua_touserdata(L, below + 1) == &mark) lua_remove(L, below + 1);
}

lk_awaiting lk_may_await(const lk_context *c, lua_State *L) {
  if (c->run == NULL) return LK_NO_RUN;
  return c->awaiting == L && lua_isyieldable(L) ? LK_MAY_AWAIT : LK_BOUNDARY;
}

bool lk_stops_await(lk_context *c) {
  if (c->run == NULL || !c->run->is_cancelled()) return false;
  lk_look_for_cancellation(c);
  lk_has_stopped(c);
  return true;
}

static int go_on(lua_State *L) {
  lk_box *box = lk_function_box(L, 1);
  if (box == NULL) return luaL_error(L, "no function"); // the debug library can put something else there
  return lk_enter_box(L, box);
}

static int after_yield(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  return go_on(L);
}

static int after_await(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  lk_end_await(L, 1);
  return go_on(L);
}

int lk_suspend(lk_context *c, lua_State *L, int results) {
  luaL_checkstack(L, 4, NULL);
  if (results == LK_AWAITS) lk_charge_coroutine(c, L);
  int values = results == LK_AWAITS ? 0 : LK_YIELDS - results;
  lua_rotate(L, 1, values + 1);
  lua_settop(L, values + 1);
  if (results != LK_AWAITS) return lua_yieldk(L, values, 0, after_yield);
  lua_pushvalue(L, 1);
  c->awaits = true;
  return lk_await(L, after_await);
}

// --- From Swift: nothing may raise in L, so memory is not refused but while a coroutine runs, and in a borrowed state what
// allocates is protected

int lk_push_coroutine(lk_context *c, lua_State *L) {
  lua_pushcfunction(L, lk_coroutine_create);
  lua_insert(L, -2);
  return lk_call(c, L, 1, 1, LK_NONE);
}

// As lcorolib has it, but for the main coroutine: that has no call in progress where Swift has resumed another from it, and
// lcorolib takes it for one that has not begun.
lk_coroutine_status lk_status_of(const lk_context *c, lua_State *L, lua_State *co) {
  lua_Debug record;
  if (co == L) return LK_RUNNING;
  if (co == c->main) return LK_NORMAL;
  if (lua_status(co) == LUA_YIELD) return LK_SUSPENDED;
  if (lua_status(co) != LUA_OK) return LK_DEAD;
  if (lua_getstack(co, 0, &record)) return LK_NORMAL;
  return lua_gettop(co) == 0 ? LK_DEAD : LK_SUSPENDED;
}

static int refuse(lk_context *c, lua_State *L, const char *message) {
  int status = lk_push_string(c, L, message, strlen(message));
  return status == LUA_OK ? LUA_ERRRUN : status;
}

static int traceback_of(lua_State *L) {
  luaL_traceback(L, lua_tothread(L, 1), NULL, 0);
  return 1;
}

// Of a coroutine that has failed, before it is closed.
static void keep_calls(lk_context *c, lua_State *L, int coroutine, bool stopped) {
  char **traceback = &c->aside.traceback;
  size_t *length = &c->aside.traceback_length;
  if (stopped && c->stop.traceback != NULL) {
    lk_keep_bytes(c->stop.traceback, c->stop.traceback_length, traceback, length);
  } else if (c->unwound.coroutine == lua_tothread(L, coroutine) && c->unwound.traceback != NULL) {
    lk_keep_bytes(c->unwound.traceback, c->unwound.length, traceback, length);
  } else {
    lua_pushcfunction(L, traceback_of);
    lua_pushvalue(L, coroutine);
    if (lua_pcall(L, 1, 1, 0) == LUA_OK) lk_keep(L, traceback, length);
    lua_pop(L, 1);
  }
}

// Leaves the error of closing it, if there is one, on top of co.
static int reset(lk_context *c, lua_State *co) {
  lua_State *running = c->running;
  int in_swift = c->in_swift;
  c->in_swift = 0;
  lk_enter_coroutine(c, co);
  int status = lua_resetthread(co);
  c->in_swift = in_swift;
  lk_enter_coroutine(c, running);
  return status;
}

// The error goes on top of L.
static int close_failed(lk_context *c, lua_State *L, int coroutine, bool stopped, int status) {
  lua_State *co = lua_tothread(L, coroutine);
  int own = lua_status(co);
  if (stopped || (own != LUA_OK && own != LUA_YIELD)) { // or it was not resumed at all
    keep_calls(c, L, coroutine, stopped);
    status = reset(c, co);
  }
  if (status == LUA_OK) return refuse(c, L, c->stop.message != NULL ? c->stop.message : lk_stop_words(c));
  lua_xmove(co, L, 1);
  return status;
}

static const char *refusal(const lk_context *c, lua_State *L, lua_State *co, bool continues) {
  if (continues) return lk_is_awaiting(co) ? NULL : "the coroutine of an asynchronous call has been closed";
  if (lk_is_awaiting(co)) return lk_awaiting_words;
  switch (lk_status_of(c, L, co)) {
  case LK_SUSPENDED: return NULL;
  case LK_DEAD: return "cannot resume dead coroutine";
  default: return "cannot resume non-suspended coroutine";
  }
}

int lk_resume(lk_context *c, lua_State *L, int arguments, int *results, lk_run *run, bool continues) {
  int coroutine = lua_gettop(L) - arguments;
  lua_State *co = lua_tothread(L, coroutine);
  lk_forget_error(c, L);
  c->unwound.coroutine = NULL;
  const char *refused = refusal(c, L, co, continues);
  if (refused == NULL && !lua_checkstack(co, arguments + 4)) refused = "too many arguments to resume";
  if (refused != NULL) {
    lua_settop(L, coroutine);
    return refuse(c, L, refused);
  }
  lua_xmove(L, co, arguments);
  int in_swift = c->in_swift;
  lua_State *running = c->running, *awaiting = c->awaiting;
  lk_run *outer = c->run;
  unsigned stops = c->stops;
  c->running = co;
  c->awaiting = run != NULL ? co : NULL;
  if (run != NULL) c->run = run;
  lk_begin_call(c, co);
  if (run != NULL && c->calls == 1) lk_limits_resume(c, run);
  bool again = lk_begin(c);
  lk_look_for_cancellation(c);
  lk_arm(c);
  c->in_swift = 0;
  int status = lua_resume(co, L, arguments, results);
  c->in_swift = in_swift > 0 ? in_swift : 1;
  c->running = running;
  lk_notice(c, status);
  bool awaits = c->awaits, stopped = lk_passes(c, stops);
  c->awaits = false;
  if (stopped || (status != LUA_OK && status != LUA_YIELD)) {
    status = close_failed(c, L, coroutine, stopped, status);
  } else if (!lua_checkstack(L, *results + 4)) {
    lua_pop(co, *results);
    status = refuse(c, L, "too many results to resume");
  } else {
    lua_xmove(co, L, *results);
    if (awaits) status = LK_AWAITS;
  }
  c->again = again;
  if (run != NULL) {
    run->stopped = c->cancelling;
    if (c->calls == 1) lk_limits_suspend(c, run);
  }
  if (c->cancelling && outer == NULL) {
    c->cancelling = false;
    c->interrupted = 0;
    c->pending = 0;
  }
  c->run = outer;
  c->awaiting = awaiting;
  lk_end_call(c, status == LK_AWAITS ? LUA_OK : status);
  c->in_swift = in_swift;
  if (c->calls > 0) lk_arm(c);
  return status;
}

int lk_close_coroutine(lk_context *c, lua_State *L) {
  lua_State *co = lua_tothread(L, -1);
  lk_forget_error(c, L);
  switch (lk_status_of(c, L, co)) {
  case LK_RUNNING: return refuse(c, L, "cannot close a running coroutine");
  case LK_NORMAL: return refuse(c, L, "cannot close a normal coroutine");
  default: break;
  }
  unsigned stops = c->stops;
  lk_begin_call(c, co);
  bool again = lk_begin(c);
  int status = reset(c, co);
  lk_notice(c, status);
  if (status != LUA_OK) lua_xmove(co, L, 1);
  else if (lk_passes(c, stops)) status = refuse(c, L, c->stop.message != NULL ? c->stop.message : lk_stop_words(c));
  c->again = again;
  lk_end_call(c, status);
  return status;
}
