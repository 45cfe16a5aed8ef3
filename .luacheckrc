std = "lua54"
max_line_length = 120
-- What a Polyak program finds without `require`; scripts/test writes the names.
read_globals = {
  "abs", "asinh", "atan", "columns", "concat", "cos", "cumsum", "data", "diag", "diagnostics", "dln", "dot", "erf",
  "exp", "expm1", "eye", "files", "flatten", "hbf", "help", "linalg", "linspace", "log", "log1p", "logspace",
  "logsumexp", "losses", "mat", "max", "mean", "min", "norm", "ode", "optim", "outer", "pick", "plot", "random",
  "range", "relu", "repl", "report", "reshape", "rows", "sigmoid", "sign", "sin", "slice", "softmax", "softplus",
  "sort", "sqrt", "stack", "sum", "sweep", "tanh", "trajectories", "vec", "where", "workers",
}
-- Files of stdlib/ have Lua's own globals alone: what is Polyak's they get by `require`.
files["stdlib"] = {not_globals = read_globals}
-- Functions without bodies, for help alone.
files["stdlib/manual"] = {ignore = {"212"}}
