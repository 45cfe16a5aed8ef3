#ifndef POLYAK_LUASHIM_INTERNAL_H
#define POLYAK_LUASHIM_INTERNAL_H
#include "CLuaShim.h"

#include <pthread.h>

#pragma GCC visibility push(hidden)

// Its address marks our userdata, so that foreign ones of the same size are never mistaken for them.
extern const char lk_magic;

void lk_create_function_metatable(lua_State *L); // may raise
void lk_create_identities(lua_State *L, lk_context *c); // may raise
int lk_trampoline(lua_State *L);                 // what Lua calls; upvalue 1 is the function's box
int lk_enter_box(lua_State *L, lk_box *box);     // the same of a box, which is to stay
void lk_forget_error(lk_context *c, lua_State *L); // what an earlier call has left
// Around what the host has Lua do, from whichever thread.
void lk_begin_call(lk_context *c, lua_State *L);
void lk_end_call(lk_context *c, int status);

void lk_take_sample(lk_context *c, lua_State *L); // of the calls in progress on L
void lk_observe(lk_context *c, lua_State *L, const lk_observer *observer);
void lk_make_room(lk_context *c, lua_State *L);   // collects where the limit is passed
// Whether the process may have `more` bytes, after which so many are used in all.
bool lk_granted(lk_context *c, size_t after, size_t more);
void lk_keep_bytes(const char *bytes, size_t count, char **text, size_t *length); // in the place of what is there
void lk_keep(lua_State *L, char **text, size_t *length); // a copy of the string on top of the stack

// --- Interrupts (Interrupt.c)
int lk_stop_here(lk_context *c, lua_State *L);    // in a C function, where something has to stop it
void lk_watch(lk_context *c, lua_State *L);       // the hook that counts, where limits want one
bool lk_begin(lk_context *c);                     // Swift code is about to run Lua code; answers what `again` was
void lk_arm(lk_context *c);                       // the hook on the coroutine in control, where something waits
// Whether an interrupt has stopped what began at so many stops.
static inline bool lk_passes(const lk_context *c, unsigned stops) {
  return (c->interrupted == LK_ALWAYS || c->over) && c->stops != stops;
}
int lk_pass_on(lk_context *c, lua_State *L);      // raises the error on top of the stack, which an interrupt has made
int lk_pass_on_lost(lk_context *c, lua_State *L); // where somebody has dropped that error
void lk_prefer_interrupt(lk_context *c, lua_State *L); // puts its error in the place of the value in a message handler
bool lk_is_passed_on(lk_context *c, lua_State *L, int index); // of the error value in a message handler; once for each

// --- Functions of the standard library that would hold an interrupt up (Catchers.c, Coroutines.c); may raise
lua_CFunction lk_replace(lua_State *L, const char *name, lua_CFunction function); // in the table on top; what was there
void lk_replace_catchers(lua_State *L, lk_context *c);
void lk_replace_coroutines(lua_State *L, lk_context *c);
void lk_enter_coroutine(lk_context *c, lua_State *to);
int lk_coroutine_create(lua_State *L);

// --- Suspending (Suspension.c)
int lk_suspend(lk_context *c, lua_State *L, int results); // of a Swift function that has answered so
int lk_await(lua_State *L, lua_KFunction then);  // yields on what is on top, which a coroutine below awaits
void lk_end_await(lua_State *L, int below);      // in `then`: the first so many values have stayed
bool lk_is_awaiting(lua_State *co);
extern const char lk_awaiting_words[];

// --- Limits (Limits.c)
void lk_limits_begin(lk_context *c, lua_State *L); // of a call of the host's
void lk_limits_end(lk_context *c);
// Of a finaliser that the host's own work brings on: what the last call has left, or, where that is nothing, a look.
void lk_limits_go_on(lk_context *c, lua_State *L);
void lk_charge(lk_context *c, lua_Integer instructions);
int lk_next_count(const lk_context *c);           // instructions to the hook's next call
void lk_has_allocated(lk_context *c, size_t bytes);
bool lk_refuses_arguments(lk_context *c, size_t bytes); // a block of so many bytes
enum { lk_most_results = 1 << 15 };               // of a function in a state that counts
void lk_notice(lk_context *c, int status);        // of what has been caught
// Of an asynchronous call, when it goes on and when it is suspended.
void lk_limits_resume(lk_context *c, const lk_run *run);
void lk_limits_suspend(lk_context *c, lk_run *run);
void lk_look_for_cancellation(lk_context *c);
void lk_charge_coroutine(lk_context *c, lua_State *L);
// In a C function before work that takes about as long as so many instructions: raises where something has to stop it.
void lk_work(lk_context *c, lua_State *L, size_t instructions);
// Before a C function reads the value there as a number: the digits of a string may be megabytes of spaces.
static inline void lk_work_on_numeral(lk_context *c, lua_State *L, int index) {
  if (lua_type(L, index) == LUA_TSTRING) lk_work(c, L, (size_t)lua_rawlen(L, index) / 16);
}

void lk_warn(void *context, const char *message, int to_be_continued); // Output.c

// A C function in a protected call, with operands from the top of the stack (Operations.c).
int lk_protected(lk_context *c, lua_State *L, lua_CFunction f, int operands, int results);

// --- Functions of the standard library that keep within the limits; may raise
void lk_open_libraries(lua_State *L, lk_context *c);           // Libraries.c
int lk_bounded(lua_State *L); // its upvalue is the function that it stands for
void lk_wrap(lua_State *L, const char *name, lua_CFunction wrapper); // of the library on top of the stack
bool lk_push_library(lua_State *L, const char *name);
void lk_replace_writers(lua_State *L, lk_context *c);          // Output.c; once
void lk_replace_finalizers(lua_State *L);                      // Finalizers.c
void lk_replace_number_functions(lua_State *L);                // Numerals.c
void lk_replace_string_functions(lua_State *L);                // Patterns.c
int lk_string_gsub(lua_State *L);                              // Substitution.c
void lk_replace_table_functions(lua_State *L, lk_context *c);  // Tables.c

// Around every call of Swift from Lua, so that handles know whether the thread that lets go of one may touch Lua.
static inline uintptr_t lk_enter_swift(lk_context *c) {
  uintptr_t before = __atomic_load_n(&c->inside, __ATOMIC_RELAXED);
  __atomic_store_n(&c->inside, (uintptr_t)pthread_self(), __ATOMIC_RELAXED);
  return before;
}
static inline void lk_leave_swift(lk_context *c, uintptr_t before) {
  __atomic_store_n(&c->inside, before, __ATOMIC_RELAXED);
}

#pragma GCC visibility pop
#endif
