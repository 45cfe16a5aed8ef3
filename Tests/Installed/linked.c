// A host that has Polyak linked: prints what its Lua says.
#include <polyak.h>

#include <lauxlib.h>
#include <lualib.h>
#include <stdio.h>

int main(void) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  luaL_requiref(L, "polyak", luaopen_polyak, 0);
  lua_pop(L, 1);
  int failed = luaL_dostring(L, "local polyak = require 'polyak'; return tostring(polyak.losses.product{y = 0.6})");
  puts(lua_tostring(L, -1));
  lua_close(L);
  return failed;
}
