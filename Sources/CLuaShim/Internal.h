#ifndef POLYAK_LUASHIM_INTERNAL_H
#define POLYAK_LUASHIM_INTERNAL_H
#include "CLuaShim.h"

#pragma GCC visibility push(hidden)

// Its address marks our userdata, so that foreign ones of the same size are never mistaken for them.
extern const char lk_magic;

void lk_create_function_metatable(lua_State *L); // may raise
int lk_finalise(lua_State *L);                   // __gc of every userdata made here
int lk_close_object(lua_State *L);               // __close where a class declares none
int lk_message_handler(lua_State *L);
void lk_settle(lk_context *c, lua_State *L);     // collects, and raises when over the limit: only while Lua runs

#pragma GCC visibility pop
#endif
