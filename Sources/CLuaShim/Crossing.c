#include "CLuaShim.h"
#include "Internal.h"

#include <stdlib.h>
#include <string.h>

// A full collection while memory is full: finalisers take a little themselves, and are what gives Swift's buffers back.
void lk_make_room(lk_context *c, lua_State *L) {
  if (c->limit == SIZE_MAX || c->used + c->external <= c->limit) return;
  size_t limit = c->limit;
  c->limit = SIZE_MAX;
  lua_gc(L, LUA_GCCOLLECT);
  c->limit = limit;
}

// A genuine memory error, status and all: asks for more than there can be.
static int raise_memory(lua_State *L) {
  lua_newuserdatauv(L, (size_t)1 << 62, 0);
  return 0;
}

void lk_push_memory_error(lua_State *L) {
  lua_pushcfunction(L, raise_memory);
  lua_pcall(L, 0, 1, 0);
}

// Both only while Lua runs: the collector may run finalisers, and a full memory is an error.
static void settle(lk_context *c, lua_State *L) {
  if (c->step_kilobytes >= 16 && lua_gc(L, LUA_GCISRUNNING)) {
    int kilobytes = c->step_kilobytes > 1e6 ? 1000000 : (int)c->step_kilobytes;
    c->step_kilobytes = 0;
    lua_gc(L, LUA_GCSTEP, kilobytes);
  }
  lk_make_room(c, L);
  if (c->used + c->external > c->limit) raise_memory(L);
  // Of what Swift allocates only a part is counted: what its objects own beside their buffers is not.
  if (lk_granted(c, c->used + c->external, 0) && lk_has_heap(c)) return;
  lua_gc(L, LUA_GCCOLLECT);
  if (!lk_granted(c, c->used + c->external, 0) || !lk_has_heap(c)) raise_memory(L);
}

static void forget_earlier_error(lk_context *c) {
  if (c->aside.traceback == NULL && c->aside.words == NULL) return;
  free(c->aside.traceback);
  free(c->aside.words);
  c->aside = (lk_report){0};
}

static int raise_closed(lua_State *L) { return luaL_error(L, "function of a closed state"); }

static int raise_no_function(lua_State *L) { return luaL_error(L, "no function"); }

int lk_trampoline(lua_State *L) {
  lk_box *box = lua_touserdata(L, lua_upvalueindex(1));
  // The debug library can take a function's upvalue away, or put something else there, an object's box too.
  if (box == NULL || lua_rawlen(L, lua_upvalueindex(1)) != sizeof(lk_box) || box->magic != &lk_magic
      || (box->invoke == NULL && box->object != NULL))
    return raise_no_function(L);
  return lk_enter_box(L, box);
}

int lk_enter_box(lua_State *L, lk_box *box) {
  if (box->object == NULL || box->context->ended) return raise_closed(L);
  lk_context *c = box->context;
  // A few calls in one another fit everywhere.
  if (c->depth >= 8 && lk_stack_is_short()) return luaL_error(L, "C stack overflow");
  lua_State *running = c->running;
  int in_swift = c->in_swift;
  unsigned entered = c->entered, stops = c->stops;
  // Of an error that is on its way while this is called by a `__close` metamethod.
  lk_report aside;
  bool has_aside = c->aside.traceback != NULL || c->aside.words != NULL;
  if (has_aside) {
    aside = c->aside;
    c->aside = (lk_report){0};
  }
  c->running = L;
  c->in_swift = in_swift + 1;
  c->entered = stops;
  box->active += 1;
  c->depth += 1;
  uintptr_t inside = lk_enter_swift(c);
  int results = box->invoke(L, box->object);
  lk_leave_swift(c, inside);
  box->active -= 1;
  c->depth -= 1;
  c->entered = entered;
  c->in_swift = in_swift;
  c->running = running;
  if (has_aside) {
    forget_earlier_error(c);
    c->aside = aside;
  }
  if (c->ticks > 0) lk_take_sample(c, L);
  if (c->step_kilobytes >= 16 || c->used + c->external > c->limit || !lk_has_heap(c)) settle(c, L);
  if (results == LK_NO_MEMORY) return raise_memory(L);
  if (lk_passes(c, stops)) return results == -1 ? lk_pass_on(c, L) : lk_pass_on_lost(c, L);
  if (results <= LK_AWAITS) return lk_suspend(c, L, results);
  if (results < 0) return lua_error(L);
  return results;
}

// --- Calling Lua

void lk_keep_bytes(const char *bytes, size_t count, char **text, size_t *length) {
  free(*text);
  *length = count;
  *text = malloc(count + 1);
  if (*text == NULL) return;
  memcpy(*text, bytes, count);
  (*text)[count] = 0;
}

void lk_keep(lua_State *L, char **text, size_t *length) {
  size_t count;
  const char *string = lua_tolstring(L, -1, &count);
  lk_keep_bytes(string, count, text, length);
}

// Leaves the error value as it is and keeps aside its words and the traceback: here, because a `__tostring` may look at
// the calls in progress, as in the stock interpreter. Memory is not refused for the traceback.
static int message_handler(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c == NULL) return 1;
  lk_prefer_interrupt(c, L);
  bool passed_on = lk_is_passed_on(c, L, 1);
  if (!lua_isstring(L, 1) && luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING)
    lk_keep(L, &c->aside.words, &c->aside.words_length);
  lua_settop(L, 1);
  int in_swift = c->in_swift;
  c->in_swift = in_swift + 1;
  if (passed_on)
    lua_pushlstring(L, c->stop.traceback, c->stop.traceback_length);
  else
    luaL_traceback(L, L, NULL, 1);
  c->in_swift = in_swift;
  lk_keep(L, &c->aside.traceback, &c->aside.traceback_length);
  lua_pop(L, 1);
  return 1;
}

// Functions that close variables get the text too, as under the stock interpreter.
static int report_handler(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c != NULL) lk_prefer_interrupt(c, L);
  if (c != NULL && lk_is_passed_on(c, L, 1)) {
    lua_pushfstring(L, "%s\n%s", lua_tostring(L, 1), c->stop.traceback);
    return 1;
  }
  if (!lua_isstring(L, 1)) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING) return 1;
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
    lua_replace(L, 1);
  }
  luaL_traceback(L, L, lua_tostring(L, 1), 1);
  return 1;
}

void lk_begin_call(lk_context *c, lua_State *L) {
  if (c->calls++ > 0) return;
  __atomic_store_n(&c->user, (uintptr_t)pthread_self(), __ATOMIC_RELAXED);
  lk_limits_begin(c, L);
}

void lk_end_call(lk_context *c, int status) {
  if (--c->calls > 0) return;
  lk_limits_end(c);
  if (status == LUA_OK || status == LUA_YIELD) c->over = 0;
  __atomic_store_n(&c->user, 0, __ATOMIC_RELAXED);
}

bool lk_is_used_elsewhere(const lk_context *c) {
  uintptr_t user = __atomic_load_n(&c->user, __ATOMIC_RELAXED);
  return user != 0 && user != (uintptr_t)pthread_self();
}

static int protected(lk_context *c, lua_State *L, int arguments, int results, int handler) {
  int in_swift = c->in_swift;
  lua_State *running = c->running;
  c->in_swift = 0;
  c->running = L;
  lk_begin_call(c, L);
  bool again = lk_begin(c);
  int status = lua_pcall(L, arguments, results, handler);
  c->again = again;
  lk_notice(c, status);
  lk_end_call(c, status);
  c->in_swift = in_swift;
  c->running = running;
  return status;
}

void lk_forget_error(lk_context *c, lua_State *L) {
  // What an earlier call has left is garbage now.
  if (c->in_swift > 0) lk_make_room(c, L);
  forget_earlier_error(c);
  c->passing_on = false;
}

int lk_call(lk_context *c, lua_State *L, int arguments, int results, lk_handler how) {
  if (how == LK_NONE) return protected(c, L, arguments, results, 0);
  lk_forget_error(c, L);
  int handler = lua_gettop(L) - arguments;
  lua_pushcfunction(L, how == LK_ASIDE ? message_handler : report_handler);
  lua_insert(L, handler);
  int status = protected(c, L, arguments, results, handler);
  lua_remove(L, handler);
  return status;
}

void lk_observe(lk_context *c, lua_State *L, const lk_observer *observer) {
  int in_swift = c->in_swift;
  lua_State *running = c->running;
  c->in_swift = in_swift + 1;
  c->running = L;
  uintptr_t inside = lk_enter_swift(c);
  observer->observe(observer->data);
  lk_leave_swift(c, inside);
  c->in_swift = in_swift;
  c->running = running;
}

// The message handler of lk_call_observed. Swift looks on with the failed calls still in place, and raises nothing.
static int observing_handler(lua_State *L) {
  message_handler(L);
  lk_context *c = lk_context_of(L);
  lk_observer *observer = lua_touserdata(L, lua_upvalueindex(1));
  if (c == NULL) return 1;
  lk_observe(c, L, observer);
  lua_settop(L, 1);
  return 1;
}

int lk_call_observed(lk_context *c, lua_State *L, int arguments, lk_observer *observer) {
  lk_forget_error(c, L);
  int handler = lua_gettop(L) - arguments;
  lua_pushlightuserdata(L, observer);
  lua_pushcclosure(L, observing_handler, 1);
  lua_insert(L, handler);
  int status = protected(c, L, arguments, LUA_MULTRET, handler);
  lua_remove(L, handler);
  return status;
}

// Answers whether the result is a number; otherwise the result, or the error value, is on top of the stack.
bool lk_call_number(lk_context *c, lua_State *L, int function, int count, const double *arguments, double *result,
                    int *status) {
  if (!lua_checkstack(L, count + 8)) {
    *status = LUA_ERRMEM;
    lua_pushnil(L);
    return false;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, function);
  for (int i = 0; i < count; i++) lua_pushnumber(L, arguments[i]);
  *status = lk_call(c, L, count, 1, LK_ASIDE);
  if (*status != LUA_OK || lua_type(L, -1) != LUA_TNUMBER) return false;
  *result = lua_tonumberx(L, -1, NULL);
  lua_pop(L, 1);
  return true;
}
