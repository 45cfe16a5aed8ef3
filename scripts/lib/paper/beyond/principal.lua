---The principal flow: along each eigenvector of the Hessian the logarithm of heavy ball's step, all orders at once.
local plane = require "lib.plane"

local STEPS = 40

---@param solution Trajectory
---@param hb Trajectory
---@return number  # infinite where the flow failed
local function largest(solution, hb)
  local errors = hbf.discretization_error(solution, hb)
  return #errors < #hb and math.huge or max(errors)
end

---@type paper.Claim[]
return {
  {
    id = "principal-quadratic", place = "The principal flow", title = "it is heavy ball on quadratics",
    says = "On a quadratic it is at heavy ball's iterates, whether heavy ball oscillates or not.",
    formula = [[\dot b = \sum_i \frac{\log z_1(\eta\lambda_i)}{\eta\lambda_i} (\nabla L\cdot u_i) u_i]],
    expected = "holds",
    check = function(printed)
      for _, mu in ipairs{0.5, 0.9} do
        -- From where roots are real to beyond where gradient descent is stable.
        local L = losses.quadratic{A = {{1, 0.2, 0}, {0.2, 40, 5}, {0, 5, 250}}}
        local hb = optim.hb{loss = L, eta = 0.01, mu = mu}:run({1, -1, 0.5}, 60)
        for _, form in ipairs{"phase", "matched"} do
          local flow = hbf.principal_flow{loss = L, eta = 0.01, mu = mu, form = form}
          local errors = hbf.discretization_error(flow:integrate({1, -1, 0.5}, 60, {rtol = 1e-13, atol = 1e-15}), hb)
          -- The other form is without what a real pair of roots leaves behind after some steps.
          local what = form == "phase" and "largest distance" or "last distance"
          printed:below(("mu = %g, %s form: %s"):format(mu, form, what),
            form == "phase" and max(errors) or errors[#errors], 1e-10)
        end
      end
    end,
  },
  {
    id = "principal-figure2", place = "The principal flow", title = "it follows heavy ball in Figure 2's setting",
    says = "There every flow of $\\beta$ alone fails, in each form and of each order, and the principal flow does not.",
    expected = "holds",
    remark = "Off quadratics it is an approximation: the flow of order 3 in phase space is nearer.",
    check = function(printed, _, scope)
      local L, eta, mu = plane.loss(), plane.eta, plane.mu
      local hb = optim.hb{loss = L, eta = eta, mu = mu}:run(plane.start, STEPS)
      local function solve(order, form)
        return hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = form}:integrate(plane.start, STEPS)
      end
      local principal = hbf.principal_flow{loss = L, eta = eta, mu = mu}:integrate(plane.start, STEPS)
      local own, least, highest = largest(principal, hb), math.huge, scope.full and 8 or 6
      for _, form in ipairs{"limit", "matched", "piecewise"} do
        for order = 1, highest do least = math.min(least, largest(solve(order, form), hb)) end
      end
      printed:below("its largest error over 40 steps", own, 0.01)
      printed:above(("the least of those of %d first-order flows, by it"):format(3 * highest), least / own, 20)
      printed:below("its largest error, by that of order 2 in phase space", own / largest(solve(2, "phase"), hb), 1)
      local figure = {
        title = "Errors in Figure 2's setting: η = 0.005, µ = 0.7", xlabel = "$k$", ylabel = [[$\|\epsilon_k\|$]],
        log = "y", legend = "outside",
      }
      local function add(solution, name, color, dash)
        local errors, x, y = hbf.discretization_error(solution, hb), {}, {}
        for k = 2, #errors do x[k - 1], y[k - 1] = k - 1, errors[k] end
        table.insert(figure, {x = x, y = y, name = name, color = color, dash = dash})
      end
      local colors = {"blue", "orange", "green", "purple"}
      for order = 1, 4 do add(solve(order, "piecewise"), ("order %d"):format(order), colors[order], 2) end
      for order = 1, 3 do add(solve(order, "phase"), ("order %d, phase space"):format(order), colors[order], 1) end
      add(principal, "principal", "red", 1)
      scope.figure("The principal flow in Figure 2's setting", figure)
    end,
  },
}
