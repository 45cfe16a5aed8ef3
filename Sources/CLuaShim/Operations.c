#include "CLuaShim.h"
#include "Internal.h"

#include <limits.h>
#include <stdio.h>

// Each operation is a C function called by lua_pcall; light C functions cost no allocation.

int lk_protected(lk_context *c, lua_State *L, lua_CFunction f, int operands, int results) {
  if (!lua_checkstack(L, 20)) {
    lua_settop(L, -operands - 1);
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  lua_pushcfunction(L, f);
  lua_insert(L, -operands - 1);
  return lk_call(c, L, operands, results, LK_NONE);
}

static int get(lua_State *L) { lua_gettable(L, 1); return 1; }
static int set(lua_State *L) { lua_settable(L, 1); return 0; }
static int length(lua_State *L) { lua_len(L, 1); return 1; }
static int tostring(lua_State *L) { luaL_tolstring(L, 1, NULL); return 1; }
static int error_text(lua_State *L) {
  if (lua_isstring(L, 1) || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
    lua_settop(L, 1);
    luaL_tolstring(L, 1, NULL);
  } else
    lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
  return 1;
}
// In a table with weak values, or an error that Lua has caught and dropped would stay for as long as no other follows.
static const char remembered_key;

static int remember(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &remembered_key) != LUA_TTABLE) {
    lua_createtable(L, 1, 0);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &remembered_key);
  }
  lua_pushvalue(L, 1);
  lua_rawseti(L, -2, 1);
  return 0;
}

static int next(lua_State *L) { return lua_next(L, 1) ? 2 : 0; }
static int copy(lua_State *L) {
  lua_newtable(L);
  lua_pushnil(L);
  while (lua_next(L, 1)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, 2);
  }
  return 1;
}
static int collect(lua_State *L) { lua_gc(L, LUA_GCCOLLECT); return 0; }
static int collector(lua_State *L) {
  int what = (int)lua_tointeger(L, 1), a = (int)lua_tointeger(L, 2), b = (int)lua_tointeger(L, 3);
  lua_pushinteger(L, lua_gc(L, what, a, b, (int)lua_tointeger(L, 4)));
  return 1;
}
static int compare(lua_State *L) {
  lua_pushboolean(L, lua_compare(L, 1, 2, (int)lua_tointeger(L, 3)));
  return 1;
}
static int arith(lua_State *L) {
  int op = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  lua_arith(L, op);
  return 1;
}

int lk_get(lk_context *c, lua_State *L) { return lk_protected(c, L, get, 2, 1); }
int lk_set(lk_context *c, lua_State *L) { return lk_protected(c, L, set, 3, 0); }
int lk_length(lk_context *c, lua_State *L) { return lk_protected(c, L, length, 1, 1); }
int lk_tostring(lk_context *c, lua_State *L) { return lk_protected(c, L, tostring, 1, 1); }
int lk_error_text(lk_context *c, lua_State *L) { return lk_protected(c, L, error_text, 1, 1); }
int lk_copy(lk_context *c, lua_State *L) { return lk_protected(c, L, copy, 1, 1); }
int lk_collect(lk_context *c, lua_State *L) {
  lk_make_room(c, L);
  return lk_protected(c, L, collect, 0, 0);
}

int lk_collector(lk_context *c, lua_State *L, int what, int a, int b, int third) {
  if (!lua_checkstack(L, 8)) return -1;
  lua_pushinteger(L, what);
  lua_pushinteger(L, a);
  lua_pushinteger(L, b);
  lua_pushinteger(L, third);
  int answer = lk_protected(c, L, collector, 4, 1) == LUA_OK ? (int)lua_tointeger(L, -1) : -1;
  lua_pop(L, 1);
  return answer;
}

bool lk_remember(lk_context *c, lua_State *L) {
  lua_pushvalue(L, -1);
  if (lk_protected(c, L, remember, 1, 0) == LUA_OK) return true;
  lua_pop(L, 1);
  return false;
}

bool lk_remembers(lua_State *L) {
  bool same = false;
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &remembered_key) == LUA_TTABLE) {
    lua_rawgeti(L, -1, 1);
    same = lua_rawequal(L, -1, -3);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return same;
}

int lk_compare(lk_context *c, lua_State *L, int op) {
  lua_pushinteger(L, op);
  return lk_protected(c, L, compare, 3, 1);
}

int lk_arith(lk_context *c, lua_State *L, int op) {
  int operands = op == LUA_OPUNM || op == LUA_OPBNOT ? 1 : 2;
  lua_pushinteger(L, op);
  return lk_protected(c, L, arith, operands + 1, 1);
}

int lk_next(lk_context *c, lua_State *L, bool *more) {
  int base = lua_gettop(L) - 2;
  int status = lk_protected(c, L, next, 2, LUA_MULTRET);
  *more = status == LUA_OK && lua_gettop(L) == base + 2;
  return status;
}

// Fills a table that is large enough: nothing runs between lua_next and lua_next that could change the keys.
static int keys(lua_State *L) {
  lua_Integer count = 0;
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) count++;
  lua_createtable(L, count < INT_MAX ? (int)count : INT_MAX, 0);
  count = 0;
  for (lua_pushnil(L); lua_next(L, -3);) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, ++count);
  }
  lua_remove(L, -2);
  return 1;
}

int lk_keys(lk_context *c, lua_State *L) {
  if (c->borrowed) return lk_protected(c, L, keys, 1, 1);
  keys(L);
  return LUA_OK;
}

// Lua finds a table's length by trying: a table with few entries may have one of 2^63 - 1. Up to here it is believed, beyond it
// the entries are counted.
enum { believed_list = 1 << 20, believed_length = 1 << 24 };

static size_t count_entries(lua_State *L, int index) {
  size_t count = 0;
  lua_pushvalue(L, index);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) count++;
  lua_pop(L, 1);
  return count;
}

size_t lk_count(lua_State *L, int index) {
  size_t length = lua_rawlen(L, index);
  if (length <= believed_length) return length;
  size_t entries = count_entries(L, index);
  return length < entries ? length : entries;
}

bool lk_is_list(lua_State *L, int index) {
  size_t length = lua_rawlen(L, index), entries = 0;
  lua_pushvalue(L, index);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1), entries++) {
    if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 && (size_t)lua_tointeger(L, -2) <= length) continue;
    lua_pop(L, 3);
    return false;
  }
  lua_pop(L, 1);
  return length <= believed_list || entries == length;
}

// What a bounded state compiles comes in pieces, each of which asks whether to go on.
typedef struct { lk_context *context; const char *bytes; size_t left; } source;

static const char *next_piece(lua_State *L, void *data, size_t *size) {
  source *s = data;
  const char *piece = s->bytes;
  *size = s->left < 4096 ? s->left : 4096;
  lk_work(s->context, L, *size);
  s->bytes += *size;
  s->left -= *size;
  return piece;
}

int lk_load(lk_context *c, lua_State *L, const char *bytes, size_t size, const char *name, const char *mode) {
  if (!lua_checkstack(L, 20)) {
    lua_pushnil(L);
    return LUA_ERRMEM;
  }
  if (c->in_swift > 0) lk_make_room(c, L);
  int in_swift = c->in_swift;
  c->in_swift = 0; // lua_load protects itself
  int status;
  if (c->bounded) {
    source s = {c, bytes, size};
    lk_begin_call(c, L);
    bool again = lk_begin(c);
    status = lua_load(L, next_piece, &s, name, mode);
    c->again = again;
    lk_notice(c, status);
    lk_end_call(c, status);
  } else {
    status = luaL_loadbufferx(L, bytes, size, name, mode);
  }
  c->in_swift = in_swift;
  return status;
}

static int traceback(lua_State *L) {
  const char *message = lua_touserdata(L, 1);
  luaL_traceback(L, L, message, (int)lua_tointeger(L, 2));
  return 1;
}

int lk_traceback(lk_context *c, lua_State *L, const char *message, int level) {
  lua_pushlightuserdata(L, (void *)message);
  lua_pushinteger(L, level + 1);
  return lk_protected(c, L, traceback, 2, 1);
}

// Of the state's own `require` in the registry, under its own address.
static const char require_key;

void lk_keep_require(lua_State *L) {
  lua_getglobal(L, "require");
  lua_rawsetp(L, LUA_REGISTRYINDEX, &require_key);
}

// The state's own, whatever a script has made of the global variable; the global one of a host's state.
static int require(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &require_key) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_getglobal(L, "require");
  }
  lua_insert(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

int lk_require(lk_context *c, lua_State *L) { return lk_protected(c, L, require, 1, 1); }

// --- Allocation

typedef struct { const char *bytes; size_t size; } bytes;

static int push_string(lua_State *L) {
  const bytes *b = lua_touserdata(L, 1);
  lua_pushlstring(L, b->bytes, b->size);
  return 1;
}

int lk_push_string(lk_context *c, lua_State *L, const char *text, size_t size) {
  if (!c->borrowed) {
    lua_pushlstring(L, size > 0 ? text : "", size);
    return LUA_OK;
  }
  bytes b = {size > 0 ? text : "", size};
  lua_pushlightuserdata(L, &b);
  return lk_protected(c, L, push_string, 1, 1);
}

static int push_table(lua_State *L) {
  lua_createtable(L, (int)lua_tointeger(L, 1), (int)lua_tointeger(L, 2));
  return 1;
}

int lk_push_table(lk_context *c, lua_State *L, int array, int fields) {
  if (!c->borrowed) {
    lua_createtable(L, array, fields);
    return LUA_OK;
  }
  lua_pushinteger(L, array);
  lua_pushinteger(L, fields);
  return lk_protected(c, L, push_table, 2, 1);
}

// lua_rawset raises on a nil or NaN key, so callers refuse those before.
static int rawset(lua_State *L) { lua_rawset(L, 1); return 0; }

int lk_rawset(lk_context *c, lua_State *L, int index) {
  if (!c->borrowed) {
    lua_rawset(L, index);
    return LUA_OK;
  }
  lua_pushvalue(L, index);
  lua_insert(L, -3);
  return lk_protected(c, L, rawset, 3, 0);
}

static int rawseti(lua_State *L) {
  lua_Integer key = lua_tointeger(L, 3);
  lua_pop(L, 1);
  lua_rawseti(L, 1, key);
  return 0;
}

int lk_rawseti(lk_context *c, lua_State *L, int index, lua_Integer key) {
  if (!c->borrowed) {
    lua_rawseti(L, index, key);
    return LUA_OK;
  }
  lua_pushvalue(L, index);
  lua_insert(L, -2);
  lua_pushinteger(L, key);
  return lk_protected(c, L, rawseti, 3, 0);
}

static int ref(lua_State *L) {
  lua_pushinteger(L, luaL_ref(L, LUA_REGISTRYINDEX));
  return 1;
}

int lk_ref(lk_context *c, lua_State *L, int *result) {
  if (!c->borrowed) {
    *result = luaL_ref(L, LUA_REGISTRYINDEX);
    return LUA_OK;
  }
  int status = lk_protected(c, L, ref, 1, 1);
  if (status != LUA_OK) return status;
  *result = (int)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return LUA_OK;
}

// Writes slots that exist already: no allocation.
void lk_unref(lua_State *L, int ref) { luaL_unref(L, LUA_REGISTRYINDEX, ref); }

static int push_position(lua_State *L) {
  luaL_where(L, (int)lua_tointeger(L, 1));
  return 1;
}

int lk_push_position(lk_context *c, lua_State *L, int level) {
  if (!c->borrowed) {
    luaL_where(L, level);
    return LUA_OK;
  }
  lua_pushinteger(L, level + 1);
  return lk_protected(c, L, push_position, 1, 1);
}

bool lk_numbers_from_table(lua_State *L, int index, double *buffer, size_t count, size_t *bad) {
  for (size_t i = 0; i < count; i++) {
    int type = lua_rawgeti(L, index, (lua_Integer)i + 1);
    if (type == LUA_TNUMBER) buffer[i] = lua_tonumberx(L, -1, NULL);
    lua_pop(L, 1);
    if (type != LUA_TNUMBER) {
      *bad = i + 1;
      return false;
    }
  }
  return true;
}

typedef struct { const double *numbers; size_t count; } numbers;

static int push_numbers(lua_State *L) {
  const numbers *n = lua_touserdata(L, -1);
  lua_pop(L, 1);
  lua_createtable(L, (int)n->count, 0);
  for (size_t i = 0; i < n->count; i++) {
    lua_pushnumber(L, n->numbers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

int lk_push_numbers(lk_context *c, lua_State *L, const double *values, size_t count) {
  numbers n = {values, count};
  lua_pushlightuserdata(L, &n);
  if (!c->borrowed) {
    push_numbers(L);
    return LUA_OK;
  }
  return lk_protected(c, L, push_numbers, 1, 1);
}

typedef struct { const lua_Integer *integers; size_t count; } integers;

static int push_integers(lua_State *L) {
  const integers *n = lua_touserdata(L, -1);
  lua_pop(L, 1);
  lua_createtable(L, (int)n->count, 0);
  for (size_t i = 0; i < n->count; i++) {
    lua_pushinteger(L, n->integers[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1;
}

int lk_push_integers(lk_context *c, lua_State *L, const lua_Integer *values, size_t count) {
  integers n = {values, count};
  lua_pushlightuserdata(L, &n);
  if (!c->borrowed) {
    push_integers(L);
    return LUA_OK;
  }
  return lk_protected(c, L, push_integers, 1, 1);
}

size_t lk_format_number(double number, int digits, char *buffer, size_t size) {
  int length = snprintf(buffer, size, "%.*g", digits, number);
  return length < 0 ? 0 : (size_t)length;
}
