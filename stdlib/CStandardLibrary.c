#include "CStandardLibrary.h"

// `#embed` is of C23, and clang offers it in older dialects too.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const struct polyak_lua_file files[] = {
#include "files.h"
};

size_t polyak_lua_file_count(void) {
  return sizeof files / sizeof files[0];
}

struct polyak_lua_file polyak_lua_file_at(size_t index) {
  return files[index];
}
