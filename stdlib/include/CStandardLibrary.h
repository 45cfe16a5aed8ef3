#ifndef POLYAK_CSTANDARDLIBRARY_H
#define POLYAK_CSTANDARDLIBRARY_H

#include <stddef.h>

/// A Lua file that travels inside the program.
struct polyak_lua_file {
  /// Its path below stdlib/, such as "plot/axes.lua": the module is "plot.axes".
  const char *_Nonnull path;
  /// Its text. A NUL follows, which `length` does not count.
  const char *_Nonnull bytes;
  size_t length;
};

/// How many there are.
size_t polyak_lua_file_count(void);

/// The file at `index`, below the count. Its pointers stay valid as long as the program runs.
struct polyak_lua_file polyak_lua_file_at(size_t index);

#endif
