---From what report is given to a page, and the page into its file.
local Page = require "report.page"
local Reader = require "report.text"
local atomic = require "polyak.atomic"
local briefly = require "polyak.briefly"
local machine = require "report.machine"
local options = require "polyak.options"
local sections = require "report.sections"
local spelling = require "polyak.spelling"
local tables = require "report.table"

local making = {}

---Refuses what is no name of a page.
---@param path string
---@param call polyak.Place
function making.check_file(path, call)
  local place = call:option "file"
  if string.find(path, "\0", 1, true) then place:complain "must be the name of a file, got one with a NUL in it" end
  local ending = string.match(path, "%.[^./]*$")
  local lower = ending and string.lower(ending)
  if lower ~= ".html" and lower ~= ".htm" then
    place:complain(string.format("must be a name ending in .htm, .html, got %s%s", briefly(path),
      spelling.hint(ending, {".html"})))
  end
end

---@param given table
---@param call polyak.Place
---@return any[] listed
---@return table named
local function split(given, call)
  local listed, named = {}, {}
  for key, value in pairs(given) do
    if math.type(key) == "integer" then listed[key] = value else named[key] = value end
  end
  for key in pairs(listed) do
    if key < 1 or key > #listed then
      call:fail(string.format("parts must be a list without gaps, got the key %d", key))
    end
  end
  return listed, named
end

---@param given any  # parts and options
---@param declared polyak.Declared  # the options
---@param call polyak.Place
---@param has_file? boolean  # whether they must name one
---@return string text  # HTML
---@return table values  # of the options
function making.page(given, declared, call, has_file)
  if type(given) ~= "table" or getmetatable(given) ~= nil then
    call:fail(string.format("takes its parts and options in a table, as in %s{title = .., file = ..}, got %s",
      call.called, briefly(given)))
  end
  local listed, named = split(given, call)
  local values = options.read(declared, named, call)
  if has_file then making.check_file(values.file, call) end
  local page = Page.new(values.points)
  if values.text then sections.add(page, values.text, call:option "text") end
  for i, part in ipairs(listed) do sections.add(page, part, call:argument("parts", 1):inside(i)) end
  if values.plots ~= nil then sections.add_list(page, values.plots, "plot", call:option "plots") end
  if values.tables ~= nil then sections.add_list(page, values.tables, "table", call:option "tables") end
  if values.settings then sections.add(page, {settings = values.settings}, call) end
  local facts = machine.facts()
  if values.seed then
    local seeds = math.type(values.seed) and {values.seed} or values.seed
    table.insert(facts, 3, {"seed", table.concat(seeds, ", ")})
  end
  page.parts[#page.parts + 1] = Reader.new(page.formulas, page.headings, call):title "How it was made"
  page.parts[#page.parts + 1] = tables.write({names = {"item", "value"}, rows = facts}, "Versions.", page)
  return page:write(values.title), values
end

---Writes a page, whole or not at all.
---@param path string
---@param text string
---@param call polyak.Place
function making.save(path, text, call)
  local written, why = atomic.write(path, text)
  if not written then error(string.format("%s: cannot write '%s': %s", call.called, path, why), 0) end
end

return making
