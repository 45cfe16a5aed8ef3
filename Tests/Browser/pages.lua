---Pages for the tests in a browser: lua5.4 pages.lua STDLIB FOLDER
local stdlib, folder = ...
package.path = stdlib .. "/?.lua;" .. package.path

local layers = require "plot.layers"
local report = require "report"

---Each kind of layer, by the list of them, as it is drawn for its own tests.
local function kinds()
  local names, figures = {}, {}
  for name in pairs(layers) do names[#names + 1] = name end
  table.sort(names)
  for i, name in ipairs(names) do
    local figure = {kind = name, title = name}
    for key, value in pairs(layers[name].sample) do figure[key] = value end
    -- What alone has no extent.
    if name == "line" or name == "text" then
      figure.title = nil
      figure = {figure, {x = {0, 4}, y = {0, 5}}, title = name}
    end
    figures[i] = {plot = figure, caption = name}
  end
  return figures
end

local long = {}
for i = 1, 100000 do long[i] = math.sin(i / 5000) end

report {
  title = "All </script><script>evil = 1</script> $\\|\\epsilon_k\\|^2$", file = folder .. "/kinds.html",
  text = [[
    # A <b>heading</b>

    - [a link](https://example.org/) and `code`

    $$ \frac{1}{2} $$

    Within a line $a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + q + r + s + t + u + v + w + x + y + z
      + \alpha + \beta + \gamma + \delta + \epsilon + \zeta + \eta + \theta + \iota + \kappa$.

    # Another
    ## Figures]],
  plots = kinds(), {panels = {{1, 2, 4}, {kind = "bars", 3, 1, 2}, {kind = "histogram", 1, 2, 2}}, caption = "panels"},
  {plot = {{y = long, name = "long"}, {{1, -1}, x = {1, 100000}, axis = "right", color = "black"}, y2label = "right"}},
  {landscape = {function(b) return b[1] ^ 2 + 10 * b[2] ^ 2 end, x = {-1, 1}, y = {-1, 1},
    trajectories = {{{-1, 1}, {0.5, 0.1}, {0, 0}}}}},
  {table = {{1, "a", true}, {0 / 0, "b", false}}, caption = "$\\mu$ in a caption"}, settings = {seed = 1},
}

report {
  title = "Values", file = folder .. "/values.html",
  -- Figure 1: where each point is can be told from the box alone.
  {plot = {{x = {2, 5, 7}, y = {3, 8, 0.1 + 0.2}, name = "first"}, {x = {1, 9}, y = {9, 9}, name = "second"},
    xlim = {0, 10}, ylim = {0, 10}, xlabel = "$t$", ylabel = "loss"}},
  {plot = {x = {10, 100}, y = {1e-2, 1e-4}, log = "xy", xlim = {1, 1000}, ylim = {1e-6, 1}}},
  {plot = {kind = "heatmap", x = {1, 2, 3}, y = {1, 2}, z = {{1, 2, 3}, {4, 1 / 3, 1 / 0}}, zlabel = "w"}},
  {plot = {kind = "bars", x = {"GD", "HB"}, y = {2, 4}, ylim = {0, 5}}},
  {plot = {kind = "histogram", 1, 2, 2, 3, 3, 3, bins = {0, 2, 4}, ylim = {0, 10}}},
  {panels = {{x = {5}, y = {5}, style = "points", xlim = {0, 10}, ylim = {0, 10}},
    {x = {2}, y = {8}, style = "points", xlim = {0, 10}, ylim = {0, 10}}, columns = 2}},
  -- Figure 7: with lines of numbers and text at once.
  {plot = {{x = {1, 2}, y = {1 / 3, 0 / 0}, name = 'a, "b"'}, {x = {1, 3}, y = {5e-324, 1e300}, error = 0.5}}},
  {plot = {kind = "heatmap", x = {"GD", "HB"}, y = {"low", "high"}, z = {{1, 2}, {3, 4}}}},
  {plot = {x = {1}, y = {123456789012}, style = "points", xlim = {0, 2}, ylim = {0, 2.5e11}}},
  {panels = {{kind = "heatmap", z = {{1, 2}, {3, 4}}, zlabel = "y"},
    {kind = "heatmap", z = {{5, 6}, {7, 8}}, zlabel = "panel"}}},
  {table = {{10, "b", 1 / 3}, {9, "a", 0 / 0}, {100, "c", 1e300}, {nil, "d", -1}}, columns = {"n", "s", "v"}},
  {table = {{"", 1}, {nil, 2}}, columns = {"s", "n"}},
  -- Integers that are one as doubles.
  {table = {{2 ^ 53 | 1, "b"}, {2 ^ 53 | 0, "a"}, {1e300, "d"}, {2 ^ 53 + 2 | 0, "c"}}, columns = {"n", "s"}},
}
