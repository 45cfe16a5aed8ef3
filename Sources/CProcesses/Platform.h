// What only Linux has of processes, and what takes its place elsewhere, where none of this was built.
#ifndef POLYAK_CPROCESSES_PLATFORM_H
#define POLYAK_CPROCESSES_PLATFORM_H

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#ifdef __linux__
#include <stdio_ext.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#endif
#ifdef __GLIBC__
#include <malloc.h>
#endif

// A pipe that no program started later inherits.
static inline bool open_pipe(int ends[2]) {
#ifdef __linux__
  return pipe2(ends, O_CLOEXEC) == 0;
#else
  return pipe(ends) == 0 && fcntl(ends[0], F_SETFD, FD_CLOEXEC) == 0 && fcntl(ends[1], F_SETFD, FD_CLOEXEC) == 0;
#endif
}

// 0 where the system does not say.
static inline int count_threads(void) {
  int count = 0;
#ifdef __linux__
  // Beside its two names the folder has a link for each of them, which takes a hundredth of the time to read them all.
  struct stat status;
  if (stat("/proc/self/task", &status) == 0 && status.st_nlink > 2) count = (int)status.st_nlink - 2;
#endif
  return count;
}

// In a copy: SIGTERM comes when the thread that made it has ended. Elsewhere the copy ends when it next writes to its caller.
static inline bool end_with_caller(void) {
#ifdef __linux__
  return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0;
#else
  return true;
#endif
}

static inline void forget_input(void) {
#ifdef __linux__
  __fpurge(stdin);
#else
  fpurge(stdin);
#endif
}

#ifdef __GLIBC__
static ssize_t (*input_answer)(char *bytes, size_t count);

static inline ssize_t read_answer(void *nothing, char *bytes, size_t count) {
  (void)nothing;
  return input_answer(bytes, count);
}
#endif

static inline bool replace_input(ssize_t (*answer)(char *bytes, size_t count)) {
#ifdef __GLIBC__
  input_answer = answer;
  FILE *input = fopencookie(NULL, "r", (cookie_io_functions_t){.read = read_answer});
  if (input != NULL) stdin = input;
  return input != NULL;
#else
  (void)answer;
  return false;
#endif
}

static inline void return_blocks(int larger_than, int kept) {
#ifdef __GLIBC__
  mallopt(M_MMAP_THRESHOLD, larger_than);
  mallopt(M_TRIM_THRESHOLD, kept);
#else
  (void)larger_than, (void)kept;
#endif
}

#endif
