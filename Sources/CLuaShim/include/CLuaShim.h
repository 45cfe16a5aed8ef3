// The C side of LuaKit: every frame that a Lua error may jump over.
//
// A Lua error is a longjmp, which must never pass over a Swift frame. So Lua calls Swift through `lk_trampoline` (Swift
// answers -1 and leaves the error value; the trampoline raises it), and Swift calls whatever may raise through the
// protected operations below, which answer a status.
#ifndef POLYAK_CLUASHIM_H
#define POLYAK_CLUASHIM_H

#include <lua.h>
#include <lauxlib.h>
#include <lualib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What Lua calls: returns the number of results on top of the stack, -1 with the error value on top, LK_NO_MEMORY, or one
// that suspends the coroutine (Suspension.c). LK_AWAITS: the function on top, made by lk_push_function, is called when what
// it stands for is done. LK_YIELDS - n: the n values on top are yielded, and the function below them is called with what
// the coroutine is resumed with, behind itself.
enum { LK_NO_MEMORY = -2, LK_AWAITS = -3, LK_YIELDS = -4 };
typedef int (*lk_invoke)(lua_State *L, void *object);

// The reference of a userdata made inside a finaliser. Such a userdata may have come too late for a finaliser of its own,
// so the context keeps the reference as well, outside Lua's memory.
typedef struct lk_late {
  struct lk_late *previous, *next;
  void *object;
} lk_late;

// A Swift closure for C to call. It raises nothing.
typedef struct { void (*observe)(void *data); void *data; } lk_observer;

// Of the last error, written by the message handler, taken by the caller of lk_call. `words`: what `__tostring` says of it.
typedef struct lk_report {
  char *traceback, *words;
  size_t traceback_length, words_length;
} lk_report;

// Where the last interrupt stopped what ran: kept, because who catches its error and passes it on has lost the calls.
typedef struct lk_stop {
  lua_State *coroutine;          // the outermost that `traceback` lists the calls of
  char *message, *traceback;
  size_t message_length, traceback_length;
} lk_stop;

// An asynchronous call of the host's, from one resumption of its coroutine to the next: what it has taken of the limits.
typedef struct lk_run {
  lua_Integer time, instructions, output;
  bool (*is_cancelled)(void);    // asked while its task runs
  bool stopped;                  // whether what ran was stopped because of that
} lk_run;

// The calls of a coroutine in a bounded state that an error has unwound.
typedef struct lk_unwound {
  lua_State *coroutine;
  char *traceback;
  size_t length;
} lk_unwound;

// One for each Lua state. `limit` is SIZE_MAX where there is none.
typedef struct lk_context {
  lua_State *main;
  lua_State *volatile running;   // the coroutine in control
  uintptr_t inside;              // the thread on which Swift runs inside a call from Lua, or 0; read on any thread
  uintptr_t user;                // the thread on which a call of the host's is in progress, or 0; read on any thread
  int identities;                // registry index of the table of userdata by object
  lua_Integer weak_references;   // how many values have had a number (Weak.c)
  // An interrupt (Interrupt.c): its manner, until it is cleared (LK_ONCE: until it has stopped something); whether it still
  // has to; whether it has to stop Lua code that Swift calls in spite of it.
  volatile int interrupted, pending;
  bool again;
  unsigned stops;                // how often interrupts have stopped something
  unsigned entered;              // `stops` when the Swift code in control was called
  bool passing_on;               // the error being raised is one that somebody has caught and may not hold
  lk_stop stop;
  bool stopped_once;             // an interrupt that is raised once has stopped something in the call in progress
  bool stopped_over;             // whether `stop` is of a limit
  lua_CFunction base_load, debug_debug, debug_sethook, coroutine_close; // Lua's own, where others stand in for them
  lua_CFunction table_sort, io_write, io_output, file_write;
  // Limits (Limits.c), of own states; negative where there is none.
  lua_Integer time_limit, instruction_limit, output_limit; // time in nanoseconds
  lua_Integer deadline, instructions, output; // of the host's call in progress
  lua_Integer time_left;         // of the last
  size_t work;                   // instructions of C functions, not yet among `instructions`
  int calls;                     // protected calls in one another
  int over;                      // the limit that the host's call in progress has passed
  bool memory_ends;              // whether an error of memory that is caught comes again
  bool counts;                   // whether time or instructions are limited
  bool bounded;                  // whether the functions stand in that ask whether they may go on
  unsigned libraries;
  volatile int ticks;            // of the profiler's clock, not yet accounted for
  lk_observer *profiler;         // asked for each sample; NULL where nothing is profiled
  int depth;                     // Swift functions in one another
  // Asynchronous calls (Suspension.c).
  lk_run *run;                   // the one in progress, or NULL
  lua_State *awaiting;           // the coroutine in control, where all that resumed it can be suspended for an await
  bool awaits;                   // a coroutine has just yielded what it awaits
  bool cancelling;               // the interrupt is a cancellation of `run`
  lk_unwound unwound;
  int in_swift;                  // > 0 while Swift runs: allocations must not fail then
  bool borrowed;                 // the host's state: its allocator may fail at any time, so allocate in protected calls
  bool closing;
  bool ended;                    // the Swift side is gone: finalisers of the host's may still call
  bool ignores_environment;
  bool warnings, warning_continues;
  bool has_writers;              // whether the functions stand in that count what is written and know handlers
  int output_handler, warning_handler; // registry indices, or LUA_NOREF
  char *warning;                 // of a warning that comes in pieces, for its handler
  size_t warning_length;
  size_t used, limit;            // bytes of Lua's own blocks (own states only)
  // How many bytes the process may take beyond so many, negative where it may not take these; NULL: not asked. Once
  // `granted` is passed by what is used, it is asked again.
  ptrdiff_t (*grant)(ptrdiff_t bytes);
  size_t granted;
  uintptr_t heap_granted;        // the end up to which the heap of small blocks may grow before it is asked again
  size_t objects;                // live userdata of objects: entries of `identities`, which grows to twice its size at once
  size_t external;               // bytes of Swift buffers owned by live userdata
  double step_kilobytes;         // work owed to the collector on behalf of Swift buffers
  lk_report aside;
  void (*release)(void *object); // drops a reference to a Swift object
  lk_late *late;
  struct lk_context *next_borrowed;
} lk_context;

// The block of every userdata made here: a reference to a Swift object.
typedef struct lk_box {
  const void *magic;
  void *object;      // NULL once finalised
  lk_context *context;
  const void *type;  // of an object: its class's run-time record; of a function: unused
  lk_invoke invoke;  // of a function
  unsigned active;   // calls of it in progress
  bool scoped;       // whether it has ended with a scope, before Lua had done with it
  size_t bytes;      // counted in context->external
  lk_late *late;     // NULL but for those made inside a finaliser
} lk_box;

// --- States (State.c)
lk_context *lk_context_new(void (*release)(void *));
void lk_set_grant(lk_context *c, ptrdiff_t (*grant)(ptrdiff_t bytes));
void lk_context_free(lk_context *c);
void lk_free(void *block);
// Whether the heap of small blocks may go on growing; cheap where it has not grown. What is made of many small blocks is
// asked for by nobody else.
bool lk_has_heap(lk_context *c);
// Of the standard libraries; LK_RESTRICTED: of those only what reaches nothing outside the state, and no binary chunks.
enum {
  LK_BASE = 1, LK_PACKAGE = 2, LK_COROUTINE = 4, LK_TABLE = 8, LK_IO = 16, LK_OS = 32, LK_STRING = 64, LK_MATH = 128,
  LK_UTF8 = 256, LK_DEBUG = 512, LK_RESTRICTED = 1024
};
bool lk_open(lk_context *c, unsigned libraries);   // a new state
bool lk_borrow(lk_context *c, lua_State *L);
void lk_close(lk_context *c);
lk_context *lk_context_of(lua_State *L);
enum { LK_ALWAYS = 1, LK_ONCE = 2 };
void lk_interrupt(lk_context *c, int manner);      // async-signal-safe
void lk_clear_interrupt(lk_context *c);
bool lk_interrupts(const lk_context *c);           // whether the Swift code in control is to stop
void lk_has_stopped(lk_context *c);                // Swift code throws because of it
void lk_tick(lk_context *c);                       // async-signal-safe: time for a sample of the profiler's
bool lk_is_inside(const lk_context *c);            // on any thread: whether Swift runs on it inside a call from Lua
bool lk_host_interrupts(lk_context *c, lua_State *L);

// --- Limits (Limits.c)
enum { LK_TIME = 1, LK_INSTRUCTIONS, LK_OUTPUT, LK_MEMORY };
void lk_set_limits(lk_context *c, lua_Integer nanoseconds, lua_Integer instructions, lua_Integer output); // before lk_open
bool lk_exceeds(lk_context *c);                    // whether the call in progress has passed a limit
const char *lk_stop_words(const lk_context *c);    // "time limit exceeded", "interrupted!"

// --- Output (Output.c)
int lk_set_handler(lk_context *c, lua_State *L, int *handler); // function or nil -> ; of own states

// --- Crossing (Crossing.c)
// What becomes of an error while the calls that failed are still there: LK_ASIDE keeps their list in the context, LK_REPORT
// makes the error value the text that the stock interpreter prints.
typedef enum lk_handler { LK_NONE, LK_ASIDE, LK_REPORT } lk_handler;
int lk_call(lk_context *c, lua_State *L, int arguments, int results, lk_handler handler);
// As lk_call with LK_ASIDE; `observe` is called where an error was raised, the error value on top of the stack.
int lk_call_observed(lk_context *c, lua_State *L, int arguments, lk_observer *observer);
bool lk_call_number(lk_context *c, lua_State *L, int function, int count, const double *arguments, double *result,
                    int *status);

// --- Coroutines (Suspension.c)
int lk_push_coroutine(lk_context *c, lua_State *L);      // f -> thread; answers a status
// co and arguments -> co and results, or co and an error whose calls are kept as by LK_ASIDE. `run`: of an asynchronous call,
// or NULL; `continues`: what the coroutine awaits is done. Answers LUA_OK, LUA_YIELD, LK_AWAITS with the function that
// stands for it as the result, or an error's status, upon which the coroutine is closed.
int lk_resume(lk_context *c, lua_State *L, int arguments, int *results, lk_run *run, bool continues);
int lk_close_coroutine(lk_context *c, lua_State *L);     // co -> co, or co and an error; answers a status
typedef enum lk_coroutine_status { LK_SUSPENDED, LK_RUNNING, LK_NORMAL, LK_DEAD } lk_coroutine_status;
lk_coroutine_status lk_status_of(const lk_context *c, lua_State *L, lua_State *co); // L is in control
typedef enum lk_awaiting { LK_MAY_AWAIT, LK_NO_RUN, LK_BOUNDARY } lk_awaiting;
lk_awaiting lk_may_await(const lk_context *c, lua_State *L);
bool lk_stops_await(lk_context *c);                      // whether the call is cancelled: Swift code is to throw
// Whether a call is in progress on another thread: a host's mistake.
bool lk_is_used_elsewhere(const lk_context *c);

// --- Userdata (Userdata.c)
int lk_push_function(lk_context *c, lua_State *L, void *object, lk_invoke invoke);
bool lk_push_known(lk_context *c, lua_State *L, const void *object, size_t bytes); // the object's userdata, if there is one
int lk_push_object(lk_context *c, lua_State *L, void *object, const void *type, int metatable, size_t bytes);
lk_box *lk_to_box(lua_State *L, int index);
lk_box *lk_function_box(lua_State *L, int index);  // of a Lua function made by lk_push_function
void lk_account(lk_context *c, lk_box *box, size_t bytes);
int lk_end_object(lk_context *c, lua_State *L);    // object -> ; lets go of it now
int lk_push_metatable(lk_context *c, lua_State *L, const char *name, size_t length);
int lk_push_indexer(lk_context *c, lua_State *L, void *object, lk_invoke invoke);
void lk_end(lk_context *c);                        // after the last use: lets go of late references

// --- Weak references (Weak.c)
int lk_weaken(lk_context *c, lua_State *L, lua_Integer *number); // value ->
void lk_push_weak(lua_State *L, lua_Integer number);             // -> value, or nil where it is gone

// --- Operations that may raise (Operations.c): operands on top of the stack are replaced by the result; answer a status
int lk_get(lk_context *c, lua_State *L);                 // t k -> v
int lk_set(lk_context *c, lua_State *L);                 // t k v ->
int lk_length(lk_context *c, lua_State *L);              // v -> length
int lk_compare(lk_context *c, lua_State *L, int op);     // a b -> boolean
int lk_arith(lk_context *c, lua_State *L, int op);       // operands -> v
int lk_tostring(lk_context *c, lua_State *L);            // v -> string
int lk_error_text(lk_context *c, lua_State *L);          // v -> string, worded as the stock interpreter does
bool lk_remember(lk_context *c, lua_State *L);           // v -> v, for lk_remembers to compare; does not keep it alive
bool lk_remembers(lua_State *L);                         // v -> v: whether it is the value remembered last
int lk_set_metatable(lk_context *c, lua_State *L);       // t metatable ->; finalisers of scripts stay inside the limits
int lk_copy(lk_context *c, lua_State *L);                // t -> another table with its entries
int lk_next(lk_context *c, lua_State *L, bool *more);    // t k -> k v, or nothing
int lk_keys(lk_context *c, lua_State *L);                // t -> a list of its keys
size_t lk_count(lua_State *L, int index);                // the raw length, but no more than there are entries
bool lk_is_list(lua_State *L, int index);                // whether every key is an integer from 1 to the length
int lk_load(lk_context *c, lua_State *L, const char *bytes, size_t size, const char *name, const char *mode);
int lk_traceback(lk_context *c, lua_State *L, const char *message, int level);
int lk_collect(lk_context *c, lua_State *L);
int lk_collector(lk_context *c, lua_State *L, int what, int a, int b, int third); // lua_gc; -1 where it is refused
int lk_require(lk_context *c, lua_State *L);              // name -> module
void lk_keep_require(lua_State *L);                      // the global `require` is what lk_require calls from now on

// Allocation: straight in own states, whose allocator does not fail while Swift runs; protected in borrowed ones.
int lk_push_string(lk_context *c, lua_State *L, const char *bytes, size_t size);
int lk_push_table(lk_context *c, lua_State *L, int array, int fields);
int lk_rawset(lk_context *c, lua_State *L, int index);
int lk_rawseti(lk_context *c, lua_State *L, int index, lua_Integer key);
int lk_ref(lk_context *c, lua_State *L, int *ref);
void lk_unref(lua_State *L, int ref);
void lk_push_memory_error(lua_State *L);                 // Lua's own; needs one slot and no memory
int lk_push_position(lk_context *c, lua_State *L, int level);
bool lk_numbers_from_table(lua_State *L, int index, double *buffer, size_t count, size_t *bad);
int lk_push_numbers(lk_context *c, lua_State *L, const double *numbers, size_t count);
int lk_push_integers(lk_context *c, lua_State *L, const lua_Integer *integers, size_t count);

// --- Lua's macros, which Swift does not import
static inline void lk_pop(lua_State *L, int n) { lua_settop(L, -n - 1); }
static inline void lk_remove(lua_State *L, int index) { lua_rotate(L, index, -1); lua_settop(L, -2); }
static inline void lk_insert(lua_State *L, int index) { lua_rotate(L, index, 1); }
static inline int lk_upvalue(int i) { return lua_upvalueindex(i); }
static inline int lk_registry(void) { return LUA_REGISTRYINDEX; }
static inline int lk_registry_get(lua_State *L, int ref) { return lua_rawgeti(L, LUA_REGISTRYINDEX, ref); }
static inline void lk_push_globals(lua_State *L) { lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS); }
static inline int lk_type_and_number(lua_State *L, int index, double *number) {
  int type = lua_type(L, index);
  if (type == LUA_TNUMBER) *number = lua_tonumberx(L, index, NULL);
  return type;
}
static inline const char *lk_copyright(void) { return LUA_COPYRIGHT; }
static inline int lk_gc_count(lua_State *L) { return lua_gc(L, LUA_GCCOUNT); }
bool lk_stack_is_short(void);                            // of the thread: too short for another way through Swift
size_t lk_format_number(double number, int digits, char *buffer, size_t size); // %.{digits}g; Lua prints 14

#endif
