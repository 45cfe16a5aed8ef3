// A host in C++ that has Polyak linked: prints what its Lua says, or what is wrong.
#include <polyak.h>

#include <lauxlib.h>
#include <lualib.h>

#include <iostream>
#include <memory>

int main() {
  std::unique_ptr<lua_State, decltype(&lua_close)> state(luaL_newstate(), lua_close);
  lua_State *L = state.get();
  luaL_openlibs(L);
  luaL_requiref(L, "polyak", luaopen_polyak, 0);
  lua_pop(L, 1);
  bool failed = luaL_dostring(L, "local polyak = require 'polyak'; return tostring(polyak.losses.product{y = 0.6})");
  std::cout << lua_tostring(L, -1) << "\n";
  return failed;
}
