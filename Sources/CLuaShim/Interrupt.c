#include "CLuaShim.h"
#include "Internal.h"

#include <stdlib.h>
#include <string.h>

// An interrupt is an error that nothing but the end of the outermost call holds up. It is raised once, by the hook or by a
// Swift function that looks for it, and unwinds like any error: `__close` metamethods run, and what they call may catch
// errors of its own. Whatever can catch the interrupt's error (pcall, coroutine.resume, load, a Swift function) notes
// `stops` as it begins and, where the count has changed when it is done, passes the error on. A second interrupt is another
// stop, so that it breaks into a `__close` metamethod, and what that calls passes it on in turn. A limit that is passed
// (Limits.c) stops likewise, and `__close` metamethods too, at each instruction until control is back with the host.

bool lk_interrupts(const lk_context *c) {
  return c->interrupted != 0 && (c->pending || c->again || lk_passes(c, c->entered));
}

static void forget_stop(lk_context *c) {
  free(c->stop.message);
  free(c->stop.traceback);
  c->stop = (lk_stop){0};
}

void lk_has_stopped(lk_context *c) {
  c->pending = 0;
  c->again = false;
  c->stops += 1;
  if (c->interrupted == LK_ONCE) {
    c->interrupted = 0;
    c->stopped_once = true;
  }
  forget_stop(c);
}

void lk_clear_interrupt(lk_context *c) {
  c->interrupted = 0;
  c->cancelling = false;
  c->pending = 0;
  c->again = false;
  forget_stop(c);
}

// --- Stopping

// Appends the calls in progress on L. Memory is not refused for it.
static void keep_traceback(lk_context *c, lua_State *L, int level) {
  c->in_swift += 1;
  luaL_traceback(L, L, c->stop.traceback, level);
  c->in_swift -= 1;
  lk_keep(L, &c->stop.traceback, &c->stop.traceback_length);
  lua_pop(L, 1);
  c->stop.coroutine = L;
}

static const int all = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;

static void hook(lua_State *L, lua_Debug *record);

// Once: with the stock interpreter's mask, so that the error comes at the same place, in a C function that returns too.
static void arm(lk_context *c, lua_State *L) {
  lua_sethook(L, hook, c->interrupted == LK_ONCE && !c->over ? all : LUA_MASKCOUNT, 1);
}

// Leaves a count that has begun as it is: setting it would begin it again.
void lk_watch(lk_context *c, lua_State *L) {
  if (!c->counts) return;
  int count = lk_next_count(c);
  if (lua_gethook(L) != hook || lua_gethookmask(L) != LUA_MASKCOUNT || lua_gethookcount(L) > count)
    lua_sethook(L, hook, LUA_MASKCOUNT, count);
}

// The error on top of the stack. Memory is not refused for it. Once: as the stock interpreter has it, which tells the
// caller's place, or none.
static void push_error(lk_context *c, lua_State *L, int level, bool once) {
  c->in_swift += 1;
  luaL_where(L, once ? level + 1 : level);
  if (!once && lua_rawlen(L, -1) == 0) { // a C function has no place of its own
    lua_pop(L, 1);
    luaL_where(L, level + 1);
  }
  lua_pushstring(L, lk_stop_words(c));
  lua_concat(L, 2);
  c->in_swift -= 1;
}

static int stop(lk_context *c, lua_State *L, int level) {
  if (c->over) {
    arm(c, L);
    if (c->stop.message != NULL && c->stopped_over) { // again: the error tells where it was first
      c->stops += 1;
      c->in_swift += 1;
      lua_pushlstring(L, c->stop.message, c->stop.message_length);
      c->in_swift -= 1;
      return lua_error(L);
    }
  }
  bool once = c->interrupted == LK_ONCE && !c->over;
  lk_has_stopped(c);
  push_error(c, L, 0, once);
  if (!once) {
    c->stopped_over = c->over != 0;
    lk_keep(L, &c->stop.message, &c->stop.message_length);
    keep_traceback(c, L, level);
  }
  return lua_error(L);
}

int lk_stop_here(lk_context *c, lua_State *L) {
  luaL_checkstack(L, 8, NULL);
  return stop(c, L, 0);
}

// Armed on the coroutine in control. Coroutines made meanwhile inherit it, so it takes itself off, but for its counting.
static void hook(lua_State *L, lua_Debug *record) {
  (void)record;
  lk_context *c = lk_context_of(L);
  if (c != NULL && c->counts && !c->borrowed) {
    lk_charge(c, lua_gethookcount(L));
    // Lua goes through all calls in progress to set a hook: each time, deep recursion would cost the square of its depth.
    int next = lk_next_count(c);
    if (lua_gethookmask(L) != LUA_MASKCOUNT || lua_gethookcount(L) != next) lua_sethook(L, hook, LUA_MASKCOUNT, next);
  } else {
    lua_sethook(L, NULL, 0, 0);
  }
  if (c == NULL) return;
  if (c->pending || c->again || c->over) stop(c, L, 0);
  if (c->ticks > 0) lk_take_sample(c, L);
}

void lk_interrupt(lk_context *c, int manner) {
  c->cancelling = false;
  c->interrupted = manner;
  c->pending = 1;
  lua_State *L = c->running;
  if (L != NULL && !c->borrowed) arm(c, L);
}

void lk_arm(lk_context *c) {
  if (((c->pending || c->again || c->over) && !c->borrowed) || c->ticks > 0) arm(c, c->running);
  else lk_watch(c, c->running);
}

bool lk_begin(lk_context *c) {
  bool before = c->again;
  if (c->interrupted) c->again = lk_interrupts(c);
  if (c->interrupted || c->counts || c->over) lk_arm(c);
  return before;
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

// --- Passing on

// The calls of a coroutine are those that its resumer's come after. What Swift stopped is listed from here.
int lk_pass_on(lk_context *c, lua_State *L) {
  luaL_checkstack(L, 8, NULL);
  if (c->stop.coroutine != L) keep_traceback(c, L, 0);
  c->passing_on = true;
  return lua_error(L);
}

int lk_pass_on_lost(lk_context *c, lua_State *L) {
  luaL_checkstack(L, 8, NULL);
  if (c->stop.message != NULL)
    lua_pushlstring(L, c->stop.message, c->stop.message_length);
  else
    lua_pushstring(L, lk_stop_words(c));
  return lk_pass_on(c, L);
}

// In a message handler, whose argument is the error value. An interrupt that waits has broken off what failed, such as
// the opening of a file; one that is on its way is not to be hidden by a `__close` metamethod that fails.
void lk_prefer_interrupt(lk_context *c, lua_State *L) {
  if ((c->interrupted != LK_ALWAYS && !c->over) || !lua_checkstack(L, 8)) return;
  if (c->pending) {
    lk_has_stopped(c);
    push_error(c, L, 1, false);
    lk_keep(L, &c->stop.message, &c->stop.message_length);
    lua_replace(L, 1);
    keep_traceback(c, L, 1);
    return;
  }
  if (!lk_passes(c, c->entered) || c->stop.message == NULL) return;
  if (lua_type(L, 1) == LUA_TSTRING) {
    if (strstr(lua_tostring(L, 1), lk_stop_words(c)) != NULL) return;
    lua_pushfstring(L, "%s\n%s", c->stop.message, lua_tostring(L, 1));
  } else {
    lua_pushlstring(L, c->stop.message, c->stop.message_length);
  }
  lua_replace(L, 1);
  c->passing_on = true;
}

// A `__close` metamethod that fails on the way has put its own error in the place of the interrupt's.
bool lk_is_passed_on(lk_context *c, lua_State *L, int index) {
  bool passing_on = c->passing_on;
  c->passing_on = false;
  if (!passing_on || c->stop.traceback == NULL || lua_type(L, index) != LUA_TSTRING) return false;
  return strstr(lua_tostring(L, index), c->stop.message != NULL ? c->stop.message : lk_stop_words(c)) != NULL;
}
