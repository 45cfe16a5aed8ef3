#define _GNU_SOURCE
#include "CProcesses.h"

#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>
#include <time.h>

#include "Platform.h"

// --- Descriptors

void processes_open_streams(void) {
  // Nothing is made: where the device is missing they stay as they are. Each takes the lowest number that is free.
  for (int stream = 0; stream <= 2; stream++) {
    // What is printed where standard output is closed is lost: writing fails, and the program says so at its end.
    int mode = stream == 1 ? O_RDONLY : O_RDWR;
    if (fcntl(stream, F_GETFD) < 0 && errno == EBADF && open("/dev/null", mode) < 0) return;
  }
}

// Moves a descriptor away from the standard streams' numbers; closes it, and gives -1, where none is free.
static int above_streams(int descriptor) {
  if (descriptor > 2) return descriptor;
  int moved = fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
  int number = errno;
  close(descriptor);
  errno = number;
  return moved;
}

bool processes_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (!open_pipe(ends)) return false;
  // A copy puts its streams at 0 to 2, which are free where the caller's are closed.
  ends[0] = above_streams(ends[0]);
  ends[1] = above_streams(ends[1]);
  if (ends[0] < 0 || ends[1] < 0) {
    int number = errno;
    if (ends[0] >= 0) close(ends[0]);
    if (ends[1] >= 0) close(ends[1]);
    errno = number;
    return false;
  }
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *read_end = ends[0];
  *write_end = ends[1];
  return true;
}

// --- Forking

// Only the thread that forks has one of its own to look at.
static _Thread_local bool is_ours;
static _Thread_local int threads;

// Runs before a fork and behind the handlers of libraries loaded later, such as the one that ends OpenBLAS's threads. A
// thread that has just been joined may be listed for some microseconds more.
static void before_fork(void) {
  if (!is_ours) return;
  for (int i = 0; (threads = count_threads()) > 1 && i < 20; i++) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
}

__attribute__((constructor)) static void install(void) { pthread_atfork(before_fork, NULL, NULL); }

pid_t processes_fork(void) {
  // A Ctrl-C that comes before the copy has put the program's handler aside waits until it has.
  sigset_t interrupt, mask;
  sigemptyset(&interrupt);
  sigaddset(&interrupt, SIGINT);
  pthread_sigmask(SIG_BLOCK, &interrupt, &mask);
  fflush(NULL);
  pid_t caller = getpid();
  is_ours = true;
  pid_t copy = fork();
  is_ours = false;
  if (copy == 0) {
    // Nothing but this is safe in the copy of a process with more threads.
    if (threads != 1) _exit(0);
    // A caller that is gone by now sends no signal any more.
    if (!end_with_caller() || getppid() != caller) _exit(0);
    signal(SIGINT, SIG_DFL);
    sigdelset(&mask, SIGINT);
  }
  int number = errno;
  if (copy > 0 && threads != 1) {
    while (waitpid(copy, NULL, 0) < 0 && errno == EINTR) {}
    copy = -1;
    number = EBUSY;
  }
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  errno = number;
  return copy;
}

void processes_take_streams(int output, int errors) {
  // First the descriptor: letting go of what is buffered must not move the caller's place in its input, which is closed
  // so that there is a number for the other one, and so that it is never read from here.
  close(0);
  int nothing = open("/dev/null", O_RDONLY);
  if (nothing > 0) {
    dup2(nothing, 0);
    close(nothing);
  }
  forget_input();
  dup2(output, 1);
  dup2(errors, 2);
  // What has been written as a line is not lost where a signal ends the copy.
  setvbuf(stdout, NULL, _IOLBF, 0);
}

bool processes_answer_input(ssize_t (*answer)(char *bytes, size_t count)) {
  return replace_input(answer);
}

void processes_forget_input(void) {
  forget_input();
}

void processes_return_large_blocks(void) {
  return_blocks(8 << 20, 32 << 20);
}
