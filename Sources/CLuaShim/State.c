#include "CLuaShim.h"
#include "Internal.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char lk_magic;

// Swift's allocations end the process where they fail, so Lua's are refused while there is still some room.
bool lk_granted(lk_context *c, size_t after, size_t more) {
  if (c->grant == NULL || after <= c->granted) return true;
  ptrdiff_t further = c->grant(more > PTRDIFF_MAX ? PTRDIFF_MAX : (ptrdiff_t)more);
  if (further < 0) return false;
  c->granted = after + (size_t)further;
  return true;
}

// A first question at once would be a tenth of a program's start.
void lk_set_grant(lk_context *c, ptrdiff_t (*grant)(ptrdiff_t bytes)) {
  const size_t unasked = 2 << 20;
  c->grant = grant;
  c->granted = c->used + c->external + unasked;
  c->heap_granted = (uintptr_t)sbrk(0) + unasked;
}

bool lk_has_heap(lk_context *c) {
  if (c->grant == NULL || (uintptr_t)sbrk(0) <= c->heap_granted) return true;
  // A node of Lua's tables takes 24 bytes, and the old ones are there until the new ones are filled.
  ptrdiff_t further = c->grant((ptrdiff_t)(48 * c->objects));
  if (further < 0) return false;
  c->heap_granted = (uintptr_t)sbrk(0);
  c->heap_granted = (size_t)further > UINTPTR_MAX - c->heap_granted ? UINTPTR_MAX : c->heap_granted + (size_t)further;
  return true;
}

// The allocator counts, and refuses above the limit while Lua runs. While Swift runs a refusal would become a longjmp
// over Swift's frames, so it allocates; the trampoline raises once Swift has returned.
static void *allocate(void *data, void *block, size_t old_size, size_t new_size) {
  lk_context *c = data;
  size_t old = block != NULL ? old_size : 0;
  if (new_size == 0) {
    c->used -= old;
    free(block);
    return NULL;
  }
  if (new_size > old && c->in_swift == 0) {
    size_t after = c->used + c->external + (new_size - old);
    if (lk_refuses_arguments(c, new_size)) return NULL;
    if (after > c->limit || !lk_granted(c, after, new_size - old)) {
      if (c->counts) lk_has_allocated(c, 0); // the collection before another attempt takes its time
      return NULL;
    }
    if (c->counts && new_size - old >= (size_t)1 << 16) lk_has_allocated(c, new_size - old);
  }
  void *p = realloc(block, new_size);
  if (p != NULL)
    c->used += new_size - old;
  else if (c->in_swift > 0) {
    fputs("out of memory\n", stderr);
    abort();
  }
  return p;
}

static int panic(lua_State *L) {
  const char *message = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "error object is not a string";
  fprintf(stderr, "PANIC: unprotected error in call to Lua API (%s)\n", message);
  return 0; // Lua aborts
}

lk_context *lk_context_new(void (*release)(void *)) {
  lk_context *c = calloc(1, sizeof *c);
  if (c == NULL) abort();
  c->limit = SIZE_MAX;
  lk_set_limits(c, -1, -1, -1);
  c->output_handler = c->warning_handler = LUA_NOREF;
  c->release = release;
  return c;
}

void lk_context_free(lk_context *c) {
  free(c->aside.traceback);
  free(c->aside.words);
  free(c->warning);
  free(c->unwound.traceback);
  lk_clear_interrupt(c);
  free(c);
}

void lk_free(void *block) { free(block); }

// Contexts of borrowed states stay for good: the host may run finalisers after the last of ours, and they may call functions
// that refer to the context. Listed, so that they are no leak to those who look for leaks.
static lk_context *_Atomic borrowed_contexts;

// Of a borrowed state in the registry, under its own address.
static const char context_key;

// A state of our own has it at its allocator. What the registry holds the debug library may have changed.
lk_context *lk_context_of(lua_State *L) {
  void *data;
  if (lua_getallocf(L, &data) == allocate) return data;
  lua_rawgetp(L, LUA_REGISTRYINDEX, &context_key);
  lk_context *c = lua_touserdata(L, -1);
  lua_pop(L, 1);
  for (lk_context *known = borrowed_contexts; known != NULL; known = known->next_borrowed)
    if (known == c) return c;
  return NULL;
}

// A thread finds its own number here only if it has put it there, and then nobody else changes it meanwhile.
bool lk_is_inside(const lk_context *c) {
  return __atomic_load_n(&c->inside, __ATOMIC_RELAXED) == (uintptr_t)pthread_self();
}

static int set_up(lua_State *L) {
  lk_context *c = lua_touserdata(L, 1);
  if (c->borrowed) {
    lua_pushlightuserdata(L, c);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &context_key);
  }
  lk_create_function_metatable(L);
  lk_create_identities(L, c);
  if (!c->borrowed) {
    if (c->ignores_environment) { // read by `package` as it opens
      lua_pushboolean(L, 1);
      lua_setfield(L, LUA_REGISTRYINDEX, "LUA_NOENV");
    }
    lk_open_libraries(L, c);
    lk_keep_require(L);
  }
  return 0;
}

static bool protected_set_up(lk_context *c, lua_State *L) {
  if (!lua_checkstack(L, 20)) return false;
  c->main = L;
  c->running = L;
  c->in_swift = 1;
  lua_pushcfunction(L, set_up);
  lua_pushlightuserdata(L, c);
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
  lua_pop(L, 1);
  return false;
}

bool lk_open(lk_context *c, unsigned libraries) {
  c->libraries = libraries;
  c->bounded = c->counts || (libraries & LK_RESTRICTED) != 0;
  c->in_swift = 1;
  lua_State *L = lua_newstate(allocate, c);
  if (L == NULL) return false;
  lua_atpanic(L, panic);
  lua_setwarnf(L, lk_warn, c);
  return protected_set_up(c, L);
}

bool lk_borrow(lk_context *c, lua_State *L) {
  c->borrowed = true;
  c->next_borrowed = borrowed_contexts;
  while (!atomic_compare_exchange_weak(&borrowed_contexts, &c->next_borrowed, c)) {}
  bool done = protected_set_up(c, L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_MAINTHREAD);
  c->main = lua_tothread(L, -1);
  lua_pop(L, 1);
  return done;
}

// Finalisers run here, and may call Swift.
void lk_close(lk_context *c) {
  c->closing = true;
  lk_clear_interrupt(c);
  c->over = 0;
  c->running = c->main;
  c->in_swift = 0;
  size_t limit = c->limit;
  c->limit = SIZE_MAX;
  lua_close(c->main);
  c->limit = limit;
  c->main = NULL;
  c->running = NULL;
}
