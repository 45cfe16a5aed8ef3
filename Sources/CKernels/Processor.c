#include "CKernels.h"

#if defined(__x86_64__)
#include <cpuid.h>

struct polyak_processor polyak_processor(void) {
    struct polyak_processor p = {0, 0, 0};
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx)) p.leaf1_ecx = ecx;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) p.leaf7_ebx = ebx;
    /* Without OSXSAVE there is no XGETBV. As bytes: the intrinsic wants the whole file compiled for XSAVE. */
    if (p.leaf1_ecx & 1u << 27) __asm__(".byte 0x0f, 0x01, 0xd0" : "=a"(p.xcr0), "=d"(edx) : "c"(0));
    return p;
}
#else
struct polyak_processor polyak_processor(void) { return (struct polyak_processor){0, 0, 0}; }
#endif

void polyak_code_is_written(void *code, size_t count) { __builtin___clear_cache((char *)code, (char *)code + count); }
