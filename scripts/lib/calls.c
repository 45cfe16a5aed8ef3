// What bench.lua holds Swift's functions and methods against: the same by hand in C, which checks its arguments as Lua's own
// library does. bench.lua compiles it when it is asked for.
#include <lua.h>
#include <lauxlib.h>
#include <math.h>

// hbf.radius(mu, nu, form)
static int radius(lua_State *L) {
  static const char *const forms[] = {"limit", "phase", NULL};
  double mu = luaL_checknumber(L, 1), nu = luaL_optnumber(L, 2, 0);
  luaL_argcheck(L, mu >= 0 && mu < 1, 1, "must be a number in [0, 1)");
  luaL_argcheck(L, isfinite(nu), 2, "must be finite");
  double root = luaL_checkoption(L, 3, "limit", forms) == 0 ? 1 - sqrt(mu) : 1 + sqrt(mu);
  lua_pushnumber(L, root * root);
  return 1;
}

typedef struct { lua_Integer rows, columns; double numbers[]; } matrix;

// m:get(i, j)
static int get(lua_State *L) {
  const matrix *m = luaL_checkudata(L, 1, "matrix");
  lua_Integer i = luaL_checkinteger(L, 2), j = luaL_checkinteger(L, 3);
  luaL_argcheck(L, i >= 1 && i <= m->rows, 2, "no such row");
  luaL_argcheck(L, j >= 1 && j <= m->columns, 3, "no such column");
  lua_pushnumber(L, m->numbers[(i - 1) * m->columns + j - 1]);
  return 1;
}

static int new_matrix(lua_State *L) {
  lua_Integer rows = luaL_checkinteger(L, 1), columns = luaL_checkinteger(L, 2);
  luaL_argcheck(L, rows >= 1 && rows < 1000, 1, "must be 1 to 999");
  luaL_argcheck(L, columns >= 1 && columns < 1000, 2, "must be 1 to 999");
  matrix *m = lua_newuserdatauv(L, sizeof *m + sizeof(double) * (size_t)(rows * columns), 0);
  m->rows = rows;
  m->columns = columns;
  for (lua_Integer i = 0; i < rows * columns; i++) m->numbers[i] = (double)i;
  luaL_setmetatable(L, "matrix");
  return 1;
}

int luaopen_calls(lua_State *L) {
  luaL_newmetatable(L, "matrix");
  lua_newtable(L);
  lua_pushcfunction(L, get);
  lua_setfield(L, -2, "get");
  lua_setfield(L, -2, "__index");
  lua_newtable(L);
  lua_pushcfunction(L, radius);
  lua_setfield(L, -2, "radius");
  lua_pushcfunction(L, new_matrix);
  lua_setfield(L, -2, "matrix");
  return 1;
}
