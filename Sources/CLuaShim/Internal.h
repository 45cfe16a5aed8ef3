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

void lk_take_sample(lk_context *c, lua_State *L); // of the calls in progress on L
void lk_observe(lk_context *c, lua_State *L, const lk_observer *observer);
void lk_make_room(lk_context *c, lua_State *L);   // collects where the limit is passed

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
