---A page that stands alone: what its parts have in common, and the whole of it.
local Formulas = require "report.formula"
local Inline = require "report.inline"
local Place = require "polyak.place"
local colors = require "report.colors"
local glyphs = require "plot.label.glyphs"
local markup = require "plot.markup"
local png = require "plot.png"
local programs = require "report.programs"
local sha256 = require "report.sha256"
local style = require "report.style"
local unicode = require "plot.label.unicode"

---@class report.Page
---@field formulas report.Formulas
---@field headings report.Heading[]
---@field points integer  # of a curve, that are kept as numbers
---@field parts string[]  # HTML
---@field private counts table<string, integer>
---@field private used report.Colors
---@field private widths table<integer, true>
local Page = {}
Page.__index = Page

---@param points integer
---@return report.Page
function Page.new(points)
  return setmetatable({
    formulas = Formulas.new(glyphs.new()), headings = {}, points = points, parts = {}, counts = {},
    used = colors.none(),
    widths = {},
  }, Page)
end

---@param noun "figure"|"table"
---@return integer  # of the next
function Page:count(noun)
  self.counts[noun] = (self.counts[noun] or 0) + 1
  return self.counts[noun]
end

---@param drawing plot.Drawing
function Page:draw(drawing) colors.collect(drawing, self.used) end

---@param width number  # of a figure
---@return string  # a class of that width
function Page:width(width)
  width = math.ceil(width)
  self.widths[width] = true
  return string.format("w%d", width)
end

---@param source string
---@return string  # HTML
function Page:label(source) return Inline.new(self.formulas, Place.of "report"):label(source) end

---@return string  # the style sheet
function Page:style()
  local light, dark, rules = colors.style(self.used)
  local sheet = {(string.gsub(style, "%$(%a+)", {light = light, dark = dark})), rules, self.formulas:style()}
  local widths = {}
  for width in pairs(self.widths) do widths[#widths + 1] = width end
  table.sort(widths)
  for _, width in ipairs(widths) do
    -- Smaller than this their letters cannot be read: they move in their box instead.
    sheet[#sheet + 1] = string.format("@media screen{.w%d{min-width:%dpx}}\n", width, math.min(width, width * 3 // 5))
  end
  return table.concat(sheet)
end

---@return string  # links to the headings, where there are some
function Page:contents()
  local items = {}
  for _, heading in ipairs(self.headings) do
    if heading.level <= 3 then
      -- A link within a link is none.
      local content = string.gsub(heading.content, "</?a[^>]*>", "")
      items[#items + 1] = string.format('<li class="l%d"><a href="#%s">%s</a></li>', heading.level, heading.id, content)
    end
  end
  if #items < 3 then return "" end
  return '<nav aria-label="Contents"><ul>\n' .. table.concat(items, "\n") .. "\n</ul></nav>\n"
end

---@param source string
---@return string  # as a policy names what has it
local function hashed(source) return "'sha256-" .. png.base64(sha256(source)) .. "'" end

---@param title string  # a label
---@return string  # HTML
function Page:write(title)
  -- What is written last uses letters and depths too.
  local heading = self:label(title)
  local sheet = self:style()
  local policy = string.format("default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; "
    .. "form-action 'none'", hashed(programs), hashed(sheet))
  return table.concat {
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
    '<meta http-equiv="Content-Security-Policy" content="', policy, '">\n',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
    '<meta name="color-scheme" content="light dark">\n<meta name="generator" content="Polyak">\n',
    '<link rel="icon" href="data:,">\n',
    "<title>", markup.escape(unicode.letters(title)), "</title>\n<style>", sheet, "</style>\n</head>\n<body>\n",
    '<svg class="letters" width="0" height="0" aria-hidden="true">',
    self.formulas.letters:definition(),
    "</svg>\n<header><h1>", heading,
    '</h1>\n<button type="button" id="theme" hidden>Dark</button></header>\n',
    self:contents(), "<main>\n", table.concat(self.parts, "\n"), "\n</main>\n<script>", programs, "</script>\n",
    "</body>\n</html>\n",
  }
end

return Page
