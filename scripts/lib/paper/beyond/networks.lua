---Diagonal linear networks to order 3: where they end, on data on which another program has trained them too.
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

local X = {
  {0.03419276725318417, 1.3597475403099617, 1.2247210785859324, -0.5103070767876675, -0.2979695111064471,
    -0.5273841930334252, 0.5697263575719601},
  {-0.056064439045617594, 0.7468856162565439, -1.8473247989741095, 1.5665487746995206, -0.09643216015562055,
    0.6803784532741461, -0.13656633397682774},
  {-0.3790985670748533, 0.46311015859758675, 0.824513527530113, -0.20252987069345152, -0.15278617857019708,
    0.685698610809258, -0.8703406419471712},
  {-1.5143835037313955, 0.39498186274953, -0.6705658236878794, -1.9203405901180286, -0.8140536639453595,
    -0.467597558892747, -1.1932024774322612},
}
local Y = {1.840275706146467, 0.9637652516167872, 0.662682515316242, 1.0438158000611877}
local SCALE, THETA = 0.35, 0.9

-- By NumPy, at the smaller step size: the relative error of ln kappa by theories of order 2 and 3, and the part of the
-- optimality condition outside X's row space, without and with the term of order 3.
local RUNS = {
  {
    mu = 0.3, etas = {0.0049, 0.00245}, kappa = {[2] = 0.0027228986242086874, [3] = 9.595631409287182e-05},
    kkt = {[2] = 6.381389711805441e-06 / 0.6802263901026422, [3] = 4.9854053951374494e-08 / 0.6802263901026422},
  },
  {
    mu = 0.8, etas = {4e-4, 2e-4}, kappa = {[2] = 0.00520330929576394, [3] = 0.00022288161676161056},
    kkt = {[2] = 1.3463716484878762e-05 / 0.68125396491215, [3] = 1.8270625996345075e-07 / 0.68125396491215},
  },
}
local FAMILY = {
  {
    mu = 0.5, nu = 0.5, etas = {0.005, 0.0025},
    kappa = {[2] = 0.011868944263859534, [3] = 0.00033263421209285375},
  },
  {
    mu = 0.6, nu = 0.2, etas = {0.0032, 0.0016},
    kappa = {[2] = 0.010140516784002374, [3] = 0.0005938896106500599},
  },
}

---@return DiagonalProblem
local function problem() return dln.problem{X = X, y = Y} end

---How far the theories of both orders are from where a training ends.
---@param p DiagonalProblem
---@param run Trajectory
---@return {[integer]: {kappa: number, kkt: number}}  # by order
local function errors_of(p, run)
  local kappa, w, found = dln.kappa(run:final()), p:predictor(run:final()), {}
  for order = 2, 3 do
    local predicted = dln.predicted_kappa{problem = p, trajectory = run, order = order}
    local phi = dln.predicted_phi{problem = p, trajectory = run, order = order}
    found[order] = {
      kappa = dln.prediction_error{predicted = predicted, found = kappa, initial = SCALE ^ 2},
      kkt = p:kkt_residual{w = w, kappa = kappa, phi = phi, start = p:start(SCALE, THETA)},
    }
  end
  return found
end

---Compares what is measured at both step sizes of each case.
---@param findings paper.Findings
---@param cases {mu: number, nu: number?, etas: number[]}[]
---@param what "kappa"|"kkt"
---@param lag integer  # by how much the slope is below the order
local function compare(findings, cases, what, lag)
  local p = problem()
  local start = p:start(SCALE, THETA)
  for _, case in ipairs(cases) do
    local errors = {[2] = {}, [3] = {}}
    for i, eta in ipairs(case.etas) do
      local method = optim.momentum{loss = p:loss(), eta = eta, mu = case.mu, nu = case.nu or 0}
      local found = errors_of(p, method:run(start, 100000, {stop = {loss = 1e-24}, progress = false}))
      for order = 2, 3 do errors[order][i] = found[order][what] end
    end
    for order = 2, 3 do
      local where = ("mu = %g, %sorder %d"):format(case.mu, case.nu and ("nu = %g, "):format(case.nu) or "", order)
      findings:near(where .. ": slope", orders.slope(errors[order]), order - lag, 0.1)
      -- The residual is relative to a length that the other program takes without phi.
      measured.beside(findings, where .. ": error", errors[order][2], case[what][order], what == "kkt" and 1e-2 or 1e-3)
    end
  end
end

---@type paper.Claim[]
return {
  {
    id = "networks-kappa", place = "Diagonal networks", title = "kappa at the end, to order 3",
    says = "With what heavy ball's first steps leave, $\\ln\\kappa$ at the end is right by one order more.",
    formula = [[\ln\frac{\kappa(\infty)}{\kappa(0)} = -4\eta^2 \frac{1+\mu}{(1-\mu)^3} \sum_k g_k^2 + ]]
      .. [[\frac{4\mu\eta^2 g_0^2}{(1-\mu)^4} + O(\eta^3)]], expected = "holds",
    check = function(printed) compare(printed, RUNS, "kappa", 1) end,
  },
  {
    id = "networks-kkt", place = "Diagonal networks", title = "where training ends, to order 3",
    says = "At order 3 $\\varphi$ leaves the row space of X and moves the end; with it the optimality condition is "
      .. "right by one order more.",
    formula = [[\varphi = \frac{4\eta^2 (1+4\mu+\mu^2)}{3(1-\mu)^5} \int g^3 dt]], expected = "holds",
    check = function(printed) compare(printed, RUNS, "kkt", 0) end,
  },
  {
    id = "networks-family", place = "Diagonal networks", title = "kappa at the end of other methods",
    says = "Methods with $\\nu \\ne 0$ have a formula of their own.",
    formula = [[\ln\frac{\kappa(\infty)}{\kappa(0)} = -4\eta^2 \frac{1+\mu-2\nu(1-\mu)}{(1-\mu)^3} \sum_k g_k^2 + ]]
      .. [[\eta^2 g_0^2 [ \frac{4\mu}{(1-\mu)^4} + \frac{4\mu\nu}{(1-\mu)^3} - \frac{8\nu^2}{(1-\mu)^2} ] ]],
    expected = "holds",
    check = function(printed) compare(printed, FAMILY, "kappa", 1) end,
  },
}
