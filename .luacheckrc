std = "lua54"
max_line_length = 120
-- What a Polyak program finds without `require`; scripts/test writes the names.
read_globals = {
  "abs", "cos", "data", "diagnostics", "dln", "dot", "exp", "files", "hbf", "help", "linalg", "log", "logsumexp", "losses",
  "mat", "max", "min", "optim", "plot", "random", "relu", "repl", "sigmoid", "sign", "sin", "softplus", "sqrt",
  "sum", "sweep", "tanh", "vec", "workers",
}
-- Files of stdlib/ have Lua's own globals alone: what is Polyak's they get by `require`.
files["stdlib"] = {not_globals = read_globals}
-- Functions without bodies, for help alone.
files["stdlib/manual"] = {ignore = {"212"}}
