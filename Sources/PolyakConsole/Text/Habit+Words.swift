extension Habit {
  /// Names that other languages have for what Lua says otherwise.
  static let words: [String: String] = [
    "True": "Lua writes true", "TRUE": "Lua writes true", "False": "Lua writes false", "FALSE": "Lua writes false",
    "None": "Lua writes nil", "null": "Lua writes nil", "NULL": "Lua writes nil", "undefined": "Lua writes nil",
    "nan": "0/0 is not a number", "NaN": "0/0 is not a number", "inf": "math.huge is infinite", "Inf": "math.huge is infinite",
    "Infinity": "math.huge is infinite", "pi": "math.pi",
    "exit": ":quit or Ctrl-D leaves", "quit": ":quit or Ctrl-D leaves", "q": ":quit or Ctrl-D leaves",
    "bye": ":quit or Ctrl-D leaves", "logout": ":quit or Ctrl-D leaves",
    "man": "?name tells what something is, ??word searches", "doc": "?name tells what something is, ??word searches",
    "clear": "! clear empties the window", "cls": "! clear empties the window", "ls": "! ls runs it", "pwd": "! pwd runs it",
    "whos": ":who lists your variables", "who": ":who lists your variables", "history": "the arrow keys and Ctrl-R recall lines",
    "len": "#x is the length of x", "length": "#x is the length of x",
    "size": "#x is the length of x", "str": "tostring(x)", "repr": "tostring(x)", "int": "math.floor(x), or tonumber(text)",
    "float": "tonumber(text)", "enumerate": "write for i, x in ipairs(list) do ... end",
    "zip": "write for i, x in ipairs(list) do ... end and take other[i]", "printf": "print(x), or io.write((\"%g\"):format(x))",
    "println": "print(x)", "disp": "print(x)", "echo": "print(x)", "puts": "print(x)", "console": "print(x)",
    "sprintf": "(\"%g\"):format(x)", "fprintf": "io.write((\"%g\"):format(x))", "input": "io.read()",
    "list": "a table: {1, 2, 3}; vec{1, 2, 3} is a vector", "array": "vec{1, 2, 3}, mat{{1, 2}, {3, 4}}",
    "dict": "a table: {name = value}", "isinstance": "type(x) == \"number\"", "typeof": "type(x)", "lambda": lambda,
    "np": numpy, "numpy": numpy, "torch": numpy, "jnp": numpy, "jax": numpy,
    "plt": "plot(x, y)", "zeros": "vec(n, 0), mat(rows, columns, 0)", "ones": "vec(n, 1), mat(rows, columns, 1)",
    "rand": "random.new(seed):uniform(n)", "randn": "random.new(seed):normal(n)", "norm": "v:norm()",
    "identity": "eye(n)", "matrix": "mat{{1, 2}, {3, 4}}", "vector": "vec{1, 2, 3}",
    "tensor": "vec{1, 2, 3}, mat{{1, 2}, {3, 4}}", "shape": "#v and A:size() are sizes", "nrow": "#A counts the rows",
    "ncol": "#A[1] counts the columns",
    "arange": "range(a, b, step), b included", "average": "mean(v)",
    "var": "mean((v - mean(v))^2)", "round": "math.floor(x + 0.5)", "floor": "math.floor(x)", "ceil": "math.ceil(x)",
    "grad": "L:gradient(b) of a loss L", "gradient": "L:gradient(b) of a loss L", "hessian": "L:hessian(b) of a loss L",
    "adam": "optim.adam{loss = L, eta = 1e-3}", "gd": "optim.gd{loss = L, eta = 1e-3}",
    "sgd": "optim.gd{loss = L, eta = 1e-3}; ??minibatch for SGD",
    "SGD": "optim.gd{loss = L, eta = 1e-3}; ??minibatch for SGD", "Adam": "optim.adam{loss = L, eta = 1e-3}",
    "scatter": "plot({x = x, y = y, style = \"points\"})", "semilogy": "plot(x, y, {log = \"y\"})",
    "semilogx": "plot(x, y, {log = \"x\"})", "loglog": "plot(x, y, {log = \"xy\"})", "figure": "plot(x, y)",
    "savefig": "plot(x, y, {file = \"a.svg\"})", "sorted": "sort(v), table.sort(t)", "append": atEnd,
    "push": atEnd,
    "tic": ":time f() measures", "toc": ":time f() measures", "timeit": ":time f() measures, :bench f() many times",
    "dir": "? lists the modules; for key, value in pairs(t) do print(key, value) end",
    "cd": "the folder stays that polyak was started in",
    "sys": "arg has the command line's words, os and io the rest", "tuple": "a table: {1, 2, 3}",
    "set": "a table: {a = true, b = true}",
    "__name__": "a script runs from its first line; nothing marks where it begins",
  ]

  /// The same of options, where another is meant than the next in spelling.
  static let options: [String: String] = [
    "lr": "eta is the step size", "learning_rate": "eta is the step size", "step_size": "eta is the step size",
    "alpha": "eta is the step size", "momentum": "mu is the momentum", "rho": "mu is the momentum",
    "batch_size": "optimizer:run(start, steps, {batches = {size = n}})", "epochs": "??minibatch tells how",
  ]

  /// The same of fields and methods.
  static let fields: [String: String] = [
    "append": atEnd, "push": atEnd, "push_back": atEnd, "add": atEnd, "extend": atEnd, "length": "#x is the length of x",
    "len": "#x is the length of x", "size": "#x is the length of x", "count": "#x is the length of x",
    "shape": "A:size() gives rows and columns, #v is the length of v",
    "T": "A:t() is the transpose", "transpose": "A:t() is the transpose", "items": "write for key, value in pairs(t) do ... end",
    "keys": "write for key, value in pairs(t) do ... end", "values": "write for key, value in pairs(t) do ... end",
    "item": "a number is one already", "numpy": "v:totable() is a table of numbers",
    "tolist": "v:totable() is a table of numbers",
    "backward": "L:gradient(b) is the gradient of a loss L", "grad": "L:gradient(b) is the gradient of a loss L",
    "split": "text:gmatch(\"[^,]+\") goes through the parts",
    "strip": "text:match(\"^%s*(.-)%s*$\")", "replace": "text:gsub(pattern, other)", "startswith": "text:sub(1, #start) == start",
    "join": "table.concat(list, \", \")", "fit": "optimizer:run(start, steps)", "train": "optimizer:run(start, steps)",
    "minimize": "optimizer:run(start, steps)",
    "plot": "plot(hb.t, hb.loss) draws a run hb",
  ]

  static let atEnd = "t[#t + 1] = x adds at the end"
  static let numpy =
    "vec, mat, random, losses, optim, hbf, ... are there without import; ? lists them"
  static let lambda = "write function(x) return ... end"

  static let statements: [String: String] = [
    "def": "write function f(x) ... end", "fn": "write function f(x) ... end", "func": "write function f(x) ... end",
    "fun": "write function f(x) ... end", "class": "Lua has no classes; tables and functions do",
    "import": numpy + "; others by require \"name\"", "from": numpy + "; others by require \"name\"",
    "using": numpy + "; others by require \"name\"", "include": "dofile(\"file.lua\") runs a file",
    "var": "write local x = 1", "let": "write local x = 1", "const": "write local x <const> = 1", "int": "write local x = 1",
    "double": "write local x = 1", "float": "write local x = 1", "auto": "write local x = 1",
    "elif": "Lua writes elseif ... then", "switch": "write if ... then ... elseif ... then ... end",
    "match": "write if ... then ... elseif ... then ... end", "try": "pcall(f, ...) runs f and catches its error",
    "except": "pcall(f, ...) runs f and catches its error", "raise": "write error(\"message\")",
    "throw": "write error(\"message\")", "del": "write x = nil", "pass": "an empty block needs nothing",
    "assert": "write assert(condition, \"message\")", "continue": "write goto continue, with ::continue:: before the end",
    "exit": ":quit or Ctrl-D leaves", "quit": ":quit or Ctrl-D leaves", "help": "?name tells what something is",
    "global": "variables are global unless they are local", "foreach": "write for i, x in ipairs(list) do ... end",
    "with": "write do local x <close> = ... end", "yield": "write coroutine.yield(x)", "unless": "write if not x then ... end",
  ]
}
