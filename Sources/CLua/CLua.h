#ifndef POLYAK_CLUA_H
#define POLYAK_CLUA_H
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#endif
