/*
 * Runs programs in machine code for aarch64, and compares what they leave with what is expected, bit by bit.
 *
 *     driver FILE
 *
 * The file is one program after another, all in words of 64 bits: the bytes of code, where in it the first instruction
 * is, the bytes of working memory, the numbers of the state, the members (0: the code for one point), how often it
 * runs; then the code, filled up to a word, the state before and the state after, by number and member.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { row_length = 384, width = 2, guard = 16 };

/* The functions that programs call. They are not the C library's: those may differ in the last bit from one library to
   another, and what is compared is how they are called. */
double standin_first(double x) { return x * 0.75 - 1.5 / (x * x + 2); }
double standin_second(double x) { return (x + 3) / (x - 0.25); }
double standin_both(double x, double y) { return x * 1.25 - y / 3; }
void standin_first_rows(size_t n, double *d, const double *a) { for (size_t i = 0; i < n; i++) d[i] = standin_first(a[i]); }
void standin_second_rows(size_t n, double *d, const double *a) { for (size_t i = 0; i < n; i++) d[i] = standin_second(a[i]); }
void standin_both_rows(size_t n, double *d, const double *a, const double *b) {
    for (size_t i = 0; i < n; i++) d[i] = standin_both(a[i], b[i]);
}

/* The same, and nothing left of what a function need not keep (AAPCS64): of v8 to v15 that is the high half. */
__asm__(
    ".macro forget r\n"
    "  movi v\\r\\().2d, #0xffffffffffffffff\n"
    ".endm\n"
    ".macro forget_high r\n"
    "  mov v\\r\\().d[1], x0\n"
    ".endm\n"
    ".macro rude name\n"
    ".global rude_\\name\n"
    "rude_\\name:\n"
    "  stp x29, x30, [sp, #-16]!\n"
    "  bl \\name\n"
    "  mov x0, #-1\n"
    "  .irp r, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17\n"
    "    mov x\\r, x0\n"
    "  .endr\n"
    "  .irp r, 1,2,3,4,5,6,7,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31\n"
    "    forget \\r\n"
    "  .endr\n"
    "  .irp r, 0,8,9,10,11,12,13,14,15\n"
    "    forget_high \\r\n"
    "  .endr\n"
    "  cmp x0, #0\n"
    "  ldp x29, x30, [sp], #16\n"
    "  ret\n"
    ".endm\n"
    "  rude standin_first\n"
    "  rude standin_first_rows\n"
    "  rude standin_second\n"
    "  rude standin_second_rows\n"
    "  rude standin_both\n"
    "  rude standin_both_rows\n");
extern char rude_standin_first[], rude_standin_first_rows[], rude_standin_second[], rude_standin_second_rows[],
    rude_standin_both[], rude_standin_both_rows[];

/* Where programs find function k: at this address plus 16 k. */
#define FUNCTIONS 0x123456780000u

static void place_functions(void) {
    char *functions[] = {rude_standin_first,       rude_standin_first_rows, rude_standin_second,
                         rude_standin_second_rows, rude_standin_both,       rude_standin_both_rows};
    size_t count = sizeof functions / sizeof functions[0];
    uint64_t *page = mmap((void *)FUNCTIONS, 4096, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (page != (void *)FUNCTIONS) {
        puts("the address of the functions is taken");
        exit(2);
    }
    for (size_t k = 0; k < count; k++) {
        page[2 * k] = 0xd61f020058000050u; /* ldr x16, 8 bytes further; br x16 */
        page[2 * k + 1] = (uint64_t)functions[k];
    }
    __builtin___clear_cache((char *)page, (char *)page + 4096);
    mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

/* Calls the code, and returns 0 if every register is kept that a function has to keep. */
uint64_t checked_call(void *code, double *state, uint64_t n, void *working);
__asm__(
    ".global checked_call\n"
    "checked_call:\n"
    "  stp x29, x30, [sp, #-160]!\n"
    "  stp x19, x20, [sp, #16]\n"
    "  stp x21, x22, [sp, #32]\n"
    "  stp x23, x24, [sp, #48]\n"
    "  stp x25, x26, [sp, #64]\n"
    "  stp x27, x28, [sp, #80]\n"
    "  stp d8, d9, [sp, #96]\n"
    "  stp d10, d11, [sp, #112]\n"
    "  stp d12, d13, [sp, #128]\n"
    "  stp d14, d15, [sp, #144]\n"
    "  mov x29, sp\n"
    "  mov x16, x0\n"
    "  mov x0, x1\n"
    "  mov x1, x2\n"
    "  mov x2, x3\n"
    "  .irp r, 19,20,21,22,23,24,25,26,27,28\n"
    "    mov x\\r, #\\r\n"
    "  .endr\n"
    "  .irp r, 8,9,10,11,12,13,14,15\n"
    "    mov x9, #\\r\n"
    "    fmov d\\r, x9\n"
    "  .endr\n"
    "  blr x16\n"
    "  mov x0, sp\n"
    "  sub x0, x0, x29\n"
    "  .irp r, 19,20,21,22,23,24,25,26,27,28\n"
    "    sub x9, x\\r, #\\r\n"
    "    orr x0, x0, x9\n"
    "  .endr\n"
    "  .irp r, 8,9,10,11,12,13,14,15\n"
    "    fmov x9, d\\r\n"
    "    sub x9, x9, #\\r\n"
    "    orr x0, x0, x9\n"
    "  .endr\n"
    "  ldp x19, x20, [sp, #16]\n"
    "  ldp x21, x22, [sp, #32]\n"
    "  ldp x23, x24, [sp, #48]\n"
    "  ldp x25, x26, [sp, #64]\n"
    "  ldp x27, x28, [sp, #80]\n"
    "  ldp d8, d9, [sp, #96]\n"
    "  ldp d10, d11, [sp, #112]\n"
    "  ldp d12, d13, [sp, #128]\n"
    "  ldp d14, d15, [sp, #144]\n"
    "  ldp x29, x30, [sp], #160\n"
    "  ret\n");

static void *words(FILE *file, size_t count) {
    void *all = malloc(count * 8 + 8);
    if (fread(all, 8, count, file) != count) {
        puts("the file ends too early");
        exit(2);
    }
    return all;
}

/* Memory that ends in words which nobody may change. */
static uint64_t *guarded(size_t count) {
    uint64_t *all = malloc((count + guard) * 8);
    memset(all, 0x5a, (count + guard) * 8);
    return all;
}

static int is_whole(const uint64_t *all, size_t count) {
    for (size_t i = 0; i < guard; i++) {
        if (all[count + i] != 0x5a5a5a5a5a5a5a5au) return 0;
    }
    return 1;
}

static int is_nan(uint64_t bits) { return (bits & ~(1ull << 63)) > 0x7ffull << 52; }

int main(int count, char **arguments) {
    FILE *file = count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) {
        puts("driver FILE");
        return 2;
    }
    place_functions();
    long programs = 0, numbers = 0, failures = 0;
    uint64_t head[6];
    while (fread(head, 8, 6, file) == 6) {
        uint64_t bytes = head[0], start = head[1], working_bytes = head[2], states = head[3], members = head[4], times = head[5];
        size_t columns = members ? members : 1, stride = members ? row_length : 1;
        void *code = words(file, (bytes + 7) / 8);
        uint64_t *before = words(file, states * columns), *after = words(file, states * columns);
        char *pages = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        memcpy(pages, code, bytes);
        __builtin___clear_cache(pages, pages + bytes);
        if (mprotect(pages, bytes, PROT_READ | PROT_EXEC)) return 2;

        uint64_t *state = guarded(states * stride), *working = guarded(working_bytes / 8);
        size_t padded = members ? (members + width - 1) / width * width : 1;
        for (size_t s = 0; s < states; s++) {
            for (size_t k = 0; k < padded; k++) {
                state[s * stride + k] = before[s * columns + (k < columns ? k : columns - 1)];
            }
        }
        uint64_t lost = 0;
        if (members) {
            for (uint64_t i = 0; i < times; i++) lost |= checked_call(pages + start, (double *)state, padded, working);
        } else {
            lost = checked_call(pages + start, (double *)state, times, working);
        }
        const char *what = lost ? "a register is not kept"
                           : !is_whole(state, states * stride) || !is_whole(working, working_bytes / 8)
                               ? "memory is written that is not the program's"
                               : NULL;
        for (size_t s = 0; s < states && !what; s++) {
            for (size_t k = 0; k < columns; k++) {
                uint64_t found = state[s * stride + k], expected = after[s * columns + k];
                if (found == expected || (is_nan(found) && is_nan(expected))) continue;
                printf("program %ld: number %zu of member %zu is %016llx, not %016llx\n", programs, s, k,
                       (unsigned long long)found, (unsigned long long)expected);
                what = "the numbers differ";
            }
        }
        if (what) {
            printf("program %ld, %llu bytes, %llu numbers, %llu members, %llu times: %s\n", programs,
                   (unsigned long long)bytes, (unsigned long long)states, (unsigned long long)members,
                   (unsigned long long)times, what);
            if (++failures == 5) break;
        }
        programs++;
        numbers += states * columns;
        munmap(pages, bytes);
        free(code), free(before), free(after), free(state), free(working);
    }
    printf("%ld programs, %ld numbers, %ld failures\n", programs, numbers, failures);
    return failures ? 1 : 0;
}
