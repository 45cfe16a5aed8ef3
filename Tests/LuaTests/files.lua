---Tests of the files of stdlib/ and how they write others, for stock Lua: lua5.4 Tests/LuaTests/files.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local atomic = require "polyak.atomic"
local testing = require "testing"

local test, equal = testing.test, testing.equal

test("every Lua file of stdlib/ travels inside the program", function()
  local pipe = assert(io.popen(("cd '%s/../../stdlib' && find . -name '*.lua' | sort"):format(here)))
  local found = pipe:read "a":gsub("%./", "")
  pipe:close()
  local listed = {}
  local list = testing.read(here .. "/../../stdlib/files.h")
  for path in list:gmatch '#define LUA_FILE "(.-)"' do listed[#listed + 1] = path end
  table.sort(listed)
  equal(table.concat(listed, "\n") .. "\n", found)
end)

test("atomic.write replaces whole files and leaves nothing beside them", function()
  local path = testing.folder() .. "/data"
  assert(atomic.write(path, "one"))
  assert(atomic.write(path, "two"))
  equal(testing.read(path), "two")
  equal(testing.listing(), "data\n")
  os.remove(path)
end)
test("a full disk is reported and keeps what was there", function()
  local device = io.open("/dev/full", "rb")
  if not device then return end
  device:close()
  local open = io.open
  rawset(io, "open", function(name, mode)
    if mode == "wb" then
      local real = assert(open(name, mode))
      real:close()
      return open("/dev/full", mode)
    end
    return open(name, mode)
  end)
  local written, why = atomic.write(testing.folder() .. "/full", ("x"):rep(100000))
  rawset(io, "open", open)
  equal(written, nil)
  equal(why, "No space left on device")
  equal(testing.listing(), "")
end)

testing.finish()
