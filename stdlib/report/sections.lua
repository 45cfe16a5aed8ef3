---The parts of a report: what each may be given as, and how it comes onto the page.
local Reader = require "report.text"
local figure = require "report.figure"
local options = require "polyak.options"
local plot_options = require "plot.options"
local rows = require "report.rows"
local settings = require "report.settings"
local tables = require "report.table"

local sections = {}

---A part of a report: one of `text`, `plot`, `panels`, `landscape`, `table` and `settings`.
---@class (exact) report.Section
---@field text? string  # paragraphs, headings, lists, code, links, formulas
---@field plot? any  # as plot takes it in one table; numbers; a run
---@field panels? table  # as plot.panels takes it
---@field landscape? table  # as plot.landscape takes it
---@field table? table|Matrix  # rows, as lists or with names; columns by their names; a matrix
---@field columns? string[]  # the table's columns, in order
---@field settings? table
---@field caption? string  # under a figure, over a table

sections.options = options.declare("report.Section", {
  {"text", options.string, "paragraphs, headings, lists, code, links, formulas"},
  {"plot", options.any, "as plot takes it in one table; numbers; a run"},
  {"panels", options.table, "as plot.panels takes it"},
  {"landscape", options.table, "as plot.landscape takes it"},
  {"table", plot_options.numbers "table|Matrix", "rows, as lists or with names; columns by their names; a matrix"},
  {"columns", options.table, "the table's columns, in order", annotation = "string[]"},
  {"settings", options.table},
  {"caption", options.string, "under a figure, over a table"},
})

local kinds = {"text", "plot", "panels", "landscape", "table", "settings"}

---@param page report.Page
---@param source string
---@param place polyak.Place
local function add_text(page, source, place)
  page.parts[#page.parts + 1] = Reader.new(page.formulas, page.headings, place):write(source)
end

---@param page report.Page
---@param given report.Section
---@param place polyak.Place
---@return string|nil  # HTML
local function caption_of(page, given, place)
  if not given.caption then return nil end
  local reader = Reader.new(page.formulas, page.headings, place:option "caption")
  return reader.inline:write((string.gsub(given.caption, "%s+", " ")))
end

---How a part of each kind comes onto the page. The last parameter is the place of what it shows.
---@type table<string, fun(page: report.Page, given: report.Section, place: polyak.Place, own: polyak.Place)>
local writers = {}

function writers.text(page, given, _, own) add_text(page, given.text, own) end

for kind, read in pairs(figure.kinds) do
  writers[kind] = function(page, given, place, own)
    local fig = read(given[kind], own)
    page.parts[#page.parts + 1] = figure.write(fig, caption_of(page, given, place), page)
  end
end

writers.table = function(page, given, place, own)
  local one = rows.read(given.table, given.columns, own, place:option "columns")
  page.parts[#page.parts + 1] = tables.write(one, caption_of(page, given, place), page)
end

function writers.settings(page, given, place)
  local caption = caption_of(page, given, place) or "Settings."
  page.parts[#page.parts + 1] = tables.write(settings(given.settings), caption, page)
end

---@param given table
---@param place polyak.Place
---@return string  # which kind of part it is
local function kind_of(given, place)
  local found = {}
  for _, kind in ipairs(kinds) do
    if given[kind] ~= nil then found[#found + 1] = kind end
  end
  if #found == 0 then
    if #given == 0 then options.read(sections.options, given, place) end
    local listed = #given > 0 and "; numbers are drawn by {plot = {..}}" or ""
    place:complain(string.format("must be a text, or a table with one of '%s', got one without%s",
      table.concat(kinds, "', '"), listed))
  end
  if #found > 1 then
    place:complain(string.format("must have one of '%s', got '%s' and '%s'", table.concat(kinds, "', '"),
      found[1], found[2]))
  end
  if given.caption ~= nil and found[1] == "text" then place:option("caption"):complain "is of figures and tables" end
  if given.columns ~= nil and found[1] ~= "table" then place:option("columns"):complain "is of a table" end
  return found[1]
end

---@param page report.Page
---@param given any  # a text, or a table
---@param place polyak.Place
function sections.add(page, given, place)
  if type(given) == "string" then return add_text(page, given, place) end
  if type(given) ~= "table" or getmetatable(given) ~= nil then
    place:refuse(given, "a text, or a table such as {plot = {..}, caption = '..'}")
  end
  local kind = kind_of(given, place)
  options.read(sections.options, given, place)
  writers[kind](page, given, place, place:option(kind))
end

---Adds what is one of a list of figures or tables, each as it is or with a caption beside it.
---@param page report.Page
---@param given any
---@param kind "plot"|"table"
---@param place polyak.Place
local function add_one(page, given, kind, place)
  if type(given) == "table" and getmetatable(given) == nil then
    for _, name in ipairs(kinds) do
      local is_part = rawget(given, name) ~= nil and (kind == "plot" and figure.kinds[name] or kind == name)
      if is_part and type(given[name]) ~= "string" then return sections.add(page, given, place) end
    end
  end
  writers[kind](page, {[kind] = given}, place, place)
end

---@param page report.Page
---@param list any
---@param kind "plot"|"table"
---@param place polyak.Place
function sections.add_list(page, list, kind, place)
  if type(list) ~= "table" or getmetatable(list) ~= nil then
    place:refuse(list, kind == "plot" and "a list of figures" or "a list of tables")
  end
  local noun, count = kind == "plot" and "figures" or "tables", 0
  for key in pairs(list) do
    if math.type(key) ~= "integer" then
      place:complain(string.format("must be a list of %s, got one with '%s': write {{..}}", noun, tostring(key)))
    end
    count = count + 1
  end
  if count ~= #list then place:complain(string.format("must be a list of %s without gaps, got one with some", noun)) end
  for i, item in ipairs(list) do add_one(page, item, kind, place:inside(i)) end
end

return sections
