---@meta
---Text as characters, in UTF-8. Positions are still in bytes.
---@class utf8lib
---@field charpattern string  # a pattern that matches one character
local utf8 = {}

---The text of some characters, by their code points.
---
---    utf8.char(951)  --> η
---@param ... integer
---@return string
function utf8.char(...) end

---For a loop over a text: each character's position and code point; an error where it is not UTF-8.
---
---    for place in utf8.codes "ηµ" do last = place end
---    last  --> 3
---@param s string
---@param lax? boolean  # code points up to 2^31 too
---@return function, string, integer
function utf8.codes(s, lax) end

---The code points of the characters that begin between two positions.
---
---    utf8.codepoint "η"  --> 951
---@param s string
---@param first? integer  # (default 1)
---@param last? integer  # (default: the first)
---@param lax? boolean
---@return integer
function utf8.codepoint(s, first, last, lax) end

---How many characters it has; nil and a position where it is not UTF-8.
---
---    utf8.len "ηµ"  --> 2
---@param s string
---@param first? integer  # (default 1)
---@param last? integer  # (default -1)
---@param lax? boolean
---@return integer|nil, integer
function utf8.len(s, first, last, lax) end

---Where the n-th character begins, counted from a position; nil where there is none.
---
---    utf8.offset("ηµ", 2)  --> 3
---@param s string
---@param n integer
---@param start? integer  # 1, or the end where n < 0
---@return integer|nil
function utf8.offset(s, n, start) end

return utf8
