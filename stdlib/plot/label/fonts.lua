---Fonts of the system for letters that no outlines are known of.
local fonts = {}

---What fontconfig answered, by letter: a family, or false where no font has it.
---@type table<string, string|false>
local known = {}

---What stands for letters that no font has.
fonts.sign = "□"

---A family for letters that stand together.
---@param source string  # clean
---@return string|nil  # nil where no font has them all; "sans-serif" where nobody can be asked
function fonts.family(source)
  if known[source] == nil then
    local codes = {}
    for _, code in utf8.codes(source) do codes[#codes + 1] = string.format("%x", code) end
    -- Only hexadecimal digits reach the shell.
    local pipe = io.popen("fc-list ':charset=" .. table.concat(codes, " ") .. "' family 2>/dev/null")
    local answer = pipe and pipe:read "a" or ""
    local ran = pipe and pipe:close()
    local families = {}
    for line in string.gmatch(answer, "[^\n]+") do families[#families + 1] = string.match(line, "^[^,]+") end
    -- In any run the same one.
    table.sort(families)
    known[source] = families[1] or (not ran and "sans-serif" or false)
  end
  return known[source] or nil
end

return fonts
