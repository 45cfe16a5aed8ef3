---The files that a script writes into a folder. Those that it wrote at another time and does not write now are removed
---at the end: a figure of other runs beside new data would be taken for theirs.
---
---    files.make_folder "results"
---    outputs = require("script.outputs").open "results"
---    require("script.csv").write(outputs:path "a.csv", {"t", "x"}, {{1, 2}, {0.5, 0.25}})
---    outputs:draw({{0.5, 0.25}, title = "x"}, "a")
---    outputs:finish()
---    require("script.json_file").text "results/outputs.json"  --> "[\n  \"a.csv\",\n  \"a.svg\"\n]\n"
---
---The file outputs.json lists them, so that nothing is removed but what such a script has written.
local entrance = require "polyak.entrance"
local figures = require "script.figures"
local files = require "polyak.files"
local json = require "script.json"
local json_file = require "script.json_file"

---@class script.Outputs
---@field folder string
---@field private listed table<string, true>  # in outputs.json
---@field private current table<string, true>  # written now
---@field private formats string[]
---@field private drawn table[]  # figures
local Outputs = {}
Outputs.__index = Outputs

---@param names table<string, true>
---@return string[]
local function sorted(names)
  local list = {}
  for name in pairs(names) do list[#list + 1] = name end
  table.sort(list)
  return list
end

---@param self script.Outputs
---@param names table<string, true>
local function write_list(self, names)
  json_file.write(self.folder .. "/outputs.json", sorted(names))
  self.listed = names
end

---The outputs of a folder.
---@param folder string  # which is there
---@param formats? string[]  # endings of the files that figures are drawn into; {"svg"} if left out
---@return script.Outputs
function Outputs.open(folder, formats)
  local listed, text = {}, json_file.text(folder .. "/outputs.json")
  if text then
    local ok, names = pcall(json.decode, text)
    ok = ok and type(names) == "table" and names ~= json.null
    if not ok then
      io.stderr:write(string.format("warning: '%s/outputs.json' is damaged: what was written before stays\n", folder))
    end
    for _, name in ipairs(ok and names or {}) do
      -- In this folder alone, whatever the file has been made to say.
      if type(name) == "string" and not string.find(name, "/") then listed[name] = true end
    end
  end
  return setmetatable({
    folder = folder, listed = listed, current = {}, formats = formats or {"svg"}, drawn = {},
  }, Outputs)
end

---Where a file goes that is about to be written. It is in the list before it is there: a script that is killed leaves
---no file that the next one does not know.
---@param name string
---@return string
function Outputs:path(name)
  self.current[name] = true
  if not self.listed[name] then
    local names = {[name] = true}
    for other in pairs(self.listed) do names[other] = true end
    write_list(self, names)
  end
  return self.folder .. "/" .. name
end

---Draws a figure in the terminal and into a file of each format.
---@param figure table  # for `plot`
---@param name string  # of the files, without their endings
function Outputs:draw(figure, name)
  figures.draw(figure, self.formats, function(ending) return self:path(name .. "." .. ending) end)
  self.drawn[#self.drawn + 1] = figure
end

---Draws what was drawn so far into a file of each format, as panels of one figure.
---@param name string  # of the files, without their endings
---@param options? table  # of the panels, such as their width and height
function Outputs:together(name, options)
  if #self.drawn < 2 then return end
  figures.together(self.drawn, self.formats, function(ending) return self:path(name .. "." .. ending) end, options)
end

---Removes what is there from before and was not written now.
function Outputs:finish()
  for name in pairs(self.listed) do
    if not self.current[name] then files.remove(self.folder .. "/" .. name) end
  end
  write_list(self, self.current)
end

entrance(Outputs, "outputs.", {open = "folder: string, formats: table?"})
entrance(Outputs, "outputs:", {
  path = "self: table, name: string", draw = "self: table, figure: table, name: string", finish = "self: table",
  together = "self: table, name: string, options: table?",
}, {"plot", "plot.panels"})

return Outputs
