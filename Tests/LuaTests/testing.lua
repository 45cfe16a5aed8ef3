---What the tests of Lua files share.
local testing = {}

local passed, failed = 0, 0

---Runs before each test.
---@type fun()|nil
testing.before = nil

---@param sentence string
---@param body fun()
function testing.test(sentence, body)
  if testing.before then testing.before() end
  local ok, message = xpcall(body, debug.traceback)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write("FAILED  ", sentence, "\n  ", tostring(message), "\n")
  end
end

---@param got any
---@param expected any
function testing.equal(got, expected)
  if got ~= expected then error(("got\n%s\nexpected\n%s"):format(tostring(got), tostring(expected)), 2) end
end

---@return string  # the message of the error that a call raises
function testing.message(f, ...)
  local ok, why = pcall(f, ...)
  assert(not ok, "an error was expected")
  return why
end

---@param path string
---@return string
function testing.read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read "a"
end

---@param command string
---@return string
---@return boolean|nil ok
function testing.output(command)
  local pipe = assert(io.popen(command))
  local text = pipe:read "a"
  local ok = pipe:close()
  return text, ok
end

---An empty folder of one's own, which ``finish`` removes.
---@return string
function testing.folder()
  if not testing.path then
    testing.path = os.tmpname()
    os.remove(testing.path)
    assert(os.execute(("mkdir '%s'"):format(testing.path)))
  end
  return testing.path
end

---@return string  # the names in the folder, a line each
function testing.listing() return (testing.output(("ls -A '%s'"):format(testing.folder()))) end

---Says how many passed, and ends.
function testing.finish()
  if testing.path then os.remove(testing.path) end
  print(("%d passed, %d failed"):format(passed, failed))
  os.exit(failed == 0)
end

return testing
