#include "CLuaShim.h"
#include "Internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What scripts write: counted against the limit, and handed to the host's handlers where it has some. A handler is a function
// of the host's in the registry; it is called as any other, so that what it throws is an error in the script.

static bool writes(lk_context *c, size_t bytes) {
  if (c->output_limit < 0) return true;
  c->output += (lua_Integer)bytes;
  if (c->output <= c->output_limit) return true;
  if (c->calls > 0 && !c->over) c->over = LK_OUTPUT;
  return false;
}

static void write_or_stop(lk_context *c, lua_State *L, size_t bytes) {
  if (!writes(c, bytes)) lk_stop_here(c, L);
}

// Takes the string on top of the stack.
static void hand_over(lua_State *L, int handler) {
  lua_rawgeti(L, LUA_REGISTRYINDEX, handler);
  lua_insert(L, -2);
  lua_call(L, 1, 0);
}

// As in lbaselib; all or nothing of what one call prints.
static int base_print(lua_State *L) {
  lk_context *c = lk_context_of(L);
  int n = lua_gettop(L);
  luaL_checkstack(L, n + 8, NULL);
  size_t bytes = n > 0 ? (size_t)n : 1;
  for (int i = 1; i <= n; i++) {
    size_t length;
    luaL_tolstring(L, i, &length);
    bytes += length;
  }
  write_or_stop(c, L, bytes);
  if (c->output_handler != LUA_NOREF) {
    luaL_Buffer text;
    luaL_buffinitsize(L, &text, bytes);
    for (int i = 1; i <= n; i++) {
      size_t length;
      const char *part = lua_tolstring(L, n + i, &length);
      if (i > 1) luaL_addchar(&text, '\t');
      luaL_addlstring(&text, part, length);
    }
    luaL_addchar(&text, '\n');
    luaL_pushresult(&text);
    hand_over(L, c->output_handler);
    return 0;
  }
  for (int i = 1; i <= n; i++) {
    size_t length;
    const char *text = lua_tolstring(L, n + i, &length);
    if (i > 1) lua_writestring("\t", 1);
    lua_writestring(text, length);
  }
  lua_writeline();
  return 0;
}

// The text of a number is no longer than this.
enum { number_length = 32 };

// Hands over what the arguments from `first` to `last` would write.
static void hand_over_arguments(lk_context *c, lua_State *L, int first, int last) {
  luaL_Buffer text;
  luaL_buffinit(L, &text);
  for (int i = first; i <= last; i++) {
    if (lua_type(L, i) == LUA_TNUMBER) { // as liolib writes them: 1.0 is "1"
      char *place = luaL_prepbuffsize(&text, number_length);
      int length = lua_isinteger(L, i)
                 ? snprintf(place, number_length, LUA_INTEGER_FMT, (LUAI_UACINT)lua_tointeger(L, i))
                 : snprintf(place, number_length, LUA_NUMBER_FMT, (LUAI_UACNUMBER)lua_tonumber(L, i));
      luaL_addsize(&text, (size_t)length);
    } else {
      size_t length;
      const char *part = luaL_checklstring(L, i, &length);
      luaL_addlstring(&text, part, length);
    }
  }
  luaL_pushresult(&text);
  hand_over(L, c->output_handler);
}

static bool is_standard_output(lua_State *L, int index) {
  const luaL_Stream *stream = luaL_testudata(L, index, LUA_FILEHANDLE);
  return stream != NULL && stream->closef != NULL && stream->f == stdout;
}

static void count_arguments(lk_context *c, lua_State *L, int first) {
  size_t bytes = 0;
  for (int i = first; i <= lua_gettop(L); i++)
    bytes += lua_type(L, i) == LUA_TSTRING ? (size_t)lua_rawlen(L, i) : number_length;
  write_or_stop(c, L, bytes);
}

static int io_write(lua_State *L) {
  lk_context *c = lk_context_of(L);
  int n = lua_gettop(L);
  count_arguments(c, L, 1);
  if (c->output_handler == LUA_NOREF || c->io_output == NULL) return c->io_write(L);
  lua_pushcfunction(L, c->io_output);
  lua_call(L, 0, 1);
  if (!is_standard_output(L, -1)) {
    lua_pop(L, 1);
    return c->io_write(L);
  }
  hand_over_arguments(c, L, 1, n);
  return 1; // the file
}

static int file_write(lua_State *L) {
  lk_context *c = lk_context_of(L);
  count_arguments(c, L, 2);
  if (c->output_handler == LUA_NOREF || !is_standard_output(L, 1)) return c->file_write(L);
  hand_over_arguments(c, L, 2, lua_gettop(L));
  lua_settop(L, 1);
  return 1;
}

// --- Warnings

// Whether it is a message to the warnings themselves.
static bool controls(lk_context *c, const char *message) {
  if (message[0] != '@') return false;
  if (strcmp(message, "@off") == 0) c->warnings = false;
  else if (strcmp(message, "@on") == 0) c->warnings = true;
  return true;
}

// As in lbaselib, where no handler is.
static int base_warn(lua_State *L) {
  lk_context *c = lk_context_of(L);
  int n = lua_gettop(L);
  luaL_checkstring(L, 1); // at least one
  for (int i = 2; i <= n; i++) luaL_checkstring(L, i);
  if (c->warning_handler == LUA_NOREF) {
    for (int i = 1; i < n; i++) lua_warning(L, lua_tostring(L, i), 1);
    lua_warning(L, lua_tostring(L, n), 0);
    return 0;
  }
  if ((n == 1 && controls(c, lua_tostring(L, 1))) || !c->warnings) return 0;
  lua_concat(L, n);
  write_or_stop(c, L, (size_t)lua_rawlen(L, 1));
  hand_over(L, c->warning_handler);
  return 0;
}

// The handler is told that it is asked where nothing may be raised.
static int deliver_warning(lua_State *L) {
  lk_context *c = lua_touserdata(L, 1);
  lua_rawgeti(L, LUA_REGISTRYINDEX, c->warning_handler);
  lua_pushlstring(L, c->warning, c->warning_length);
  lua_pushboolean(L, 1);
  lua_call(L, 2, 0);
  return 0;
}

static void print_warning(lk_context *c, const char *message, bool continues) {
  if (!c->warning_continues) fputs("Lua warning: ", stderr);
  fputs(message, stderr);
  if (!continues) fputs("\n", stderr);
  fflush(stderr);
}

// Pieces come one by one, from a finaliser that has failed among others: nothing may be raised here, and a handler that
// fails has noted its error.
static void keep_warning(lk_context *c, const char *message, bool continues) {
  size_t length = strlen(message);
  char *text = realloc(c->warning, c->warning_length + length + 1);
  if (text == NULL) return;
  memcpy(text + c->warning_length, message, length + 1);
  c->warning = text;
  c->warning_length += length;
  if (continues) return;
  lua_State *L = c->running;
  if (!c->closing && lua_checkstack(L, 20)) {
    lua_pushcfunction(L, deliver_warning);
    lua_pushlightuserdata(L, c);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
  }
  c->warning_length = 0;
}

// As in lauxlib: off at first, "@on" and "@off" are control messages, the rest goes to the standard error.
void lk_warn(void *data, const char *message, int to_be_continued) {
  lk_context *c = data;
  if (!c->warning_continues && !to_be_continued && controls(c, message)) return;
  if (c->warnings) {
    if (!writes(c, strlen(message))) lk_arm(c);
    else if (c->warning_handler != LUA_NOREF) keep_warning(c, message, to_be_continued);
    else print_warning(c, message, to_be_continued);
  }
  c->warning_continues = to_be_continued != 0;
}

// --- Standing in

void lk_replace_writers(lua_State *L, lk_context *c) {
  if (c->has_writers) return;
  c->has_writers = true;
  lua_pushglobaltable(L);
  lk_replace(L, "print", base_print);
  lk_replace(L, "warn", base_warn);
  if (lua_getfield(L, -1, "io") == LUA_TTABLE) {
    lua_getfield(L, -1, "output");
    c->io_output = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    c->io_write = lk_replace(L, "write", io_write);
  }
  lua_pop(L, 2);
  if (luaL_getmetatable(L, LUA_FILEHANDLE) == LUA_TTABLE) {
    if (lua_getfield(L, -1, "__index") == LUA_TTABLE) c->file_write = lk_replace(L, "write", file_write);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

static int set_handler(lua_State *L) {
  lk_context *c = lua_touserdata(L, 1);
  int *handler = lua_touserdata(L, 2);
  luaL_unref(L, LUA_REGISTRYINDEX, *handler);
  *handler = LUA_NOREF;
  if (lua_isnil(L, 3)) return 0;
  lk_replace_writers(L, c);
  lua_settop(L, 3);
  *handler = luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

int lk_set_handler(lk_context *c, lua_State *L, int *handler) {
  lua_pushlightuserdata(L, c);
  lua_pushlightuserdata(L, handler);
  lua_rotate(L, -3, 2);
  return lk_protected(c, L, set_handler, 3, 0);
}
