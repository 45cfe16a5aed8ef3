#ifndef POLYAK_CLUASHIM_H
#define POLYAK_CLUASHIM_H
#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#endif
