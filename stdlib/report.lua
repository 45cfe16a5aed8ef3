---One page of an experiment: an HTML file that needs no network, with texts, figures that show their values under the
---pointer, tables, settings, and what made it.
---
---    L = losses.product{x = 1, y = 0.6}
---    gd = optim.gd{loss = L, eta = 5e-3}:run({2.8, 3.5}, 200)
---    hb = optim.hb{loss = L, eta = 5e-3, mu = 0.7}:run({2.8, 3.5}, 200)
---    page = {
---      title = "Momentum on a product", file = "momentum.html",
---      [[Heavy ball with $\mu = 0.7$ beside *gradient descent*.]],
---      {plot = {{gd, name = "GD"}, {hb, name = "HB"}}, caption = "The loss."},
---      {table = {{"GD", gd.loss[201]}, {"HB", hb.loss[201]}}, columns = {"method", "loss"}},
---      settings = {eta = 5e-3, mu = 0.7},
---    }
---    report(page)  --> momentum.html
---
---Parts stand in the order in which they are listed, then come `text`, `plots`, `tables` and `settings`. Texts are read
---by report/text.lua. Whatever is drawn can be saved from the page as numbers.
local Page = require "report.page"
local Place = require "polyak.place"
local Reader = require "report.text"
local briefly = require "polyak.briefly"
local entrance = require "polyak.entrance"
local machine = require "report.machine"
local options = require "polyak.options"
local plot_options = require "plot.options"
local sections = require "report.sections"
local spelling = require "polyak.spelling"
local tables = require "report.table"

---@class report
---@overload fun(given: report.Options): string
local report = {}

---What a page may have.
---@class (exact) report.PageOptions
---@field title? string  # with formulas between dollar signs (default "Report")
---@field text? string  # before the parts that are listed
---@field plots? any[]  # figures behind them, each as plot takes it or {plot = .., caption = ..}
---@field tables? any[]  # tables behind these, each as it is or {table = .., columns = .., caption = ..}
---@field settings? table  # what the experiment was told
---@field seed? integer|integer[]  # of its random numbers
---@field points? integer  # of a curve, that the page has as numbers; of a grid ten times as many (default 4000)
---@field [integer] string|report.Section

---The same, and where it is written.
---@class (exact) report.Options: report.PageOptions
---@field file? string  # its name, which ends in .html
---@field [integer] string|report.Section

local seed_rule = {
  expected = "an integer or a list of integers", annotation = "integer|integer[]",
  accept = function(value)
    if math.type(value) then return math.type(value) == "integer" end
    if type(value) ~= "table" then return false end
    for _, one in ipairs(value) do
      if math.type(one) ~= "integer" then return false end
    end
    return #value > 0
  end,
}

local page_options = options.declare("report.PageOptions", {
  {"title", plot_options.label, "with formulas between dollar signs", default = "Report"},
  {"text", options.string, "before the parts that are listed"},
  {"plots", options.any, "figures behind them, each as plot takes it or {plot = .., caption = ..}",
    annotation = "any[]"},
  {"tables", options.any, "tables behind these, each as it is or {table = .., columns = .., caption = ..}",
    annotation = "any[]"},
  {"settings", options.table, "what the experiment was told"},
  {"seed", seed_rule, "of its random numbers"},
  {"points", options.integer {from = 10, to = 100000000},
    "of a curve, that the page has as numbers; of a grid ten times as many", default = 4000},
})

local file_options = options.declare("report.Options", {
  {"file", options.string, "its name, which ends in .html"}, table.unpack(page_options),
})

---@param path string|nil
---@param call polyak.Place
local function check_file(path, call)
  local place = call:option "file"
  if path == nil then place:missing "the name of a file that ends in .html" end
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

---@param given any
---@param declared polyak.Declared
---@param call polyak.Place
---@return string text
---@return table values
local function write(given, declared, call)
  if type(given) ~= "table" or getmetatable(given) ~= nil then
    call:fail(string.format("takes its parts and options in a table, as in %s{title = .., file = ..}, got %s",
      call.called, briefly(given)))
  end
  local listed, named = split(given, call)
  local values = options.read(declared, named, call)
  if declared == file_options then check_file(values.file, call) end
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

---The page as text.
---
---    page = report.html{title = "A curve", plots = {{1, 4, 9}}}
---    string.sub(page, 1, 15)  --> <!DOCTYPE html>
---@param given report.PageOptions
---@return string
function report.html(given) return (write(given, page_options, Place.of "report.html")) end

---Writes the page, whole or not at all.
---@param given report.Options
---@return string file
local function call(_, given)
  local text, values = write(given, file_options, Place.of "report")
  local written, why = require("polyak.atomic").write(values.file, text)
  if not written then error(string.format("report: cannot write '%s': %s", values.file, why), 0) end
  return values.file
end

entrance(report, "report.", {html = ""})

return setmetatable(report, {__call = entrance.of("report", "", call), __name = "report"})
