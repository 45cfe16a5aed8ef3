#include "CLuaShim.h"
#include "Internal.h"

#include <time.h>

// Limits of time, instructions and output hold for one call of the host's. The hook of the interrupts counts: it stays on
// every coroutine, and once a limit is passed it raises at each instruction, so that what has caught the error gets no
// further. Functions in C whose work may be long ask `lk_work`.

// Instructions from one look at the clock to the next. A new coroutine begins with a count of its own, so it is charged one.
enum { quantum = 256 };

static lua_Integer now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (lua_Integer)time.tv_sec * 1000000000 + time.tv_nsec;
}

void lk_set_limits(lk_context *c, lua_Integer nanoseconds, lua_Integer instructions, lua_Integer output) {
  c->time_limit = nanoseconds;
  c->instruction_limit = instructions;
  c->output_limit = output;
  c->counts = nanoseconds >= 0 || instructions >= 0;
  c->time_left = nanoseconds;
}

const char *lk_stop_words(const lk_context *c) {
  switch (c->over) {
  case LK_TIME: return "time limit exceeded";
  case LK_INSTRUCTIONS: return "instruction limit exceeded";
  case LK_OUTPUT: return "output limit exceeded";
  case LK_MEMORY: return "not enough memory";
  default: return c->cancelling ? "cancelled" : "interrupted!";
  }
}

void lk_limits_begin(lk_context *c, lua_State *L) {
  c->over = 0;
  c->stopped_over = false;
  c->instructions = 0;
  c->work = 0;
  c->output = 0;
  if (!c->counts) return;
  lua_Integer begin = now();
  c->deadline = c->time_limit > LUA_MAXINTEGER - begin ? LUA_MAXINTEGER : begin + c->time_limit;
  lk_watch(c, L);
}

// The time that passes between is nobody's.
void lk_limits_resume(lk_context *c, const lk_run *run) {
  c->instructions = run->instructions;
  c->output = run->output;
  if (c->time_limit >= 0) c->deadline -= run->time;
}

void lk_limits_suspend(lk_context *c, lk_run *run) {
  run->instructions = c->instructions;
  run->output = c->output;
  // A deadline at the end of time is as far as ever.
  if (c->time_limit >= 0 && c->deadline < LUA_MAXINTEGER) run->time = c->time_limit - (c->deadline - now());
}

void lk_look_for_cancellation(lk_context *c) {
  if (c->run == NULL || c->cancelling || c->interrupted || !c->run->is_cancelled()) return;
  c->cancelling = true;
  c->interrupted = LK_ALWAYS;
  c->pending = 1;
}

void lk_limits_end(lk_context *c) {
  if (c->time_limit < 0) return;
  lua_Integer left = c->deadline - now();
  c->time_left = left > 0 ? left : 0;
}

void lk_limits_go_on(lk_context *c, lua_State *L) {
  c->over = 0;
  c->stopped_over = false;
  c->work = 0;
  if (!c->counts) return;
  if (c->instructions > c->instruction_limit - quantum) c->instructions = c->instruction_limit - quantum;
  lua_Integer begin = now();
  c->deadline = c->time_left > LUA_MAXINTEGER - begin ? LUA_MAXINTEGER : begin + c->time_left;
  lk_watch(c, L);
}

static void look(lk_context *c) {
  lk_look_for_cancellation(c);
  if (c->over || c->calls == 0) return;
  if (c->instruction_limit >= 0 && c->instructions >= c->instruction_limit) c->over = LK_INSTRUCTIONS;
  else if (c->time_limit >= 0 && now() >= c->deadline) c->over = LK_TIME;
}

void lk_charge(lk_context *c, lua_Integer instructions) {
  c->instructions += instructions;
  look(c);
}

void lk_notice(lk_context *c, int status) {
  if (status != LUA_ERRMEM || !c->memory_ends || c->over || c->calls == 0) return;
  c->over = LK_MEMORY;
  lk_has_stopped(c);
  lk_arm(c);
}

bool lk_exceeds(lk_context *c) {
  if (c->counts) lk_charge(c, quantum);
  else lk_look_for_cancellation(c);
  return c->over != 0 && c->calls > 0;
}

int lk_next_count(const lk_context *c) {
  if (c->over) return 1;
  if (c->instruction_limit < 0) return quantum;
  lua_Integer left = c->instruction_limit - c->instructions;
  return left < 1 ? 1 : left < quantum ? (int)left : quantum;
}

// Of Lua's blocks: making and filling one takes about an instruction's time for 64 bytes. Calls no function of Lua's that
// allocates.
void lk_has_allocated(lk_context *c, size_t bytes) {
  lk_charge(c, (lua_Integer)(bytes / 64));
  if (c->over) lk_arm(c);
}

void lk_work(lk_context *c, lua_State *L, size_t instructions) {
  if (c->counts) {
    c->work += instructions;
    if (c->work >= quantum) {
      lk_charge(c, (lua_Integer)c->work);
      c->work = 0;
    }
  }
  if (c->over || c->pending) lk_stop_here(c, L);
}

void lk_charge_coroutine(lk_context *c, lua_State *L) {
  if (c->counts) lk_work(c, L, quantum);
}

// --- Depth

// A table that is its own `__call` has Lua put one more argument before the others until the stack is full, which takes the
// square of what it holds, and nothing is asked meanwhile: a stack of Lua's million values would take minutes. So in a state
// that counts the arguments of one call are fewer. Lua tells its allocator no names; this is asked of every large block.
bool lk_refuses_arguments(lk_context *c, size_t bytes) {
  const int most = lk_most_results + 2048;
  if (!c->counts || bytes < (size_t)16 * 2 * most || lua_gettop(c->running) < most) return false;
  lk_charge(c, (lua_Integer)most * most / 1024);
  if (c->over) lk_arm(c);
  return true;
}
