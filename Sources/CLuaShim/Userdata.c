#include "CLuaShim.h"
#include "Internal.h"

#include <stdlib.h>

// The userdata that hold Swift objects and functions: made, counted, finalised.

static const char function_metatable_key;

static void forget(lk_context *c, lk_late *late) {
  if (late == NULL) return;
  if (late->next != NULL) late->next->previous = late->previous;
  *(late->previous != NULL ? &late->previous->next : &c->late) = late->next;
  free(late);
}

void lk_end(lk_context *c) {
  c->ended = true;
  while (c->late != NULL) {
    void *object = c->late->object;
    forget(c, c->late);
    c->release(object);
  }
}

// __gc of every userdata made here.
static int finalise(lua_State *L) {
  lk_box *box = lk_to_box(L, 1);
  // Of a function that runs: called by hand, for Lua holds what it calls.
  if (box == NULL || box->object == NULL || box->active > 0) return 0;
  lk_context *c = box->context;
  void *object = box->object;
  box->object = NULL;
  c->external -= box->bytes;
  if (box->type != NULL) c->objects -= 1;
  box->bytes = 0;
  if (c->ended && box->late != NULL) return 0; // called by hand; lk_end has let go of it
  forget(c, box->late);
  box->late = NULL;
  lua_State *running = c->running;
  c->running = L;
  c->in_swift += 1;
  uintptr_t inside = lk_enter_swift(c);
  c->release(object);
  lk_leave_swift(c, inside);
  c->in_swift -= 1;
  c->running = running;
  return 0;
}

static int end_object(lua_State *L) {
  lk_box *box = lk_to_box(L, 1);
  if (box != NULL && box->object != NULL) box->scoped = true;
  return finalise(L);
}

int lk_end_object(lk_context *c, lua_State *L) { return lk_protected(c, L, end_object, 1, 0); }

void lk_create_function_metatable(lua_State *L) {
  lua_createtable(L, 0, 2);
  lua_pushcfunction(L, finalise);
  lua_setfield(L, -2, "__gc");
  lua_pushliteral(L, "Swift function");
  lua_setfield(L, -2, "__name");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &function_metatable_key);
}

// Weak values: an entry goes with its userdata, before the finaliser runs.
void lk_create_identities(lua_State *L, lk_context *c) {
  lua_createtable(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "v");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
  c->identities = luaL_ref(L, LUA_REGISTRYINDEX);
}

lk_box *lk_to_box(lua_State *L, int index) {
  // A light userdata has no length.
  lk_box *box = lua_touserdata(L, index);
  return box != NULL && lua_rawlen(L, index) == sizeof(lk_box) && box->magic == &lk_magic ? box : NULL;
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
  box->active = 0;
  box->scoped = false;
  box->bytes = 0;
  box->late = NULL;
  return box;
}

// Gives the box its reference, once nothing else can fail: who asked releases it on failure. A closing state gives no finaliser to what is made then. Of
// its own states the context knows that they close; a host's may be closing whenever a finaliser runs, where lua_gc is
// refused.
static void own(lua_State *L, lk_box *box, void *object) {
  lk_context *c = box->context;
  if (c->closing || (c->borrowed && lua_gc(L, LUA_GCCOUNT) < 0)) {
    lk_late *late = malloc(sizeof *late);
    if (late == NULL) {
      if (!c->borrowed) abort();
      luaL_error(L, "not enough memory");
      return;
    }
    *late = (lk_late){.next = c->late, .object = object};
    if (c->late != NULL) c->late->previous = late;
    c->late = late;
    box->late = late;
  }
  box->object = object;
}

// Takes the metatable from the top of the stack. The debug library can put something else in the registry; a reference is
// lost then.
static void set_metatable(lua_State *L) {
  if (lua_type(L, -1) == LUA_TTABLE) lua_setmetatable(L, -2);
  else lua_pop(L, 1);
}

static lk_box *new_function_box(lua_State *L, const making *m) {
  lk_box *box = new_box(L, m);
  lua_rawgetp(L, LUA_REGISTRYINDEX, &function_metatable_key);
  set_metatable(L);
  return box;
}

static void make_function(lua_State *L, const making *m) {
  lk_box *box = new_function_box(L, m);
  lua_pushcclosure(L, lk_trampoline, 1);
  own(L, box, m->object);
}

static void make_object(lua_State *L, const making *m) {
  lk_box *box = new_box(L, m);
  lua_rawgeti(L, LUA_REGISTRYINDEX, m->metatable);
  set_metatable(L);
  // The debug library can take the table away.
  if (lua_rawgeti(L, LUA_REGISTRYINDEX, m->context->identities) == LUA_TTABLE) {
    lua_pushvalue(L, -2);
    lua_rawsetp(L, -2, m->object);
  }
  lua_pop(L, 1);
  own(L, box, m->object);
  m->context->objects += 1;
  // The entries of what has died are part of the heap by whose size the collector measures its next rest. Left to that, the
  // table and the rest would grow by one another.
  m->context->step_kilobytes += 0.16;
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
  lua_settop(L, 2);
  // The debug library can put something else in a function's upvalues.
  if (lua_type(L, 2) == LUA_TSTRING && lua_type(L, lua_upvalueindex(2)) == LUA_TTABLE
      && lua_type(L, lua_upvalueindex(3)) == LUA_TTABLE) {
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) return 1;
    lua_pop(L, 1);
    lua_pushvalue(L, 2);
    lua_rawget(L, lua_upvalueindex(3)); // the property's number, or nil, is the third argument
  }
  return lk_trampoline(L);
}

static void make_indexer(lua_State *L, const making *m) {
  lk_box *box = new_function_box(L, m);
  lua_insert(L, -3);
  lua_pushcclosure(L, indexer, 3);
  own(L, box, m->object);
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
  lua_pushcfunction(L, finalise);
  lua_setfield(L, -2, "__gc");
  lua_pushcfunction(L, default_equal);
  lua_setfield(L, -2, "__eq");
  if (m->context->bounded) { // out of a script's reach, who could put a finaliser of its own there
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
  }
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
  return lk_call(c, L, operands + 2, 1, LK_NONE);
}

int lk_push_function(lk_context *c, lua_State *L, void *object, lk_invoke invoke) {
  const making m = {.context = c, .object = object, .invoke = invoke};
  return run_maker(c, L, make_function, &m, 0);
}

// Lua sees one userdata for each object, so that objects are keys and `rawequal` holds. A userdata that has been finalised by
// hand, and one that a finaliser has brought back after its entry went, stand for the object no longer.
bool lk_push_known(lk_context *c, lua_State *L, const void *object, size_t bytes) {
  if (!lua_checkstack(L, 4)) return false;
  if (lua_rawgeti(L, LUA_REGISTRYINDEX, c->identities) == LUA_TTABLE) {
    lua_rawgetp(L, -1, object);
    lk_box *box = lk_to_box(L, -1);
    if (box != NULL && box->object == object && box->context == c) {
      lua_replace(L, -2);
      lk_account(c, box, bytes);
      return true;
    }
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return false;
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
  if (lua_tocfunction(L, index) != lk_trampoline || lua_getupvalue(L, index, 1) == NULL) return NULL;
  lk_box *box = lk_to_box(L, -1);
  lua_pop(L, 1);
  return box != NULL && box->invoke != NULL ? box : NULL; // the debug library can put an object there
}
