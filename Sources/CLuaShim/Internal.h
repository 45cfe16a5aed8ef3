#ifndef POLYAK_LUASHIM_INTERNAL_H
#define POLYAK_LUASHIM_INTERNAL_H
#include "CLuaShim.h"

#pragma GCC visibility push(hidden)

// Its address marks our userdata, so that foreign ones of the same size are never mistaken for them.
extern const char lk_magic;

void lk_create_function_metatable(lua_State *L); // may raise
int lk_trampoline(lua_State *L);                 // what Lua calls; upvalue 1 is the function's box

void lk_take_sample(lk_context *c, lua_State *L); // of the calls in progress on L
void lk_observe(lk_context *c, lua_State *L, const lk_observer *observer);
void lk_make_room(lk_context *c, lua_State *L);   // collects where the limit is passed

#pragma GCC visibility pop
#endif
