#ifndef POLYAK_CPOLYAKLIBRARY_H
#define POLYAK_CPOLYAKLIBRARY_H
#include <lua.h>

// What `require "polyak"` calls.
int luaopen_polyak(lua_State *L);

#endif
