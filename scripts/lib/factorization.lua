---|u v' - M|^2 / 2 with beta = (u, v), on which orders are measured: all derivatives to the fourth are there, and no
---flow has a closed form.
local TARGET = {{1, 0.5}, {-0.25, 0.75}}

local factorization = {}

factorization.start = {0.8, -0.6, 1.1, 0.4}
factorization.time = 0.4

---@return Loss
function factorization.loss()
  return losses.define{
    n = 4, name = "factorization",
    f = function(b)
      local squares = 0
      for i = 1, 2 do
        for j = 1, 2 do squares = squares + (b[i] * b[2 + j] - TARGET[i][j])^2 end
      end
      return squares / 2
    end,
  }
end

---How far gradient descent on the modified loss of so many terms, from the matched start, ends from heavy ball.
---@param eta number
---@param mu number
---@param terms integer
---@param steps integer
---@return number
function factorization.descent_on_modified_loss(eta, mu, terms, steps)
  local L, start = factorization.loss(), factorization.start
  local modified = hbf.modified_loss{loss = L, eta = eta, mu = mu, order = terms}
  local matched = hbf.flow{loss = L, eta = eta, mu = mu, order = terms, form = "matched"}:start(start)
  local descent = optim.gd{loss = modified, eta = eta}:run(matched, steps, {every = "last"})
  local heavy_ball = optim.hb{loss = L, eta = eta, mu = mu}:run(start, steps, {every = "last"})
  return norm(descent:final() - heavy_ball:final())
end

return factorization
