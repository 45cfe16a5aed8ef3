---Section 2: the discretization error, how it changes in a step, and its order.
local Step = require "lib.paper.step"
local calculus = require "lib.paper.calculus"
local orders = require "lib.orders"
local plane = require "lib.plane"

local MU = 0.5

---@param errors Vector
---@param points Matrix
---@return number  # the largest change of epsilon in a step
local function largest_change(errors, points)
  local worst = 0
  for k = 1, #errors - 1 do
    local change = points[k + 1] - points[k]
    worst = math.max(worst, change:norm())
  end
  return worst
end

---@type paper.Claim[]
return {
  {
    id = "eq4", place = "Equations (3)-(5), (11), (29), (30)",
    title = "the discretization error, and the form of the flow",
    says = "The error is the difference at the times of the steps; the flow has a field for each step.",
    formula = [[\epsilon_k = \beta(k\eta) - \beta_k]], expected = "not testable",
    remark = "Definitions. All that is measured uses them.",
  },
  {
    id = "eq6", place = "Equations (6), (31), (32), (46)", title = "Taylor's formula with its remainder",
    says = "A step of the flow is its field at either end of a step and an integral of the second derivative.",
    formula = [[\beta(t_{k+1}) - \beta(t_k) = -\eta G_k - \eta^2\gamma_k + \eta^2 I_k^+]], expected = "holds",
    check = function(printed)
      for _, k in ipairs{1, 6} do
        local step = Step.at(1e-3, MU, k, 3)
        local here = step:point(k)
        local forward = step:point(k + 1) - here - 1e-3 * step.flow:field(here, k)
        local backward = here - step:point(k - 1) - 1e-3 * step.flow:field(here, k - 1)
        printed:below(("k = %d, forward, relative"):format(k),
          (forward - step:remainder(1)):norm() / forward:norm(), 1e-6)
        printed:below(("k = %d, backward, relative"):format(k),
          (backward + step:remainder(-1)):norm() / backward:norm(), 1e-6)
      end
    end,
  },
  {
    id = "eq7", place = "Equations (7), (33), (34)", title = "how the error changes in a step",
    says = "The change of the error, by the change before, the gradients and the remainders.",
    formula = [[\epsilon_{k+1} - \epsilon_k = \mu(\epsilon_k - \epsilon_{k-1}) - \eta[G_k - \mu G_{k-1} - \nabla L]]
      .. [[ (\beta_k)] + \eta^2[I_k^+ + \mu I_k^- - \gamma_k + \mu\gamma_{k-1}] ]], expected = "holds",
    check = function(printed)
      local eta = 1e-3
      for _, k in ipairs{1, 6} do
        local step = Step.at(eta, MU, k, 3)
        local run = optim.hb{loss = step.L, eta = eta, mu = MU}:run(plane.start, k + 2)
        local function epsilon(i) return step:point(i) - run.beta[i + 1] end
        local here = step:point(k)
        local G, gamma = step:parts(here, k)
        local G_before, gamma_before = step:parts(here, k - 1)
        local left = epsilon(k + 1) - epsilon(k) - MU * (epsilon(k) - epsilon(k - 1))
        local right = -eta * (G - MU * G_before - step.L:gradient(run.beta[k + 1]))
          + step:remainder(1) + MU * step:remainder(-1) - eta * (gamma - MU * gamma_before)
        -- Both are small differences: against what they are differences of.
        printed:below(("k = %d, beside the remainder"):format(k),
          (left - right):norm() / step:remainder(1):norm(), 1e-6)
      end
    end,
  },
  {
    id = "eq8", place = "Equations (8), (35), (45)", title = "the functional equation, to the truncated order",
    says = "With the counter terms of order $\\alpha$ the remainders and the counter terms cancel to "
      .. "$O(\\eta^{\\alpha+1})$.",
    formula = [[\eta^2(I_k^+ + \mu I_k^- - \gamma_k + \mu\gamma_{k-1}) = O(\eta^{\alpha+1})]], expected = "holds",
    check = function(printed)
      for order = 1, 3 do
        local left = {}
        for i, eta in ipairs{8e-4, 4e-4, 2e-4} do
          local step = Step.at(eta, MU, 4, order)
          local here = step:point(4)
          local _, gamma = step:parts(here, 4)
          local _, before = step:parts(here, 3)
          left[i] = (step:remainder(1) + MU * step:remainder(-1) - eta * (gamma - MU * before)):norm()
        end
        printed:near(("alpha = %d: slope"):format(order), calculus.slope(left), order + 1, 0.15)
      end
    end,
  },
  {
    id = "theorem-2.1", place = "Theorem 2.1, abstract", title = "an error of any order",
    says = "The piecewise flow of order $\\alpha$ has an error of order $\\eta^\\alpha$.",
    formula = [[\epsilon_k = O(\eta^\alpha)]], expected = "holds",
    check = function(printed, _, scope)
      local figure = {
        title = "Error of the flow of Theorem 2.1 at T = 0.05, µ = 0.5", xlabel = [[$\eta$]],
        ylabel = [[$\|\epsilon\|$]], log = "xy",
      }
      for order = 1, scope.full and 6 or 5 do
        local found, slope = plane.order(order, "piecewise")
        -- The higher the order, the smaller the steps from which on the slope is its own.
        printed:near(("alpha = %d: slope"):format(order), slope, order, 0.05 + 0.03 * order)
        figure[order] = orders.series(order, ("order %d"):format(order), found.etas:totable(), found.errors:totable())
      end
      scope.figure("Error by step size", figure)
    end,
  },
  {
    id = "eq12", place = "Equation (12), Remark 1, Lemma A.2", title = "the error changes by one order more in a step",
    says = "From one step to the next the error changes by $O(\\eta^{\\alpha+1})$.",
    formula = [[\epsilon_{k+1} - \epsilon_k = O(\eta^{\alpha+1})]], expected = "holds",
    check = function(printed)
      for order = 1, 4 do
        -- Higher orders come to rounding sooner.
        local what = {order = order, form = "piecewise", mu = MU, halvings = 7 - order // 3}
        local slope = calculus.slope(plane.errors(what, largest_change))
        printed:near(("alpha = %d: slope of the largest change"):format(order), slope, order + 1, 0.25)
      end
    end,
  },
  {
    id = "eq51", place = "Equation (51)", title = "the first step",
    says = "After the first step the error is of order $\\alpha + 1$.",
    formula = [[\epsilon_1 - \epsilon_0 = O(\eta^{\alpha+1})]], expected = "holds",
    check = function(printed)
      for order = 1, 4 do
        local errors = plane.errors({order = order, form = "piecewise", mu = MU, halvings = 4},
          function(list) return list[2] end)
        printed:near(("alpha = %d: slope"):format(order), calculus.slope(errors), order + 1, 0.05)
      end
    end,
  },
  {
    id = "eq53", place = "Equations (52), (53)", title = "the induction of Lemma A.2",
    says = "From both parts of the hypothesis at k follow both at k + 1.", expected = "not testable",
    remark = "A step of a proof. (53) shows the first part alone; the second follows from (34), where the change of "
      .. "the error is $\\mu$ times the last one, $-\\eta\\nabla^2 L\\epsilon_k$ and $O(\\eta^{\\alpha+1})$. What "
      .. "the lemma says is measured: (12).",
  },
}
