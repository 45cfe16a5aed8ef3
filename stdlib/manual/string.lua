---@meta
---Text: sequences of bytes. Every function is a method of texts too: `s:upper()`. Positions count from 1, negative ones
---from the end.
---@class stringlib
local string = {}

---The bytes from one position to another.
---
---    ("A"):byte()  --> 65
---@param s string
---@param first? integer  # (default 1)
---@param last? integer  # (default: the first)
---@return integer
function string.byte(s, first, last) end

---The text of some bytes.
---
---    string.char(72, 105)  --> Hi
---@param ... integer
---@return string
function string.char(...) end

---A function of Lua as compiled code, which `load` takes.
---@param body function
---@param strip? boolean  # without names and lines
---@return string
function string.dump(body, strip) end

---Where a pattern first matches: its first and last position and its captures; nil where it does not.
---
---    ("momentum"):find "ent"  --> 4
---@param s string
---@param pattern string
---@param start? integer  # (default 1)
---@param plain? boolean  # the pattern stands for itself, with no special characters
---@return integer|nil, integer, string
function string.find(s, pattern, start, plain) end

---Puts values into a text where it has %d for an integer, %g for a number, %s for anything.
---
---%f %e %a are other ways to write numbers, %x is hexadecimal, %c a byte, %q a text or number as Lua source, %% a
---percent sign. %8.3f: eight places, three behind the point.
---
---    ("%s = %.3f"):format("eta", 1 / 3)  --> eta = 0.333
---@param s string
---@param ... any
---@return string
function string.format(s, ...) end

---For a loop over all places where a pattern matches: the captures, or the whole match.
---
---    words = {}
---    for word in ("a few words"):gmatch "%a+" do words[#words + 1] = word end
---    words[3]  --> words
---@param s string
---@param pattern string
---@param start? integer  # (default 1)
---@return function
function string.gmatch(s, pattern, start) end

---Replaces what a pattern matches; the text and how many there were.
---
---    ("x = 1"):gsub("%s", "")  --> x=1
---    ("$a"):gsub("%$(%w+)", {a = "eta"})  --> eta
---@param s string
---@param pattern string
---@param replacement string|table|function  # in a text, %1 is the first capture; a table or function is asked with it
---@param limit? integer  # at most so many
---@return string, integer
function string.gsub(s, pattern, replacement, limit) end

---How many bytes it has.
---
---    ("η"):len()  --> 2
---@param s string
---@return integer
function string.len(s) end

---The text with small letters, of ASCII at least.
---@param s string
---@return string
function string.lower(s) end

---The captures of the first match of a pattern, or all of it; nil where there is none.
---
---In patterns, %a is a letter, %d a digit, %s a blank, %w a letter or digit, [abc] one of these, . anything; behind
---them + * ? repeat as often as can be, - as little. ( ) captures, ^ and $ are the text's ends.
---
---    ("run-12.csv"):match "(%d+)%.csv$"  --> 12
---@param s string
---@param pattern string
---@param start? integer  # (default 1)
---@return string|nil
function string.match(s, pattern, start) end

---Values as bytes of a fixed layout, as C's structs have.
---
---    #string.pack("<i4d", 7, 0.5)  --> 12
---@param layout string  # < > order; b h i l j integers, f d n floats, s text with its length, z with a zero behind
---@param ... any
---@return string
function string.pack(layout, ...) end

---How many bytes a layout of fixed size takes.
---
---    string.packsize "<i4i4"  --> 8
---@param layout string
---@return integer
function string.packsize(layout) end

---The text several times over.
---
---    ("ab"):rep(3, "-")  --> ab-ab-ab
---@param s string
---@param count integer
---@param separator? string  # between
---@return string
function string.rep(s, count, separator) end

---The bytes in the opposite order.
---
---    ("abc"):reverse()  --> cba
---@param s string
---@return string
function string.reverse(s) end

---The part from one position to another, both included.
---
---    ("momentum"):sub(-3)  --> tum
---@param s string
---@param first integer
---@param last? integer  # (default -1)
---@return string
function string.sub(s, first, last) end

---The values that `string.pack` wrote, and the position behind them.
---
---    string.unpack("<i4", string.pack("<i4", 7))  --> 7
---@param layout string
---@param s string
---@param start? integer  # (default 1)
---@return any, integer
function string.unpack(layout, s, start) end

---The text with capital letters, of ASCII at least.
---
---    ("sgd"):upper()  --> SGD
---@param s string
---@return string
function string.upper(s) end

return string
