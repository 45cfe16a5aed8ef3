// A host of stock Lua that opens and closes states, on threads too: `host WAY COUNT FOLDER`, where FOLDER holds polyak.so.
//
// Prints what goes wrong, then "done".

#include <lauxlib.h>
#include <lualib.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *folder;
static int count;

static const char work[] =
  "package.cpath = ... .. '/?.so'\n"
  "local polyak = require 'polyak'\n"
  "local L = polyak.losses.define(2, function(b) return (b[1] - 1)^2 + polyak.exp(b[2]) * b[2]^2 end)\n"
  "local hb = polyak.optim.hb{loss = L, eta = 0.1, mu = 0.5}\n"
  "local t = hb:run({2, 1}, 100)\n"
  "local A = polyak.random.new(1):normal(80, 80)\n"
  "A = A * A\n"
  "kept = {t.beta, hbf = polyak.hbf.flow{loss = L, eta = 0.1, mu = 0.5, order = 2}:integrate({2, 1}, 10)}\n"
  "local ok, message = pcall(polyak.optim.gd, {loss = L, eta = -1})\n"
  "return ('%.6f'):format(t:final()[1])";

static int run(lua_State *L) {
  int failed = luaL_loadstring(L, work);
  if (!failed) {
    lua_pushstring(L, folder);
    failed = lua_pcall(L, 1, 1, 0);
  }
  const char *answer = luaL_tolstring(L, -1, NULL);
  if (failed || strcmp(answer, "1.000000") != 0) printf("%s\n", answer);
  lua_settop(L, 0);
  return failed;
}

static lua_State *open_state(void) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  return L;
}

static void *sequence(void *unused) {
  (void)unused;
  for (int i = 0; i < count; i++) {
    lua_State *L = open_state();
    run(L);
    lua_close(L);
  }
  return NULL;
}

static void *use(void *L) { run(L); return NULL; }
static void *close_state(void *L) { lua_close(L); return NULL; }

static void on_a_thread(void *(*body)(void *), void *argument) {
  pthread_t thread;
  pthread_create(&thread, NULL, body, argument);
  pthread_join(thread, NULL);
}

// An allocator that refuses everything behind a number of allocations, until it is given room.
typedef struct { long budget; } refusing;

static void *allocate(void *data, void *block, size_t old, size_t new) {
  refusing *r = data;
  if (new == 0) { free(block); return NULL; }
  if (r->budget <= 0) return block != NULL && new <= old ? realloc(block, new) : NULL;
  r->budget--;
  return realloc(block, new);
}

static const char *const calls[] = {
  "require 'polyak'",
  "local p = require 'polyak' p.losses.product{y = 0.6}",
  "local p = require 'polyak' local L = p.losses.define(1, function(b) return b[1]^2 end) L:gradient{1}",
  "local p = require 'polyak' error(select(2, pcall(p.optim.hb, {loss = 1})), 0)",
  "local p = require 'polyak' local v = p.vec{1, 2} + 1 t = {[v] = tostring(v), #v}",
};

static double answer(lua_State *L, const char *code) {
  if (luaL_dostring(L, code) != LUA_OK) printf("%s\n", luaL_tolstring(L, -1, NULL));
  double number = lua_tonumber(L, -1);
  lua_settop(L, 0);
  return number;
}

// Every number of allocations from none to enough, for opening `count` apart, and for closing none.
static int memory(void) {
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    long budget = 0, refused = 0;
    int step = i == 0 ? count : 1;
    for (;; budget += step) {
      refusing room = {1L << 40};
      lua_State *L = lua_newstate(allocate, &room);
      luaL_openlibs(L);
      luaL_loadstring(L, "package.cpath = ... .. '/?.so'");
      lua_pushstring(L, folder);
      lua_call(L, 1, 0);
      if (i > 0) answer(L, "return require 'polyak' and 1");
      luaL_loadstring(L, calls[i]);
      room.budget = budget;
      int status = lua_pcall(L, 0, 0, 0);
      int enough = status == LUA_OK || room.budget > 0;
      room.budget = 1L << 40;
      const char *message = status == LUA_OK ? "" : luaL_tolstring(L, -1, NULL);
      if (strstr(message, "optim.hb: ") != NULL) enough = 1;
      if (!enough) {
        refused++;
        if (strcmp(message, "not enough memory") != 0) printf("%zu, %ld: %s\n", i, budget, message);
        if (i == 0) {
          const char *remembered = "local l = package.loaded return #package.searchers + (l.polyak and 10 or 0) + (l['polyak.modules'] and 20 or 0) + (l['polyak.files'] and 40 or 0)";
          if (answer(L, remembered) != 4) printf("%zu, %ld: something is remembered\n", i, budget);
          if (answer(L, "return require 'polyak'.vec{1, 2}:sum()") != 3) printf("%zu, %ld: no second time\n", i, budget);
        }
      }
      // Half of them close while nothing can be had.
      if (budget / step % 2 == 0) room.budget = 0;
      lua_close(L);
      if (enough) break;
    }
    if (refused < 3) printf("%zu: refused only %ld times\n", i, refused);
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  count = atoi(argv[2]);
  folder = argv[3];
  if (strcmp(argv[1], "sequence") == 0) sequence(NULL);
  if (strcmp(argv[1], "thread") == 0) for (int i = 0; i < 2; i++) on_a_thread(sequence, NULL);
  if (strcmp(argv[1], "threads") == 0) {
    pthread_t threads[4];
    for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, sequence, NULL);
    for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
  }
  if (strcmp(argv[1], "elsewhere") == 0) {
    for (int i = 0; i < count; i++) {
      lua_State *L = open_state();
      run(L);
      on_a_thread(use, L);
      on_a_thread(close_state, L);
    }
  }
  if (strcmp(argv[1], "memory") == 0) memory();
  puts("done");
  return 0;
}
