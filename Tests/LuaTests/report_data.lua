---What tests of reports read off a page.
local report_data = {}

---Lua's value of JSON that holds no `[` or `{` in its texts: of the data of figures.
---@param text string
---@return table
local function decoded(text)
  local source = text:gsub('"([%w_]+)":', "%1="):gsub("%[", "{"):gsub("%]", "}"):gsub("null", "nil")
  return assert(load("return " .. source:gsub("\\u(%x%x%x%x)", "\\u{%1}")))()
end

---The data of a page's first figure.
---@param page string
---@return table
function report_data.first(page) return decoded(page:match '<script type="application/json">(.-)</script>') end

return report_data
