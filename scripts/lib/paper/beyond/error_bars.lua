---The error that a flow carries along, starts with momentum, and steps that change.
local factorization = require "lib.factorization"
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

-- By Python, exact coefficients: the leading error of the matched form at T = 0.4 with eta = 0.0025, and what it is.
local LEADING = {
  {mu = 0.5, order = 1, predicted = 0.0016683075782441678, actual = 0.001676942982952056},
  {mu = 0.5, order = 2, predicted = 2.453764722205279e-05, actual = 2.479419206480671e-05},
  {mu = 0.3, order = 1, predicted = 0.0007827140304948517, actual = 0.000784748355474775},
  {mu = 0.3, order = 2, predicted = 4.7068237983153865e-06, actual = 4.704824772656676e-06},
}
-- Errors of the limit form with eta = 0.00125, mu = 1/2, heavy ball begun with the momentum of a long run.
local SETTLED = {
  {order = 1, error = 0.0011710041774221115}, {order = 2, error = 1.932110923513415e-05},
  {order = 4, error = 1.5487481803140788e-08},
}

---@type paper.Claim[]
return {
  {
    id = "leading-error", place = "Error bars", title = "a flow knows how far off it is",
    says = "The error that the matched form carries along is heavy ball's distance from it to leading order.",
    formula = [[\dot\delta = DF(\beta)\delta - f_{\alpha+1}(\beta)]], expected = "holds",
    check = function(printed)
      local L, start = factorization.loss(), factorization.start
      for _, case in ipairs(LEADING) do
        local carried, actual = {}, {}
        for i, steps in ipairs{80, 160} do
          local eta = factorization.time / steps
          local flow = hbf.flow{loss = L, eta = eta, mu = case.mu, order = case.order, form = "matched"}
          local solution = flow:integrate(start, steps, {error = true, rtol = 1e-12, atol = 1e-14})
          local hb = optim.hb{loss = L, eta = eta, mu = case.mu}:run(start, steps, {every = "last"})
          local difference = solution:final() - hb:final()
          carried[i], actual[i] = solution.error[steps + 1]:norm(), difference:norm()
        end
        local what = ("mu = %g, order %d"):format(case.mu, case.order)
        measured.beside(printed, what .. ": what is carried along", carried[2], case.predicted, 1e-3)
        measured.beside(printed, what .. ": what it is", actual[2], case.actual, 1e-3)
        printed:below(what .. ": how far the one is off the other, relative",
          math.abs(carried[2] / actual[2] - 1), 0.02)
      end
    end,
  },
  {
    id = "asked-error", place = "Error bars", title = "an error asks for an order",
    says = "The order that is chosen keeps to the error, the one below it does not, and where none does it is said.",
    expected = "holds",
    check = function(printed)
      local L, start, steps = factorization.loss(), factorization.start, 160
      local eta, mu = factorization.time / steps, 0.5
      local hb = optim.hb{loss = L, eta = eta, mu = mu}:run(start, steps, {every = "last"}):final()
      local auto = hbf.flow{loss = L, eta = eta, mu = mu, order = "auto", form = "matched"}
      for _, asked in ipairs{1e-3, 1e-5, 1e-7} do
        local solution = auto:integrate(start, steps, {error = asked})
        local order = math.tointeger(tonumber(solution.title:match "order (%d)"))
        printed:below(("asked for %g: distance at the end, order %d"):format(asked, order),
          (solution:final() - hb):norm(), 1.5 * asked)
        local below = hbf.flow{loss = L, eta = eta, mu = mu, order = order - 1, form = "matched"}
        local carried, largest = below:integrate(start, steps, {error = true}).error, 0
        for k = 2, #carried do
          local size = carried[k]:norm()
          -- In heavy ball's first steps, which it is not about, it is not a number.
          if size == size then largest = math.max(largest, size) end
        end
        printed:above(("asked for %g: what order %d says of itself"):format(asked, order - 1), largest, asked)
      end
      local is_kept, why = pcall(auto.integrate, auto, start, steps, {error = 1e-14})
      printed:same("asked for 1e-14: refused, with the nearest", not is_kept and why:find "comes nearest" ~= nil)
    end,
  },
  {
    id = "settled-momentum", place = "Starts with momentum", title = "the limit form from settled momentum",
    says = "Where heavy ball begins with the momentum that it has after a long run, the form for large k has its order "
      .. "from $\\beta_0$ itself.", formula = [[m_0 = \beta_0 - \Phi_{-\eta}(\beta_0)]], expected = "holds",
    check = function(printed)
      for _, case in ipairs(SETTLED) do
        local found = hbf.order_of_error{
          loss = factorization.loss(), from = factorization.start, T = factorization.time, mu = 0.5, order = case.order,
          form = "limit", momentum = "settled", etas = {0.0025, 0.00125},
        }
        local what = ("order %d"):format(case.order)
        printed:near(what .. ": slope", orders.slope(found.errors), case.order, 0.1)
        measured.beside(printed, what .. ": error", found.errors[2], case.error, 1e-2)
      end
    end,
  },
  {
    id = "schedules", place = "Steps that change", title = "flows of schedules",
    says = "With an $\\eta$ and a $\\mu$ of its own in each step a flow has its order, piecewise and in phase space.",
    expected = "holds",
    check = function(printed)
      local L, start = factorization.loss(), factorization.start
      for _, form in ipairs{"piecewise", "phase"} do
        for order = 1, 3 do
          local errors = measured.each({160, 320}, function(steps)
            -- Warm-up over a tenth, then down; in the time that has gone.
            local function eta(k) return 0.4 / steps * min(1, 10 * k / steps) * (1.2 - k / steps) end
            local function mu(k) return 0.5 - 0.2 * k / steps end
            local flow = hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = form}
            local solution = flow:integrate(start, steps, {every = "last", rtol = 1e-11, atol = 1e-13})
            local hb = optim.hb{loss = L, eta = eta, mu = mu}:run(start, steps, {every = "last"})
            return (solution:final() - hb:final()):norm()
          end)
          printed:near(("%s, order %d: slope"):format(form, order), orders.slope(errors), order, 0.25)
        end
      end
    end,
  },
}
