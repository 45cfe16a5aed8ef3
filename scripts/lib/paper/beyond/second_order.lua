---Equations of order 2 that heavy ball has been compared with.
local factorization = require "lib.factorization"
local measured = require "lib.paper.beyond.measured"
local orders = require "lib.orders"

-- By Python, SciPy's integrator at 1e-13: errors at T = 0.4 with eta = 0.000625. The velocity at the start is a
-- multiple of the gradient there.
local CASES = {
  {
    name = "Kovachki and Stuart, from -grad L/(1+mu)", kind = "kovachki-stuart", order = 2,
    velocity = function(mu) return 1 / (1 + mu) end, [0.3] = 3.0497561358953507e-08, [0.5] = 3.673446361398129e-08,
  },
  {
    name = "Kovachki and Stuart, from rest", kind = "kovachki-stuart", order = 1,
    velocity = function() return 0 end, [0.3] = 0.0001538732017368551, [0.5] = 0.00016108655007539009,
  },
  {
    name = "Kovachki and Stuart, from -grad L/(1-mu)", kind = "kovachki-stuart", order = 1,
    velocity = function(mu) return 1 / (1 - mu) end, [0.3] = 0.00013186261240283524, [0.5] = 0.0003221863389455673,
  },
  {
    name = "Papazov, Pesme and Flammarion", kind = "papazov", order = 1,
    velocity = function() return 0 end, [0.3] = 0.00020077284173375607, [0.5] = 0.0002273692937288222,
  },
}

---@param mu number
---@param steps integer
---@param solve fun(eta: number): Trajectory
---@return number
local function last_error(mu, steps, solve)
  local eta = factorization.time / steps
  local hb = optim.hb{loss = factorization.loss(), eta = eta, mu = mu}:run(factorization.start, steps, {every = "last"})
  return (solve(eta):final() - hb:final()):norm()
end

local accurate = {every = "last", rtol = 1e-13, atol = 1e-15}

---@type paper.Claim[]
return {
  {
    id = "second-order", place = "Equations of order 2", title = "what order they have",
    says = "Kovachki and Stuart's is of order 2 from one velocity at the start and of order 1 from others; that of "
      .. "Papazov and others is of order 1.",
    formula = [[\eta \frac{1+\mu}{2(1-\mu)} \ddot b + \dot b = -\frac{\nabla L}{1-\mu}]], expected = "holds",
    check = function(printed, _, scope)
      local figure = {
        title = "Error at T = 0.4, µ = 0.5", xlabel = [[$\eta$]], ylabel = [[$\|\epsilon\|$]], log = "xy",
        legend = "outside",
      }
      local steps, etas = {80, 160, 320, 640}, {}
      for i, count in ipairs(steps) do etas[i] = factorization.time / count end
      local L = factorization.loss()
      local slope = L:gradient(factorization.start)
      for _, mu in ipairs{0.3, 0.5} do
        for i, case in ipairs(CASES) do
          local errors = measured.each(steps, function(count)
            return last_error(mu, count, function(eta)
              local equation = hbf.second_order{loss = L, eta = eta, mu = mu, kind = case.kind}
              return equation:integrate(factorization.start, count, {
                every = "last", rtol = 1e-13, atol = 1e-15, velocity = -case.velocity(mu) * slope,
              })
            end)
          end)
          local what = ("%s, mu = %g"):format(case.name, mu)
          printed:near(what .. ": slope", orders.slope(errors), case.order, 0.1)
          measured.beside(printed, what .. ": error", errors[#errors], case[mu], 1e-2)
          if mu == 0.5 then
            table.insert(figure, {
              x = etas, y = errors, name = case.name, style = "dashed", color = i == 4 and "black" or "red",
              marker = ({"circle", "square", "diamond", "triangle"})[i], open = i > 1,
            })
          end
        end
      end
      for order = 1, 4 do
        local errors = measured.each(steps, function(count)
          return last_error(0.5, count, function(eta)
            return hbf.flow{loss = L, eta = eta, mu = 0.5, order = order, form = "matched"}:integrate(
              factorization.start, count, accurate)
          end)
        end)
        table.insert(figure, {
          x = etas, y = errors, name = ("flow of order %d"):format(order),
          color = ({"blue", "orange", "green", "purple"})[order],
          dash = 1,
        })
      end
      scope.figure("Equations of order 2 beside the flows", figure)
    end,
  },
  {
    id = "second-order-gain", place = "Equations of order 2", title = "where they are nearer than the flow of order 2",
    says = "From its own velocity Kovachki and Stuart's is several times nearer than the matched flow of order 2, and "
      .. "the flow of order 4 nearer still.", expected = "holds",
    check = function(printed)
      local L, steps = factorization.loss(), 640
      for _, mu in ipairs{0.3, 0.5} do
        local function flow_error(order)
          return last_error(mu, steps, function(eta)
            return hbf.flow{loss = L, eta = eta, mu = mu, order = order, form = "matched"}:integrate(
              factorization.start, steps, accurate)
          end)
        end
        local own = last_error(mu, steps, function(eta)
          return hbf.second_order{loss = L, eta = eta, mu = mu}:integrate(factorization.start, steps, accurate)
        end)
        printed:above(("mu = %g: the flow of order 2's error, by its"):format(mu), flow_error(2) / own, 5)
        printed:below(("mu = %g: the flow of order 4's error, by its"):format(mu), flow_error(4) / own, 1)
      end
    end,
  },
}
