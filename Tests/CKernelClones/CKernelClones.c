#include "CKernelClones.h"
#include <string.h>

/* Of CKernels: where there are clones. */
#include "Clones.h"

/* Each clone has a name of its own, by which the linker finds it; the names are clang's. */
#if defined(__clang__) && defined(__x86_64__) && defined(__linux__) && !defined(POLYAK_ONE_CLONE)
#define DECLARED(NAME, ARGUMENTS) \
    extern void NAME##_plain ARGUMENTS __asm__(#NAME ".default.2"); \
    extern void NAME##_v3 ARGUMENTS __asm__(#NAME ".arch_x86-64-v3.1"); \
    extern void NAME##_v4 ARGUMENTS __asm__(#NAME ".arch_x86-64-v4.0");
#define LISTED(NAME) {NAME##_plain, NAME##_v3, NAME##_v4}

static bool is_runnable(int clone) {
    return clone == 0 || (clone == 1 && __builtin_cpu_supports("x86-64-v3"))
        || (clone == 2 && __builtin_cpu_supports("x86-64-v4"));
}
#else
#define DECLARED(NAME, ARGUMENTS) extern void NAME ARGUMENTS;
#define LISTED(NAME) {NAME, NAME, NAME}

static bool is_runnable(int clone) { return clone == 0; }
#endif

#define FUNCTIONS \
    X(exp) X(expm1) X(log) X(log1p) X(tanh) X(sech_squared) X(sigmoid) X(softplus) X(atan) X(asinh) X(erf) X(sin) X(cos) \
    X(sqrt) X(absolute) X(sign)
#define FUNCTIONS_OF_TWO X(power) X(absolute_power) X(signed_power)

#define X(NAME) \
    DECLARED(polyak_rows_##NAME, (size_t, void *, const void *)) \
    DECLARED(polyak_single_rows_##NAME, (size_t, void *, const void *))
FUNCTIONS
#undef X
#define X(NAME) \
    DECLARED(polyak_rows_##NAME, (size_t, void *, const void *, const void *)) \
    DECLARED(polyak_single_rows_##NAME, (size_t, void *, const void *, const void *))
FUNCTIONS_OF_TWO
#undef X

#define X(NAME) {#NAME, {LISTED(polyak_rows_##NAME), LISTED(polyak_single_rows_##NAME)}},
static const struct {
    const char *name;
    polyak_rows_clone clones[2][POLYAK_CLONES];
} functions[] = {FUNCTIONS};

static const struct {
    const char *name;
    polyak_rows_of_two_clone clones[2][POLYAK_CLONES];
} functions_of_two[] = {FUNCTIONS_OF_TWO};

polyak_rows_clone polyak_clone(const char *function, bool is_single, int clone) {
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++)
        if (!strcmp(functions[i].name, function) && is_runnable(clone)) return functions[i].clones[is_single][clone];
    return NULL;
}

polyak_rows_of_two_clone polyak_clone_of_two(const char *function, bool is_single, int clone) {
    for (size_t i = 0; i < sizeof functions_of_two / sizeof *functions_of_two; i++)
        if (!strcmp(functions_of_two[i].name, function) && is_runnable(clone))
            return functions_of_two[i].clones[is_single][clone];
    return NULL;
}
