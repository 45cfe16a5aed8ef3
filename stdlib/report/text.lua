---Texts as HTML: paragraphs, `#` headings, lists with `-` or `1.`, code between lines of three backticks, formulas on
---lines of their own between `$$`. What a paragraph may hold says report/inline.lua.
local Inline = require "report.inline"
local markup = require "plot.markup"
local unicode = require "plot.label.unicode"

---What a text is read with.
---@class report.Reader
---@field inline report.Inline
---@field headings report.Heading[]  # of the page so far
local Reader = {}
Reader.__index = Reader

---@class report.Heading
---@field level integer  # 2 to 4
---@field id string
---@field content string  # HTML

---@param formulas report.Formulas
---@param headings report.Heading[]  # gets those of the text
---@param place polyak.Place  # of the text
---@return report.Reader
function Reader.new(formulas, headings, place)
  return setmetatable({inline = Inline.new(formulas, place), headings = headings}, Reader)
end

---@param source string
---@return string[]  # without the blanks with which all begin, tabs as blanks
local function lines_of(source)
  local lines, least = {}, math.huge
  for line in string.gmatch(string.gsub(source, "\r\n?", "\n") .. "\n", "(.-)\n") do
    line = string.gsub(line, "\t", "    ")
    lines[#lines + 1] = line
    local blanks = string.match(line, "^ *()%S")
    if blanks then least = math.min(least, blanks - 1) end
  end
  for i, line in ipairs(lines) do lines[i] = string.sub(line, least == math.huge and 1 or least + 1) end
  return lines
end

---@param content string
---@param level integer
---@return string
function Reader:heading(content, level)
  local heading = {level = level, id = string.format("part-%d", #self.headings + 1), content = content}
  self.headings[#self.headings + 1] = heading
  return string.format('<h%d id="%s">%s</h%d>', level, heading.id, content, level)
end

---@param line string
---@return "ul"|"ol"|nil  # what list it is an item of
---@return integer from  # where its content begins
---@return integer|nil number
local function item(line)
  local from = string.match(line, "^[-*+] +()%S")
  if from then return "ul", from end
  local number, content = string.match(line, "^(%d%d?%d?)[.)] +()%S")
  return number and "ol", content, number and math.tointeger(tonumber(number))
end

---@param lines string[]
---@param at integer  # of an item
---@param list "ul"|"ol"
---@return string
---@return integer next
function Reader:list(lines, at, list)
  local _, _, number = item(lines[at])
  local out = {number and number ~= 1 and string.format('<ol start="%d">', number) or "<" .. list .. ">"}
  while lines[at] do
    local kind, from = item(lines[at])
    if kind ~= list then break end
    local content = {string.sub(lines[at], from)}
    at = at + 1
    local is_blank = false
    while lines[at] do
      local line = lines[at]
      local is_inside = string.find(line, "^  ") or not is_blank and string.find(line, "%S") and not item(line)
        and not string.find(line, "^#+ ") and not string.find(line, "^```")
      if string.find(line, "%S") and not is_inside then break end
      content[#content + 1] = string.gsub(line, "^ ? ? ?", "", 1)
      is_blank = not string.find(line, "%S")
      at = at + 1
    end
    out[#out + 1] = "<li>" .. self:blocks(content, true) .. "</li>"
  end
  out[#out + 1] = "</" .. list .. ">"
  return table.concat(out, "\n"), at
end

---@param lines string[]
---@param at integer  # of the opening fence
---@return string
---@return integer next
local function code(lines, at)
  local fence, content = string.match(lines[at], "^`+"), {}
  at = at + 1
  while lines[at] and not string.find(lines[at], "^" .. fence .. "`*%s*$") do
    content[#content + 1] = markup.escape(lines[at])
    at = at + 1
  end
  return '<pre tabindex="0"><code>' .. table.concat(content, "\n") .. "</code></pre>", at + 1
end

---@param line string
---@return boolean  # whether a paragraph ends before it
local function begins(line)
  return not string.find(line, "%S") or string.find(line, "^#+ ") ~= nil or string.find(line, "^```") ~= nil
    or item(line) ~= nil
end

---@param lines string[]
---@param is_tight? boolean  # a paragraph alone needs no element
---@return string
function Reader:blocks(lines, is_tight)
  local out, at, paragraphs = {}, 1, 0
  while lines[at] do
    local line = lines[at]
    local signs, title = string.match(line, "^(#+) +(.-)%s*#*%s*$")
    local list = item(line)
    if not string.find(line, "%S") then
      at = at + 1
    elseif signs then
      out[#out + 1] = self:heading(self.inline:write(title), math.min(#signs + 1, 4))
      at = at + 1
    elseif string.find(line, "^```") then
      out[#out + 1], at = code(lines, at)
    elseif list then
      out[#out + 1], at = self:list(lines, at, list)
    else
      local content = {}
      repeat
        content[#content + 1] = string.match(lines[at], "^%s*(.-)%s*$")
        at = at + 1
      until not lines[at] or begins(lines[at])
      out[#out + 1], paragraphs = self:paragraph(table.concat(content, "\n")), paragraphs + 1
    end
  end
  if is_tight and paragraphs == 1 then out[1] = string.gsub(out[1], "^<p>(.*)</p>$", "%1") end
  return table.concat(out, "\n")
end

---@param content string
---@return string
function Reader:paragraph(content)
  local formula = string.match(content, "^%$%$%s*([^$]-)%s*%$%$$")
  if formula and formula ~= "" then
    return '<p class="display">' .. self.inline:write("$" .. formula .. "$") .. "</p>"
  end
  return "<p>" .. self.inline:write(content) .. "</p>"
end

---@param source string
---@return string  # HTML
function Reader:write(source) return self:blocks(lines_of(source)) end

---A heading of a page's own.
---@param label string
---@return string  # HTML
function Reader:title(label) return self:heading(markup.escape(unicode.letters(label)), 2) end

return Reader
