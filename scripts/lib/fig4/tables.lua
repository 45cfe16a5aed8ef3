---The trainings of Figure 4 as a table, as files, and in words.
local columns = require "script.columns"
local csv = require "script.csv"
local training = require "lib.fig4.training"

local tables = {}

---@param x number?
---@param format string
---@return string
local function cell(x, format) return x and format:format(x) or "-" end

---@param runs fig4.Run[]
---@param results fig4.Result[]
---@return string
function tables.of_runs(runs, results)
  local rows, width = {{
    "seed", "mu", "s", "steps", "loss", "|w - w*|", "joint", "block", "KKT", "r start", "r end", "changed",
  }}, 0
  for _, r in ipairs(results) do width = math.max(width, #training.marks(r)) end
  for i, run in ipairs(runs) do
    local r = results[i]
    rows[i + 1] = {
      tostring(run.seed), ("%g"):format(run.mu), ("%g"):format(run.s), tostring(r.steps), ("%.1e"):format(r.loss),
      (r.distance < 1e4 and "%.4f" or "%.1e"):format(r.distance),
      cell(r.error_joint, "%.1e"), cell(r.error_block, "%.1e"), cell(r.kkt, "%.1e"),
      ("%.2g"):format(r.r_start), ("%.2g"):format(r.r_end), tostring(r.changed),
      training.marks(r) .. (" "):rep(width - #training.marks(r)),
    }
  end
  return columns(rows, "  ")
end

---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
function tables.write_runs(path, runs, results)
  local names = {
    "seed", "mu", "s", "ending", "steps", "loss", "distance", "ln_kappa_error_joint", "ln_kappa_error_block",
    "kkt_residual", "r_start", "r_end", "sign_changes",
  }
  local data = {}
  for j = 1, #names do data[j] = {} end
  for i, run in ipairs(runs) do
    local r = results[i]
    local row = {
      run.seed, run.mu, run.s, r.ending, r.steps, r.loss, r.distance, r.error_joint or "", r.error_block or "",
      r.kkt or "", r.r_start, r.r_end, r.changed,
    }
    for j, value in ipairs(row) do data[j][i] = value end
  end
  csv.write(path, names, data)
end

---@param options table  # the script's
---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
function tables.write_curves(options, path, runs, results)
  local data = {{}, {}, {}, {}}
  for i, run in ipairs(runs) do
    local curve = results[i].curve
    for k = 1, run.s == options.curve and #curve.steps or 0 do
      for j, value in ipairs{run.seed, run.mu, curve.steps[k], curve.losses[k]} do table.insert(data[j], value) end
    end
  end
  csv.write(path, {"seed", "mu", "k", "loss"}, data)
end

---A row for each component of each training in which none changed sign.
---@param path string
---@param runs fig4.Run[]
---@param results fig4.Result[]
function tables.write_kappas(path, runs, results)
  local data = {{}, {}, {}, {}, {}, {}, {}, {}}
  for i, run in ipairs(runs) do
    local r = results[i]
    for j = 1, r.kappa and #r.kappa or 0 do
      for c, value in ipairs{run.seed, run.mu, run.s, j, r.kappa[j], r.joint[j], r.block[j], r.second[j]} do
        table.insert(data[c], value)
      end
    end
  end
  csv.write(path, {"seed", "mu", "s", "component", "ln_kappa", "ln_kappa_joint", "ln_kappa_block",
    "ln_kappa_joint_order_2"}, data)
end

---Which trainings are not what the theory is about, and why.
---@param options table  # the script's
---@param results fig4.Result[]
---@return string
function tables.verdict(options, results)
  local unfinished, diverged, changed, outside = 0, 0, 0, 0
  for _, r in ipairs(results) do
    if r.ending == "diverged" then diverged = diverged + 1
    elseif r.ending ~= "loss" then unfinished = unfinished + 1 end
    if r.changed > 0 then changed = changed + 1 end
    if not training.is_inside(r) then outside = outside + 1 end
  end
  return ([[
%d of %d trainings reached L <= %g; %d did not in %d steps, %d diverged.
*: components of kappa changed sign (%d trainings); ln kappa is undefined there, and the theory silent.
r: r > 1 at the start or the end (%d trainings); heavy ball oscillates there, and no first-order flow follows it.
joint, block: max|ln kappa predicted - ln kappa| / max|ln(kappa/kappa(0))| with all second derivatives (Theorem 2.1), to
order 3, and with the diagonal blocks alone, as printed in (27). KKT: the part of
asinh(w/(2 kappa))/4 + phi - asinh(w(0)/(2 kappa(0)))/4 outside X's row space, phi to order 3.
]]):format(
    #results - unfinished - diverged, #results, options.loss, unfinished, options.steps, diverged, changed, outside)
end

return tables
