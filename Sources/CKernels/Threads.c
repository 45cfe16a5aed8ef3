#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CKernels.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define PAUSE() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define PAUSE() __asm__ volatile("yield")
#else
#define PAUSE() ((void)0)
#endif

/* Looks at a word before a thread sleeps: some tens of microseconds, as the next work mostly comes within them. */
enum { LOOKS = 1000, MOST = 256 };

static struct {
  /* One piece of work at a time; what it is stands still while parts of it are claimed or at work. */
  atomic_bool is_busy;
  void (*work)(void *context, size_t part, int thread);
  void *context;
  /* Which work it is (24 bits), how many threads may take part in it (8), and the parts that nobody has claimed yet:
     the first (16) and the end (16). One word, so that a thread that is late claims nothing of a later work. */
  _Atomic uint64_t parts;
  atomic_size_t unfinished;
  /* Threads that sleep until there are parts, and the caller until there are none. */
  atomic_int sleeping;
  atomic_bool waits;
  pthread_mutex_t mutex;
  pthread_cond_t is_there, is_done;
  /* Under `life`: the threads beside the callers'. */
  pthread_mutex_t life;
  pthread_t threads[MOST];
  atomic_int count;
  atomic_bool ends;
  bool has_handlers;
} pool = {
  .mutex = PTHREAD_MUTEX_INITIALIZER, .is_there = PTHREAD_COND_INITIALIZER, .is_done = PTHREAD_COND_INITIALIZER,
  .life = PTHREAD_MUTEX_INITIALIZER,
};

static bool are_left(uint64_t parts) { return (parts >> 16 & 0xFFFF) != (parts & 0xFFFF); }

/* The caller takes from the front, the others from the end: what is at work one piece after another on the same numbers
   finds them in its own processor's cache, mostly. */
static bool claim(int thread, size_t *part) {
  uint64_t parts = atomic_load(&pool.parts);
  for (;;) {
    if (!are_left(parts) || (int)(parts >> 32 & 0xFF) <= thread) return false;
    uint64_t rest = thread == 0 ? parts + 0x10000 : parts - 1;
    if (atomic_compare_exchange_weak(&pool.parts, &parts, rest)) {
      *part = thread == 0 ? parts >> 16 & 0xFFFF : (parts & 0xFFFF) - 1;
      return true;
    }
  }
}

static void take_parts(int thread) {
  for (size_t part; claim(thread, &part);) {
    pool.work(pool.context, part, thread);
    if (atomic_fetch_sub(&pool.unfinished, 1) == 1 && thread > 0 && atomic_load(&pool.waits)) {
      pthread_mutex_lock(&pool.mutex);
      pthread_cond_signal(&pool.is_done);
      pthread_mutex_unlock(&pool.mutex);
    }
  }
}

/* Whether there may be something for a thread to do: of a work that it may not take part in there is nothing. */
static bool is_wanted(int thread) {
  uint64_t parts = atomic_load(&pool.parts);
  return atomic_load(&pool.ends) || (are_left(parts) && (int)(parts >> 32 & 0xFF) > thread);
}

static void *thread_body(void *argument) {
  int thread = (int)(intptr_t)argument;
  while (!atomic_load(&pool.ends)) {
    int looks = 0;
    while (looks < LOOKS && !is_wanted(thread)) {
      looks++;
      PAUSE();
    }
    if (looks == LOOKS) {
      pthread_mutex_lock(&pool.mutex);
      atomic_fetch_add(&pool.sleeping, 1);
      while (!is_wanted(thread)) pthread_cond_wait(&pool.is_there, &pool.mutex);
      atomic_fetch_sub(&pool.sleeping, 1);
      pthread_mutex_unlock(&pool.mutex);
    }
    take_parts(thread);
  }
  return NULL;
}

/* Ends the threads, which first finish the parts that they have claimed. */
static void end_threads(void) {
  pthread_mutex_lock(&pool.mutex);
  atomic_store(&pool.ends, true);
  pthread_cond_broadcast(&pool.is_there);
  pthread_mutex_unlock(&pool.mutex);
  int count = atomic_load(&pool.count);
  for (int i = 0; i < count; i++) pthread_join(pool.threads[i], NULL);
  atomic_store(&pool.count, 0);
  atomic_store(&pool.ends, false);
}

/* A copy of the process has only the thread that forks; one that others need not wait for is made without them. */
static void before_fork(void) {
  pthread_mutex_lock(&pool.life);
  end_threads();
}

static void after_fork(void) { pthread_mutex_unlock(&pool.life); }

static void in_copy(void) {
  pthread_mutex_unlock(&pool.life);
  /* Of a work of another thread, which the copy does not have. */
  atomic_store(&pool.parts, 0);
  atomic_store(&pool.waits, false);
  atomic_store(&pool.is_busy, false);
}

/* Makes the threads that are missing, as far as the system has them. Signals are for the threads that callers have. */
static void start_threads(int wanted) {
  if (atomic_load(&pool.count) >= wanted) return;
  pthread_mutex_lock(&pool.life);
  if (!pool.has_handlers) pool.has_handlers = pthread_atfork(before_fork, after_fork, in_copy) == 0;
  sigset_t all, mask;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &mask);
  int count = atomic_load(&pool.count);
  while (pool.has_handlers && count < wanted &&
         pthread_create(&pool.threads[count], NULL, thread_body, (void *)(intptr_t)(count + 1)) == 0)
    count++;
  atomic_store(&pool.count, count);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  pthread_mutex_unlock(&pool.life);
}

static bool are_finished(void) { return atomic_load(&pool.unfinished) == 0; }

static void wait_for_others(void (*waiting)(void *)) {
  for (int looks = 0; looks < LOOKS; looks++) {
    if (are_finished()) return;
    PAUSE();
  }
  pthread_mutex_lock(&pool.mutex);
  atomic_store(&pool.waits, true);
  while (!are_finished()) {
    if (waiting == NULL) {
      pthread_cond_wait(&pool.is_done, &pool.mutex);
      continue;
    }
    struct timespec then;
    clock_gettime(CLOCK_REALTIME, &then);
    then.tv_nsec += 20000000;
    then.tv_sec += then.tv_nsec / 1000000000;
    then.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&pool.is_done, &pool.mutex, &then);
    pthread_mutex_unlock(&pool.mutex);
    waiting(pool.context);
    pthread_mutex_lock(&pool.mutex);
  }
  atomic_store(&pool.waits, false);
  pthread_mutex_unlock(&pool.mutex);
}

void polyak_in_parts(size_t parts, int threads, void (*work)(void *, size_t, int), void (*waiting)(void *), void *context) {
  bool is_busy = false;
  if (threads > MOST - 1) threads = MOST - 1;
  if (parts < 2 || threads < 2 || parts > 0xFFFF || !atomic_compare_exchange_strong(&pool.is_busy, &is_busy, true)) {
    for (size_t part = 0; part < parts; part++) work(context, part, 0);
    return;
  }
  start_threads(threads - 1);
  pool.work = work;
  pool.context = context;
  atomic_store(&pool.unfinished, parts);
  uint64_t number = (atomic_load(&pool.parts) >> 40) + 1;
  atomic_store(&pool.parts, number << 40 | (uint64_t)threads << 32 | parts);
  if (atomic_load(&pool.sleeping) > 0) {
    pthread_mutex_lock(&pool.mutex);
    pthread_cond_broadcast(&pool.is_there);
    pthread_mutex_unlock(&pool.mutex);
  }
  take_parts(0);
  wait_for_others(waiting);
  atomic_store(&pool.is_busy, false);
}

int polyak_processors(void) {
#ifdef __linux__
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
#endif
  /* More processors than such a set holds. */
  long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 1 ? (int)online : 1;
}
