---Table 1: whether its flows have the orders of their rows.
local plane = require "lib.plane"

---@type paper.Claim[]
return {
  {
    id = "table1-orders", place = "Table 1, (17), (20)", title = "the flows for large k have the errors of their row",
    says = "The flows of Table 1 have errors of order 2 and 3.", expected = "corrected",
    remark = "Of gradient descent they have. Heavy ball's have an error of order 1 whatever their order, since they "
      .. "begin with the momentum that heavy ball has yet to build up. They have their orders from another point, that "
      .. "whose orbit heavy ball settles on.",
    check = function(printed, corrected)
      for order = 1, 3 do
        local slope = hbf.order_of_error{
          loss = plane.loss(), from = plane.start, T = 0.05, mu = 0, order = order, form = "limit",
        }.slopes[5]
        for _, findings in ipairs{printed, corrected} do
          findings:near(("GD, order %d: slope"):format(order), slope, order, 0.1)
        end
      end
      for order = 1, 3 do
        local _, from_start = plane.order(order, "limit")
        local _, matched = plane.order(order, "matched")
        printed:near(("HB, order %d, from its start: slope"):format(order), from_start, order, 0.1)
        corrected:near(("HB, order %d, from the matched start: slope"):format(order), matched, order, 0.1)
      end
    end,
  },
  {
    id = "table1-discrete", place = "Table 1, last row", title = "gradient descent",
    says = "Gradient descent takes off the gradient.", formula = [[\beta_{k+1} = \beta_k - \nabla L(\beta_k)]],
    expected = "corrected", remark = "It takes off $\\eta$ times the gradient.",
    check = function(printed, corrected)
      local L, beta = plane.loss(), vec(plane.start)
      local step = optim.gd{loss = L, eta = plane.eta}:run(plane.start, 1):final()
      printed:below("distance after a step", (step - (beta - L:gradient(beta))):norm(), 1e-14)
      corrected:below("distance after a step", (step - (beta - plane.eta * L:gradient(beta))):norm(), 1e-14)
    end,
  },
}
