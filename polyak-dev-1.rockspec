-- Polyak as a rock of Lua 5.4: `luarocks --lua-version 5.4 make`, in this folder, with a Swift toolchain at hand.
rockspec_format = "3.0"
package = "polyak"
version = "dev-1"
source = {url = "git+file://."}
description = {
  summary = "Momentum methods in continuous time: heavy ball, its flow to any order, and how far they are apart",
}
dependencies = {"lua >= 5.4, < 5.5"}
build = {
  type = "command",
  build_command = "bash -c '. scripts/setup && build_library'",
  install = {lib = {polyak = ".build/release/polyak.so"}},
}
