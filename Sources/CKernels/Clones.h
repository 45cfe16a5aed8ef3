#ifndef POLYAK_CLONES_H
#define POLYAK_CLONES_H

/* A fused multiply-add rounds once where two operations round twice: bits would depend on the processor. */
#pragma STDC FP_CONTRACT OFF

/* The thread sanitizer instruments the function that chooses a clone, which runs before the sanitizer is ready. */
#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define POLYAK_ONE_CLONE
#endif
#elif defined(__SANITIZE_THREAD__)
#define POLYAK_ONE_CLONE
#endif

#if defined(__x86_64__) && defined(__linux__) && !defined(POLYAK_ONE_CLONE)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

/* A part of a clone: compiled for the processor of the function that it is in. */
#define INLINE static inline __attribute__((always_inline))

/* To be included last. What chooses a clone runs while a library is being loaded, when the addresses of names that other
   libraries may define are not in place yet: without this the clones have such names. */
#pragma GCC visibility push(hidden)

#endif
