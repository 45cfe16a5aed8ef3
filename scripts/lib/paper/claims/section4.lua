---Section 4: Figure 2, in the setting of Table 2.
local fig2 = require "lib.fig2"
local plane = require "lib.plane"

---The curves of Figure 2: the flows by Euler's method with a tenth of the step, as in the paper, or accurately.
---@param method "euler"|"dop853"
---@return fig2.Curve gd
---@return fig2.Curve hb
---@return fig2.Curve[] flows  # of order 1 to 3
local function curves(method)
  local L, flows = plane.loss(), {}
  for order = 1, 3 do
    local flow = hbf.flow{loss = L, eta = plane.eta, mu = plane.mu, order = order, form = "limit"}
    flows[order] = fig2.flow(order, "limit", flow:integrate(plane.start, plane.steps, {method = method}))
  end
  return fig2.gradient_descent(optim.gd{loss = L, eta = plane.eta}:run(plane.start, plane.steps)),
    fig2.heavy_ball(optim.hb{loss = L, eta = plane.eta, mu = plane.mu}:run(plane.start, plane.steps)), flows
end

---@type paper.Claim[]
return {
  {
    id = "table2", place = "Table 2", title = "the setting of Figure 2",
    says = "The model, the start, the step size and the momentum.", expected = "not testable",
    remark = "A setting. Figure 2's claims are tested in it.",
  },
  {
    id = "minima", place = "Section 4", title = "all minima",
    says = "The points with $a_1 a_2 x = y$ are the global minima.", formula = [[a_1 a_2 x = y]], expected = "holds",
    check = function(printed)
      local L, worst = plane.loss(), 0
      for _, a in ipairs{-3, -0.2, 0.1, 1, 2.5} do
        worst = math.max(worst, L{a, 0.6 / a}, L:gradient{a, 0.6 / a}:norm())
      end
      printed:below("largest loss and gradient on the curve", worst, 1e-14)
      printed:above("least loss off it", math.min(L{1, 0.7}, L{1, 0.5}, L{0, 0}, L{-1, 0.6}), 1e-3)
    end,
  },
  {
    id = "figure2a", place = "Figure 2(a)", title = "the flow of order 3 is nearest to heavy ball",
    says = "Its path is nearer to heavy ball's than those of the flows of order 1 and 2.", expected = "holds",
    remark = "On average and at the end. The largest distance grows with the order.",
    check = function(printed, _, scope)
      local gd, hb, flows = curves "euler"
      local errors = {}
      for order = 1, 3 do errors[order] = hbf.discretization_error(flows[order].run, hb.run) end
      for order = 1, 2 do
        printed:above(("mean distance of order %d, over that of order 3"):format(order),
          errors[order]:mean() / errors[3]:mean(), 1)
        printed:above(("last distance of order %d, over that of order 3"):format(order),
          errors[order][#errors[order]] / errors[3][#errors[3]], 1)
      end
      scope.figure("The paper's Figure 2(a)", fig2.orbits(plane.eta, plane.mu, gd, hb, flows))
    end,
  },
  {
    id = "figure2a-rgf", place = "Figure 2(a)", title = "rescaled gradient flow is more like gradient descent",
    says = "It ends nearer to gradient descent than to heavy ball.", expected = "holds",
    check = function(printed)
      local gd, hb, flows = curves "euler"
      local final = flows[1].run:final()
      printed:above("distance to heavy ball's end, over that to gradient descent's",
        (final - hb.run:final()):norm() / (final - gd.run:final()):norm(), 2)
    end,
  },
  {
    id = "figure2b", place = "Figure 2(b)", title = "order 3 has the least error after several steps",
    says = "From some step on its error is the least.", expected = "holds",
    check = function(printed, _, scope)
      local _, hb, flows = curves "euler"
      local squares, from = fig2.squared_errors(flows, hb), plane.steps + 1
      for k = plane.steps, 1, -1 do
        if squares[3][k + 1] >= math.min(squares[1][k + 1], squares[2][k + 1]) then break end
        from = k
      end
      printed:below("from this step on", from, 50)
      scope.figure("The paper's Figure 2(b)", fig2.errors(flows, squares))
    end,
  },
  {
    id = "figure2-orders", place = "Section 4", title = "the figure shows that higher orders follow heavy ball better",
    says = "The figure validates the flows as models of heavy ball, the higher order the better.",
    expected = "corrected",
    remark = "The setting is outside the flows' radius, where heavy ball oscillates: the largest error grows with the "
      .. "order, and the small last one is the integrator's luck. The flow of $(\\beta, m)$ is inside its own radius "
      .. "and gains with each order.",
    check = function(printed, corrected)
      local L = plane.loss()
      local _, hb, flows = curves "dop853"
      local first = hbf.flow{loss = L, eta = plane.eta, mu = plane.mu, order = 1, form = "limit"}
      printed:below("eta max|lambda| over the radius at the start", first:validity(plane.start), 1)
      local before
      for order = 1, 3 do
        local worst = max(hbf.discretization_error(flows[order].run, hb.run))
        if before then
          printed:below(("largest error of order %d, over that below"):format(order), worst / before, 1)
        end
        before = worst
      end
      local below
      for order = 1, 3 do
        local flow = hbf.flow{loss = L, eta = plane.eta, mu = plane.mu, order = order, form = "phase"}
        if order == 1 then
          corrected:below("in phase space: over the radius at the start", flow:validity(plane.start), 1)
        end
        local worst = max(hbf.discretization_error(flow:integrate(plane.start, plane.steps), hb.run))
        if below then
          corrected:below(("in phase space: largest error of order %d, over that below"):format(order),
            worst / below, 0.2)
        end
        below = worst
      end
    end,
  },
}
