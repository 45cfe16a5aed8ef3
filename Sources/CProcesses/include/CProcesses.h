// Copies of the running process: what Swift cannot say of them. `fork` is unavailable there, `prctl` is variadic, and the
// sets of processors are macros.
#ifndef POLYAK_CPROCESSES_H
#define POLYAK_CPROCESSES_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

// Puts an empty file that takes everything behind each standard stream that is closed. Otherwise the next file or pipe that
// is opened gets its number, and what is printed.
void processes_open_streams(void);

// A pipe that no program started later inherits, with numbers above the standard streams'; reading from it never waits.
// False with errno where there is none.
bool processes_pipe(int *read_end, int *write_end);

// Forks: 0 in the copy, its id in the caller, -1 with errno where there is none. EBUSY: the process has other threads, whose
// locks the copy would find taken for ever.
//
// Threads that a library ends before a fork and starts again behind it do not count: OpenBLAS does so with its own.
//
// The C library's output is flushed before, so that the copy's own is all that it writes. SIGTERM tells the copy
// when the thread that made it has ended; SIGINT does what it does by default.
pid_t processes_fork(void);

// In the copy: its streams; the standard input is empty from here on.
void processes_take_streams(int output, int errors);

// Has who reads the standard input, by C's functions, be answered by a function: it gives as many bytes as there are, 0 at the
// end, -1 with errno. Before anybody keeps the stream. False where the system has no such streams: nothing is changed then.
bool processes_answer_input(ssize_t (*answer)(char *bytes, size_t count));

// What has been taken from the standard input, and by nobody read, is gone.
void processes_forget_input(void);

// From now on blocks of 8 MB or more go back to the system when they are freed; by default each that is freed makes the next
// ones stay. Smaller ones stay, up to some 32 MB: a page that is asked for anew at each run costs as much as 50 steps of a small
// loss that are kept there.
void processes_return_large_blocks(void);

#endif
