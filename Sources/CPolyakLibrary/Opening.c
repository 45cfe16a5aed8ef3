#define _GNU_SOURCE
#include "polyak.h"

#include <dlfcn.h>
#include <lauxlib.h>
#include <stdbool.h>

// PolyakLibrary's: leaves one value, or answers -1 and leaves the error for a frame that a Lua error may leave.
int polyak_open(lua_State *L);

// Lua unloads its C modules when a state closes. The Swift runtime keeps pointers into this one, to the declarations of
// classes and to what runs at the end of a thread, so it stays for as long as the process.
static bool stays;

__attribute__((constructor)) static void stay(void) {
  Dl_info here;
  stays = dladdr(&stays, &here) != 0 && dlopen(here.dli_fname, RTLD_LAZY | RTLD_NOLOAD | RTLD_NODELETE) != NULL;
}

int luaopen_polyak(lua_State *L) {
  if (!stays) return luaL_error(L, "polyak: the library cannot be kept loaded");
  int results = polyak_open(L);
  return results < 0 ? lua_error(L) : results;
}
