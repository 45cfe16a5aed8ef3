// Polyak in a program in C or C++ that has a Lua 5.4 of its own:
//
//     luaL_requiref(L, "polyak", luaopen_polyak, 0);
//     lua_pop(L, 1);
//     luaL_dostring(L, "local polyak = require 'polyak'; print(polyak.losses.product{y = 0.6})");
//
//     cc host.c $(pkg-config --cflags --libs polyak lua5.4)
//
// Any number of states may be opened and closed, on any threads, one state on one thread at a time. The library stays loaded
// until the process ends.
#ifndef POLYAK_H
#define POLYAK_H

#include <lua.h>

#ifdef __cplusplus
extern "C" {
#endif

// Leaves the table of modules, `polyak.losses`, `polyak.vec` and so on, on the stack, and sets no globals. Raises "not enough
// memory" where the state's allocator gives none: call it under lua_pcall, as luaL_requiref and `require` may be.
int luaopen_polyak(lua_State *L);

#ifdef __cplusplus
}
#endif

#endif
