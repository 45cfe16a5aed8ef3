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
---A part is a text, or a table with `plot`, `panels`, `landscape`, `table` or `settings`, and a `caption`. Before those
---that are listed stands `text`, behind them `plots`, `tables` and `settings`. Texts have paragraphs with blank lines
---between them, `#` headings, lists, code, *emphasis*, links and formulas between dollar signs. Whatever is drawn can
---be saved from the page as numbers.
local Place = require "polyak.place"
local entrance = require "polyak.entrance"
local making = require "report.making"
local options = require "report.options"

---@class report
---@overload fun(given: report.Options): string
local report = {}

---The page as text.
---
---    page = report.html{title = "A curve", plots = {{1, 4, 9}}}
---    string.sub(page, 1, 15)  --> <!DOCTYPE html>
---@param given report.PageOptions
---@return string
function report.html(given) return (making.page(given, options.page, Place.of "report.html")) end

---Writes the page, whole or not at all.
---@param given report.Options
---@return string file
local function call(_, given)
  local place = Place.of "report"
  local text, values = making.page(given, options.file, place, true)
  making.save(values.file, text, place)
  return values.file
end

entrance(report, "report.", {html = ""})

return setmetatable(report, {__call = entrance.of("report", "", call), __name = "report"})
