---Tests of the exact algebra of scripts/paper.lua and of its verdicts, for stock Lua: lua5.4 Tests/LuaTests/paper.lua
local here = arg[0]:match "^(.*)/[^/]*$" or "."
package.path = here .. "/?.lua;" .. here .. "/../../stdlib/?.lua;" .. here .. "/../../scripts/?.lua;" .. package.path

local Findings = require "lib.paper.findings"
local Polynomial = require "lib.paper.polynomial"
local claims = require "lib.paper.claims"
local json = require "script.json"
local measured_orders = require "lib.orders"
local summary = require "lib.paper.summary"
local testing = require "testing"
local theorem = require "lib.paper.theorem"
local trees = require "lib.paper.trees"
local verdict = require "lib.paper.verdict"

local test, equal, message = testing.test, testing.equal, testing.message
local mu = Polynomial.mu

test("polynomials have exact fractions", function()
  equal(tostring((1 + mu) / 2 - mu ^ 2 * Polynomial.of(4, 6)), "1/2 + 1/2 mu + -2/3 mu^2")
  equal(tostring(mu - mu), "0")
  assert((1 - mu) ^ 3 == 1 - 3 * mu + 3 * mu ^ 2 - mu ^ 3 and (1 - mu) ^ 3 ~= 1 - 3 * mu)
  equal(tostring(Polynomial.read{"1/12", "0", "-5/6"}), "1/12 + -5/6 mu^2")
  equal((mu ^ 3 + mu ^ 5):lowest(), 3)
  equal(((1 + mu) / 4):at(0.5), 0.375)
  equal(tostring((1 + mu):over(2, 3)), "1 + 3 mu + 5 mu^2 + 7 mu^3")
end)

test("a fraction that does not fit into 64 bits is an error", function()
  local large = Polynomial.of(math.maxinteger)
  equal(message(function() return large * large end), "an exact fraction has more than 64 bits")
end)

test("palindromes are of the degree that is asked for", function()
  assert((1 + 10 * mu + mu ^ 2):is_palindromic(2))
  assert((mu + mu ^ 2):is_palindromic(3) and not (mu + mu ^ 2):is_palindromic(2))
  assert(not (1 + 2 * mu):is_palindromic(1))
end)

test("a tree is put on every node of another", function()
  local f = trees.of("[]", 1)
  local once = trees.along(f, f)
  assert(trees.equal(once, trees.of("[[]]", 1)))
  assert(trees.equal(trees.along(f, once), trees.sum(trees.of("[[][]]", 1), trees.of("[[[]]]", 1))))
  -- On the root, on either leaf.
  assert(trees.equal(trees.along(once, trees.of("[[][]]", 1)),
    trees.sum(trees.of("[[[]][][]]", 1), trees.of("[[[[]]][]]", 2))))
end)

test("each tree arises in as many ways as its nodes can be numbered", function()
  -- n! over the product of the sizes of all subtrees and the symmetries: Butcher's alpha.
  local f = trees.of("[]", 1)
  local sum = trees.along(f, trees.along(f, trees.along(f, f)))
  for tree, count in pairs{["[[][][]]"] = 1, ["[[[]][]]"] = 3, ["[[[][]]]"] = 1, ["[[[[]]]]"] = 1} do
    equal(tostring(sum[tree]), tostring(count))
  end
end)

test("the index sets have every list once", function()
  equal(#theorem.parts(3, 4), 15)
  local there = {}
  for _, part in ipairs(theorem.parts(3, 4)) do
    equal(part[1] + part[2] + part[3], 4)
    there[table.concat(part, ",")] = true
  end
  assert(there["0,0,4"] and there["4,0,0"] and there["1,2,1"])
end)

test("the recursion has the coefficients that Python's exact fractions have", function()
  local path = here .. "/../HeavyBallTests/References/Computed/series_piecewise.json"
  local reference, recursion, compared = json.decode(testing.read(path)), theorem.recursion(), 0
  for value, steps in pairs(reference.mu) do
    local p, q = value:match "^(%d+)/(%d+)$"
    local at = p and p / q or tonumber(value)
    for k, orders in pairs(steps) do
      for nodes, coefficients in pairs(orders) do
        local sum = recursion:gamma(math.tointeger(tonumber(k)), tonumber(nodes) - 2)
        for tree, text in pairs(coefficients) do
          local a, b = tostring(text):match "^(%-?%d+)/(%d+)$"
          local expected = a and a / b or tonumber(text)
          local found = sum[tree] and sum[tree]:at(at) or 0
          assert(math.abs(found - expected) <= 1e-12 * math.max(1, math.abs(expected)),
            ("mu = %s, k = %s, %s: %.17g and %.17g"):format(value, k, tree, found, expected))
          compared = compared + 1
        end
      end
    end
  end
  assert(compared > 50)
end)

test("a form for large k is compared up to mu^k", function()
  local sum = {["[]"] = 1 + mu + mu ^ 2 + 7 * mu ^ 3}
  assert(theorem.tends_to(sum, 2, {["[]"] = {Polynomial.of(1), 1}}))
  assert(not theorem.tends_to(sum, 3, {["[]"] = {Polynomial.of(1), 1}}))
  assert(not theorem.tends_to(sum, 2, {}))
  assert(not theorem.tends_to({}, 2, {["[]"] = {Polynomial.of(1), 1}}))
  assert(theorem.same({1 - mu, 3}, {Polynomial.of(1), 2}) and not theorem.same({1 + mu, 3}, {Polynomial.of(1), 2}))
end)

---@return paper.Word
local function judged(check) return verdict.of({check = check}).verdict end

test("a verdict follows from what was computed, and from nothing where nothing was", function()
  local function below(findings, ...)
    for _, value in ipairs{...} do findings:below("x", value, 1) end
  end
  equal(judged(function(printed) below(printed, 0.5, 1) end), "holds")
  equal(judged(function(printed) below(printed, 0.5, 2) end), "false")
  equal(judged(function(printed, corrected) below(printed, 2); below(corrected, 0.5) end), "corrected")
  equal(judged(function(printed, corrected) below(printed, 2); below(corrected, 0.5, 2) end), "false")
  equal(judged(function(printed, corrected) below(printed, 0.5); below(corrected, 2) end), "holds")
  equal(judged(nil), "not testable")
  assert(message(judged, function() end):find("nothing was computed about what is printed", 1, true))
end)

test("what is not a number holds of nothing", function()
  local findings = Findings.new()
  findings:below("x", 0 / 0, 1)
  findings:above("x", 0 / 0, 1)
  findings:near("x", 0 / 0, 0, 1)
  for _, finding in ipairs(findings.list) do assert(not finding.holds) end
  equal(findings.list[3].measured .. ", " .. findings.list[3].against, "nan, 0 +- 1")
  findings:below("x", math.huge, 1)
  equal(findings.list[4].measured, "inf")
  -- What is not finite is no JSON.
  equal(findings.list[3].value or findings.list[4].value, nil)
  assert(not Findings.new():hold())
end)

test("a summary says what was found, and which verdicts have changed", function()
  local claim = {id = "eq0", place = "Equation (0)", title = "nothing", says = "It is $\\mu$.", expected = "holds"}
  function claim.check(printed)
    printed:below("x", 1e-9, 1e-7)
    printed:same("y", true)
  end
  local outcome = verdict.of(claim)
  equal(summary.of({claim}, {outcome}, false), [[
holds                    Equation (0): nothing
  x: 1.00e-09 (<= 1.00e-07), and 1 more

holds  1
]])
  equal(summary.changes({claim}, {outcome}), "")
  claim.expected, claim.remark = "corrected", "Something."
  equal(summary.changes({claim}, {outcome}), "CHANGED: eq0 (Equation (0)) holds; known: holds with a correction\n")
  local further = {id = "more", place = "More", title = "more", says = "More.", expected = "holds", is_beyond = true}
  local both = summary.of({claim, further}, {outcome, outcome}, false)
  assert(both:find "\nholds +1\nholds, beyond the paper +1\n$", both)
  local data = summary.data({claim}, {outcome})[1]
  equal(data.verdict .. " " .. data.expected .. " " .. data.printed[1].value, "holds corrected 1e-09")
end)

test("claims beyond the paper stand behind its own, and one name means all of them", function()
  local all, beyond = claims.chosen(), claims.chosen{"beyond"}
  local first = #all - #beyond + 1
  for i, claim in ipairs(all) do
    assert(claim.is_beyond == (i >= first) and claim.group and claim.expected, claim.id)
  end
  for i, claim in ipairs(beyond) do equal(claim.id, all[first + i - 1].id) end
  -- What the paper does not have is of no equation.
  for i = first, #all do assert(not all[i].place:find "%(%d", all[i].id) end
  equal(#claims.chosen{"19", "beyond"}, #beyond + 1)
  equal(claims.unknown "beyond", nil)
  equal(claims.unknown "beyon", " (did you mean 'beyond'?)")
end)

test("a slope is that of the last errors which are more than rounding", function()
  equal(measured_orders.slope{8, 2, 0.5}, 2)
  equal(measured_orders.slope{8e-9, 1e-9, 1e-14, 1e-15}, 3)
  -- Where all are rounding the first two are what there is.
  equal(measured_orders.slope{4e-15, 2e-15, 1e-15}, 1)
  local etas = measured_orders.step_sizes(0.4, 2)
  equal(table.concat(etas, " "), "0.02 0.01 0.005")
end)

testing.finish()
