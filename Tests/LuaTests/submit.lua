---Tests of the batch scripts of polyak submit, and of what polyak sweep status --watch shows, for stock Lua:
---lua5.4 Tests/LuaTests/submit.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. package.path

local batch = require "sweep.batch"
local testing = require "testing"
local watching = require "sweep.watching"

local test, equal = testing.test, testing.equal

---@param changes table
---@return sweep.Submission
local function submission(changes)
  local given = {script = "m.lua", arguments = {}, program = "/opt/polyak", directory = "/home/a"}
  for key, value in pairs(changes) do given[key] = value end
  return given
end

---The lines of a batch script that sbatch or the shell reads, but for those that all have.
---@param changes table
---@param folder? string
---@return string
local function essence(changes, folder)
  local lines = {}
  for line in batch.text(submission(changes), folder or "."):gmatch "[^\n]+" do
    local option = line:match "^#SBATCH %-%-(.*)"
    if option ~= "requeue" and option ~= "open-mode=append" and (option or not line:find "^#") then
      lines[#lines + 1] = option or line
    end
  end
  return table.concat(lines, "\n")
end

for _, case in ipairs{
  {"nothing but the script", {}, nil, [[
job-name=m
output=/home/a/m-%j.out
cd /home/a || exit 1
exec /opt/polyak m.lua]]},
  {"an array, and arguments that a shell would take apart",
    {array = 4, arguments = {"--x=1,2", "it's", "a b", "$HOME", ""}}, nil, [[
job-name=m
array=0-3
output=/home/a/m-%A_%a.out
cd /home/a || exit 1
exec /opt/polyak m.lua --x=1,2 'it'\''s' 'a b' '$HOME' '']]},
  {"several nodes, with all that may be said",
    {nodes = 3, cpus = 8, memory = "4G", time = "1-0", partition = "p", account = "c"}, "out", [[
job-name=m
nodes=3
ntasks-per-node=1
cpus-per-task=8
mem=4G
time=1-0
partition=p
account=c
output=/home/a/out/m-%j.out
no-kill
cd /home/a || exit 1
srun --no-kill --cpus-per-task=8 /opt/polyak m.lua]]},
  {"a script that is called as a subcommand is", {script = "sweep"}, nil, [[
job-name=sweep
output=/home/a/sweep-%j.out
cd /home/a || exit 1
exec /opt/polyak ./sweep]]},
  {"a script that is called as an option is", {script = "-e.lua"}, nil, [[
job-name=-e
output=/home/a/-e-%j.out
cd /home/a || exit 1
exec /opt/polyak ./-e.lua]]},
  {"one node", {nodes = 1}, nil, [[
job-name=m
nodes=1
output=/home/a/m-%j.out
cd /home/a || exit 1
exec /opt/polyak m.lua]]},
  {"names that are hard to quote", {script = "./my runs/é.lua", directory = "/a \"b\" 50%"}, "./my runs", [[
job-name=__
output="/a \"b\" 50%%/my runs/__-%j.out"
cd '/a "b" 50%' || exit 1
exec /opt/polyak './my runs/é.lua']]},
  {"a folder with a slash at its end", {}, "out/", [[
job-name=m
output=/home/a/out/m-%j.out
cd /home/a || exit 1
exec /opt/polyak m.lua]]},
  {"a folder from the root on", {}, "/scratch/x", [[
job-name=m
output=/scratch/x/m-%j.out
cd /home/a || exit 1
exec /opt/polyak m.lua]]},
} do
  test("a batch script of " .. case[1], function() equal(essence(case[2], case[3]), case[4]) end)
end

test("a batch script begins as one, and is whole where bash reads it", function()
  local text = batch.text(submission{nodes = 2, arguments = {"'\"\\`$(x)\n"}}, ".")
  assert(text:find "^#!/bin/bash\n")
  local path = testing.folder() .. "/m.sbatch"
  local file <close> = assert(io.open(path, "w"))
  assert(file:write((text:gsub("\nsrun %-%-no%-kill /opt/polyak", "\nprintf '%%s|'"):gsub("\ncd [^\n]*", ""))))
  file:close()
  equal(testing.output("bash " .. path), "m.lua|'\"\\`$(x)\n|")
end)

for script, name in pairs{
  ["a/b.lua"] = "b", ["x.y.lua"] = "x.y", ["run"] = "run", [".lua"] = "polyak", ["a b.lua"] = "a_b",
} do
  test("what a job of " .. script .. " is called", function() equal(batch.name(submission{script = script}), name) end)
end

---A stream that keeps what is written.
local function stream()
  local parts = {}
  return {
    write = function(_, ...)
      for _, part in ipairs{...} do parts[#parts + 1] = part end
    end,
    flush = function() end,
    text = function() return table.concat(parts) end,
  }
end

test("on a terminal a text takes the place of the one before, as much of it as there is room for", function()
  local out = stream()
  local host = {is_terminal = function() return true end, terminal_size = function() return 6, 4 end}
  local screen = watching.screen(out, host)
  screen:show "one\ntwo"
  screen:show "ääääääää"
  screen:show "1\n2\n3\n4\n5\n"
  screen:finish()
  equal(out.text(), "\r\27[Jone\ntwo\n" .. "\27[2A\r\27[Jäääää\n" .. "\27[1A\r\27[J1\n2\nand 3 more lines\n")
end)

test("elsewhere a text is shown where it has changed, at most every ten seconds, and the last in the end", function()
  local out, now = stream(), 0
  local screen = watching.screen(out, {}, function() return now end)
  for second, text in ipairs{"a", "a", "b", "b", "b", "b", "b", "b", "b", "b", "c", "d", "d", "d"} do
    now = second
    screen:show(text)
  end
  screen:finish()
  equal(out.text(), "a\nc\nd\n")
  screen = watching.screen(stream(), {is_terminal = function() return false end}, function() return now end)
  screen:show "a"
  screen:finish()
end)

testing.finish()
