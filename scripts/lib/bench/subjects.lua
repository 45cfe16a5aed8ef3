---What workloads of several kinds are about.
local subjects = {}

---@return Optimizer
function subjects.plane(eta)
  return optim.hb{loss = losses.product{x = 1, y = 0.6}, eta = eta, mu = 0.7}
end

---A softmax network on the digits, whose pixels are centred, and its start.
---@param widths integer[]
---@param precision "f32"|"f64"
---@return Network loss
---@return Vector start
function subjects.digits(widths, precision)
  local all = data.digits()
  local X = all.X / 16
  local N = losses.mlp{inputs = X - mean(X, "columns"), labels = all.labels, widths = widths, precision = precision}
  return N, 0.1 * random.new(1):normal(N.dimension)
end

return subjects
