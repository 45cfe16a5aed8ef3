---Section 2.2.2: directional smoothness, (21).
local plane = require "lib.plane"

---Losses of several kinds, with a point of each.
---@return {[1]: string, [2]: Loss, [3]: number[]}[]
local function cases()
  return {
    {"two parameters", plane.loss(), plane.start},
    {"Rosenbrock's chain", losses.rosenbrock{}, {0.3, -0.4}},
    {"a network of tanh", losses.define(4, function(b)
      return (b[3] * tanh(b[1]) + b[4] * tanh(b[2] + 1)) ^ 2 / 2 + exp(b[1] * b[4])
    end), {0.5, -0.3, 0.8, 0.2}},
  }
end

---grad L . Hessian grad L.
---@param L Loss
---@param b Vector
---@return number
local function numerator(L, b) return dot(L:gradient(b), L:derivative(b, L:gradient(b))) end

---omega_1 + omega_2.
---@param L Loss
---@param beta number[]
---@return Vector
local function omegas(L, beta)
  local g = L:gradient(beta)
  local omega1 = L:derivative(beta, L:derivative(beta, g))
  return omega1 + (omega1 + L:derivative(beta, g, g))
end

---@param a Vector
---@param b Vector
---@return number
local function cosine(a, b) return a:dot(b) / a:norm() / b:norm() end

---@type paper.Claim[]
return {
  {
    id = "eq21", place = "Equation (21)", title = "the gradient that the third term is close to",
    says = "$\\omega_1 + \\omega_2$ is the gradient of $\\nabla L\\cdot\\nabla^2 L\\nabla L$.",
    formula = [[\omega_1 + \omega_2 = \nabla(\nabla L\cdot(\nabla^2 L\nabla L))]], expected = "holds",
    check = function(printed)
      for _, case in ipairs(cases()) do
        local name, L, beta = table.unpack(case)
        local expected = losses.define(#beta, function(b) return numerator(L, b) end):gradient(beta)
        printed:below(name .. ", relative", (omegas(L, beta) - expected):norm() / expected:norm(), 1e-12)
      end
    end,
  },
  {
    id = "eq21-smoothness", place = "After (21)", title = "what that gradient says of directional smoothness",
    says = "It is an approximation of the gradient of directional smoothness.", expected = "corrected",
    remark = "It is the gradient of the numerator alone. That of the quotient by $\\|\\nabla L\\|^2$ has another "
      .. "direction.",
    check = function(printed, corrected)
      for _, case in ipairs(cases()) do
        local name, L, beta = table.unpack(case)
        local function gradient(f) return losses.define(#beta, f):gradient(beta) end
        local of_quotient = gradient(function(b) return numerator(L, b) / dot(L:gradient(b), L:gradient(b)) end)
        local of_numerator = gradient(function(b) return numerator(L, b) end)
        local claimed = omegas(L, beta)
        printed:near(name .. ": cosine with the gradient of directional smoothness", cosine(of_quotient, claimed),
          1, 1e-3)
        corrected:near(name .. ": cosine with the gradient of its numerator", cosine(of_numerator, claimed), 1, 1e-12)
        -- Directional smoothness is that quotient, to order eta.
        local g, off = L:gradient(beta), {}
        for i, eta in ipairs{1e-4, 5e-5} do
          off[i] = diagnostics.directional_smoothness(L, beta, eta) - numerator(L, vec(beta)) / g:dot(g)
        end
        corrected:near(name .. ": directional smoothness less the quotient, over that at half the step",
          off[1] / off[2], 2, 0.1)
      end
    end,
  },
}
