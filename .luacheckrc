std = "lua54"
max_line_length = 120
-- What a Polyak program finds without `require`.
read_globals = {
  "vec", "mat", "exp", "log", "sqrt", "sin", "cos", "tanh", "abs", "max", "min", "sum", "dot",
  "linalg", "random", "losses", "optim", "hbf", "dln", "diagnostics", "data", "files", "plot", "sweep", "workers",
}
-- Functions without bodies, for help alone.
files["stdlib/manual"] = {ignore = {"212"}}
