---Holds the order of the folders in each target: a folder uses those on lower floors, none beside it or above. (LuaKit
---is one floor: a state, its values and functions know each other.)
---
---    lua5.4 scripts/lib/floors.lua ROOT
---
---What a folder uses is read off the text: names declared at the left margin are looked for in the other folders' code,
---comments and strings left out. A name that several folders declare counts for none, and neither do members of
---extensions, which are not at the margin: those who write them see to it. A Lua file uses what it requires.
local root = ...

-- The folders of each target, a floor a line; the target's own files, ".", are the top.
local floors = {
  HeavyBall = {
    {"Storage", "Wording"}, {"Threads"}, {"Algebra"}, {"Random", "Data", "Differentiation"}, {"Programs", "Spectra"},
    {"Series", "Settings"}, {"Optimizers"}, {"Losses"}, {"Trajectories"}, {"Integrators"}, {"Equations"}, {"Flows"},
    {"Diagnostics", "DiagonalNetworks"},
  },
  LuaPrompt = {{"Syntax"}, {"Debugging"}, {"Help"}, {"Printing"}, {"Completion"}, {"Typing"}},
  PolyakModules = {
    {"Binding", "Drawings"}, {"Progress"}, {"Values"},
    {"Losses", "Series", "Random", "Workers", "LinearAlgebra"}, {"Trajectories"}, {"Data"},
    {"Optimizers", "Flows", "Equations"}, {"Diagnostics"}, {"DiagonalNetworks"}, {"Reference"},
  },
  PolyakConsole = {
    {"Terminal"}, {"Text"}, {"CommandLine"}, {"Interpreter"}, {"Editing"}, {"Session"}, {"Prompt", "Kernel"},
  },
}

-- Of the Lua files: plot.lua and what is in plot/ are one; so are others of the kind.
local lua_floors = {polyak = 1, plot = 2, script = 3, report = 3, sweep = 4, kernel = 4}

---@param path string
---@return string
local function read(path)
  local file <close> = assert(io.open(path, "rb"))
  return file:read("a")
end

---The files of a target, by their top folders.
---@param target string
---@return table<string, string[]>
local function files_of(target)
  local folder, found = root .. "/Sources/" .. target, {}
  local list <close> = assert(io.popen("find '" .. folder .. "' -name '*.swift'"))
  for path in list:lines() do
    local top = path:sub(#folder + 2):match("^(.-)/") or "."
    found[top] = found[top] or {}
    table.insert(found[top], path)
  end
  return found
end

---Code without comments and texts.
---@param text string
---@return string
local function bare(text)
  text = text:gsub('""".-"""', '""'):gsub("//[^\n]*", ""):gsub('\\"', ""):gsub('"[^"\n]*"', '""')
  return text
end

local declaring = {
  class = true, struct = true, enum = true, protocol = true, actor = true, typealias = true, func = true, let = true,
  var = true,
}

---The names that code declares at the left margin and that other files can see.
---@param code string
---@return string[]
local function declared(code)
  local names = {}
  for line in code:gmatch "[^\n]+" do
    if line:match "^%a" and not line:match "^%S*private" and not line:match "private " then
      local keyword
      for word in line:gmatch "[%w_]+" do
        if declaring[keyword] then
          table.insert(names, word)
          break
        end
        keyword = word
      end
    end
  end
  return names
end

local wrong = 0
for target, levels in pairs(floors) do
  local floor_of, owner, code_of = {}, {}, {}
  for level, folders in ipairs(levels) do
    for _, folder in ipairs(folders) do floor_of[folder] = level end
  end
  floor_of["."] = #levels + 1
  local files = files_of(target)
  for folder, paths in pairs(files) do
    if not floor_of[folder] then
      print(string.format("%s/%s: the folder is on no floor of scripts/lib/floors.lua", target, folder))
      wrong = wrong + 1
    end
    for _, path in ipairs(paths) do
      code_of[path] = bare(read(path))
      for _, name in ipairs(declared(code_of[path])) do
        owner[name] = owner[name] and owner[name] ~= folder and "" or folder
      end
    end
  end
  for folder, paths in pairs(files) do
    for _, path in ipairs(paths) do
      local seen = {}
      for name in code_of[path]:gmatch "[%a_][%w_]*" do
        local other = owner[name]
        if other and other ~= "" and other ~= folder and not seen[name] and floor_of[folder] and floor_of[other]
          and floor_of[other] >= floor_of[folder]
        then
          seen[name] = true
          print(string.format("%s: uses %s of %s", path:sub(#root + 2), name, other))
          wrong = wrong + 1
        end
      end
    end
  end
end
local list <close> = assert(io.popen("find '" .. root .. "/stdlib' -name '*.lua' ! -path '*/manual/*'"))
for path in list:lines() do
  local own = path:sub(#root + #"/stdlib/" + 1):match "^[^/.]+"
  if not lua_floors[own] then
    print(string.format("stdlib: '%s' is on no floor of scripts/lib/floors.lua", own))
    wrong = wrong + 1
  end
  for line in io.lines(path) do
    local other, rest = line:match "^[^-]*require *%(?[\"']([%a_]+)([^\"']*)"
    local floor = lua_floors[other]
    if other ~= own and floor and floor >= (lua_floors[own] or 0) then
      print(string.format("%s: requires %s%s", path:sub(#root + 2), other, rest))
      wrong = wrong + 1
    end
  end
end
if wrong > 0 then os.exit(1) end
