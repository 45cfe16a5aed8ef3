#include "CLuaShim.h"
#include "Internal.h"

#include <stdlib.h>
#include <string.h>

static const char function_metatable_key;

// Both only while Lua runs: the collector may run finalisers, and a full memory is an error.
void lk_settle(lk_context *c, lua_State *L) {
  if (c->step_kilobytes >= 16) {
    int kilobytes = c->step_kilobytes > 1e6 ? 1000000 : (int)c->step_kilobytes;
    c->step_kilobytes = 0;
    lua_gc(L, LUA_GCSTEP, kilobytes);
  }
  if (c->limit != SIZE_MAX && c->used + c->external > c->limit) {
    lua_gc(L, LUA_GCCOLLECT);
    // The way to raise a genuine memory error, status and all: ask for more than there can be.
    if (c->used + c->external > c->limit) lua_newuserdatauv(L, (size_t)1 << 46, 0);
  }
}

static int raise_closed(lua_State *L) { return luaL_error(L, "function of a closed state"); }

static int trampoline(lua_State *L) {
  lk_box *box = lua_touserdata(L, lua_upvalueindex(1));
  if (box->object == NULL) return raise_closed(L);
  lk_context *c = box->context;
  lua_State *running = c->running;
  int in_swift = c->in_swift;
  c->running = L;
  c->in_swift = in_swift + 1;
  int results = box->invoke(L, box->object);
  c->in_swift = in_swift;
  c->running = running;
  if (c->step_kilobytes >= 16 || c->used + c->external > c->limit) lk_settle(c, L);
  if (results < 0) return lua_error(L);
  return results;
}

int lk_finalise(lua_State *L) {
  lk_box *box = lk_to_box(L, 1);
  if (box == NULL || box->object == NULL) return 0;
  lk_context *c = box->context;
  void *object = box->object;
  box->object = NULL;
  c->external -= box->bytes;
  box->bytes = 0;
  lua_State *running = c->running;
  c->running = L;
  c->in_swift += 1;
  c->release(object);
  c->in_swift -= 1;
  c->running = running;
  return 0;
}

void lk_create_function_metatable(lua_State *L) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, lk_finalise);
  lua_setfield(L, -2, "__gc");
  lua_pushliteral(L, "Swift function");
  lua_setfield(L, -2, "__name");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &function_metatable_key);
}

lk_box *lk_to_box(lua_State *L, int index) {
  if (lua_type(L, index) != LUA_TUSERDATA || lua_rawlen(L, index) != sizeof(lk_box)) return NULL;
  lk_box *box = lua_touserdata(L, index);
  return box->magic == &lk_magic ? box : NULL;
}

// --- Making functions and objects

typedef struct {
  lk_context *context;
  void *object;
  lk_invoke invoke;
  const void *type;
  int metatable;
  size_t bytes;
  const char *name;
  size_t length;
} making;

static lk_box *new_box(lua_State *L, const making *m) {
  lk_box *box = lua_newuserdatauv(L, sizeof *box, 0);
  box->magic = &lk_magic;
  box->object = NULL; // until the finaliser is in place, so that a failure in between releases nothing twice
  box->context = m->context;
  box->type = m->type;
  box->invoke = m->invoke;
  box->bytes = 0;
  return box;
}

static void make_function_box(lua_State *L, const making *m) {
  lk_box *box = new_box(L, m);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable_key);
  lua_setmetatable(L, -2);
  box->object = m->object;
}

static void make_function(lua_State *L, const making *m) {
  make_function_box(L, m);
  lua_pushcclosure(L, trampoline, 1);
}

static void make_object(lua_State *L, const making *m) {
  lk_box *box = new_box(L, m);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->metatable);
  lua_setmetatable(L, -2);
  box->object = m->object;
  lk_account(m->context, box, m->bytes);
}

// Keeps the collector's pace to Swift's buffers: once they have grown by as much as was live (or by 4 MB), the collector
// has been given work for one cycle over Lua's heap.
void lk_account(lk_context *c, lk_box *box, size_t bytes) {
  size_t before = box->bytes;
  c->external += bytes - before;
  box->bytes = bytes;
  if (bytes <= before) return;
  const size_t floor = (size_t)4 << 20;
  double live = c->external > floor ? (double)c->external : (double)floor;
  double heap = c->borrowed ? 256.0 * 1024 : (double)c->used;
  c->step_kilobytes += (double)(bytes - before) / live * (2 * heap / 1024);
}

// __index of a class. Upvalues: 1 the box of the class's Swift side, 2 methods by name, 3 properties by name.
static int indexer(lua_State *L) {
  if (lua_type(L, 2) == LUA_TSTRING) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(3)); // the property's number, or nil, is the third argument
    lua_replace(L, 3);
    lua_settop(L, 3);
  }
  return trampoline(L);
}

static void make_indexer(lua_State *L, const making *m) {
  make_function_box(L, m);
  lua_insert(L, -3);
  lua_pushcclosure(L, indexer, 3);
}

static int default_equal(lua_State *L) {
  lk_box *a = lk_to_box(L, 1), *b = lk_to_box(L, 2);
  lua_pushboolean(L, a != NULL && b != NULL && a->object == b->object);
  return 1;
}

static void make_metatable(lua_State *L, const making *m) {
  lua_createtable(L, 0, 20);
  lua_pushlstring(L, m->name, m->length);
  lua_setfield(L, -2, "__name");
  lua_pushcfunction(L, lk_finalise);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, default_equal);
  lua_setfield(L, -2, "__eq");
}

typedef void (*maker)(lua_State *, const making *);

// Light userdata: the maker and its arguments. Operands that the maker takes from the stack come before them.
static int make_protected(lua_State *L) {
  maker make = *(maker *)lua_touserdata(L, -2);
  const making *m = lua_touserdata(L, -1);
  lua_pop(L, 2);
  make(L, m);
  return 1;
}

static int run_maker(lk_context *c, lua_State *L, maker make, const making *m, int operands) {
  if (!lua_checkstack(L, 20)) return LUA_ERRMEM;
  if (!c->borrowed) {
    make(L, m);
    return LUA_OK;
  }
  lua_pushcfunction(L, make_protected);
  lua_insert(L, -operands - 1);
  lua_pushlightuserdata(L, &make);
  lua_pushlightuserdata(L, (void *)m);
  return lk_call(c, L, operands + 2, 1, false);
}

int lk_push_function(lk_context *c, lua_State *L, void *object, lk_invoke invoke) {
  const making m = {.context = c, .object = object, .invoke = invoke};
  return run_maker(c, L, make_function, &m, 0);
}

int lk_push_object(lk_context *c, lua_State *L, void *object, const void *type, int metatable, size_t bytes) {
  const making m = {.context = c, .object = object, .type = type, .metatable = metatable, .bytes = bytes};
  return run_maker(c, L, make_object, &m, 0);
}

int lk_push_indexer(lk_context *c, lua_State *L, void *object, lk_invoke invoke) {
  const making m = {.context = c, .object = object, .invoke = invoke};
  return run_maker(c, L, make_indexer, &m, 2);
}

int lk_push_metatable(lk_context *c, lua_State *L, const char *name, size_t length) {
  const making m = {.context = c, .name = name, .length = length};
  return run_maker(c, L, make_metatable, &m, 0);
}

lk_box *lk_function_box(lua_State *L, int index) {
  if (lua_tocfunction(L, index) != trampoline || lua_getupvalue(L, index, 1) == NULL) return NULL;
  lk_box *box = lk_to_box(L, -1);
  lua_pop(L, 1);
  return box;
}

// --- Calling Lua

// Leaves the error value as it is and keeps the traceback aside. Memory is not refused meanwhile.
int lk_message_handler(lua_State *L) {
  lk_context *c = lk_context_of(L);
  if (c == NULL) return 1;
  int in_swift = c->in_swift;
  c->in_swift = in_swift + 1;
  luaL_traceback(L, L, NULL, 1);
  c->in_swift = in_swift;
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  free(c->traceback);
  c->traceback = malloc(length + 1);
  if (c->traceback != NULL) {
    memcpy(c->traceback, text, length + 1);
    c->traceback_length = length;
  }
  lua_pop(L, 1);
  return 1;
}

int lk_call(lk_context *c, lua_State *L, int arguments, int results, bool traceback) {
  int handler = 0;
  if (traceback) {
    handler = lua_gettop(L) - arguments;
    lua_pushcfunction(L, lk_message_handler);
    lua_insert(L, handler);
    free(c->traceback);
    c->traceback = NULL;
  }
  int in_swift = c->in_swift;
  lua_State *running = c->running;
  c->in_swift = 0;
  c->running = L;
  int status = lua_pcall(L, arguments, results, handler);
  c->in_swift = in_swift;
  c->running = running;
  if (traceback) lua_remove(L, handler);
  return status;
}

// Answers whether the result is a number; otherwise the result, or the error value, is on top of the stack.
bool lk_call_number(lk_context *c, lua_State *L, int function, int count, const double *arguments, double *result,
                    int *status) {
  if (!lua_checkstack(L, count + 8)) {
    *status = LUA_ERRMEM;
    lua_pushnil(L);
    return false;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, function);
  for (int i = 0; i < count; i++) lua_pushnumber(L, arguments[i]);
  *status = lk_call(c, L, count, 1, true);
  if (*status != LUA_OK || lua_type(L, -1) != LUA_TNUMBER) return false;
  *result = lua_tonumberx(L, -1, NULL);
  lua_pop(L, 1);
  return true;
}
