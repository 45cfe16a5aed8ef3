std = "lua54"
max_line_length = 120
-- What a Polyak program finds without `require`.
read_globals = {
  "vec", "mat", "exp", "log", "sqrt", "sin", "cos", "tanh", "sigmoid", "softplus", "relu", "abs", "sign", "max", "min",
  "sum", "dot", "logsumexp", "random", "losses", "optim", "hbf", "dln", "diagnostics", "data", "files", "workers",
  "help", "repl", "plot", "sweep",
}
-- Files of stdlib/ have Lua's own globals alone: what is Polyak's they get by `require`.
files["stdlib"] = {not_globals = read_globals}
-- Functions without bodies, for help alone.
files["stdlib/manual"] = {ignore = {"212"}}
