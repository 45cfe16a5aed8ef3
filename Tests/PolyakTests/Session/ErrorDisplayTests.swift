import Testing

@Suite("Errors at the prompt") struct ErrorDisplayTests {
  let folder = TemporaryFolder()

  @Test(
    "show the line, its place marked",
    arguments: [
      ("nosuch.x", "attempt to index a nil value (global 'nosuch')", "^~~~~~"),
      ("math.x.y", "attempt to index a nil value (field 'x')", "     ^"),
      ("({}):nomethod()", "attempt to call a nil value (method 'nomethod')", "     ^~~~~~~~"),
      ("('x'):nomethod()", "attempt to call a nil value (method 'nomethod')", "      ^~~~~~~~"),
      ("prnt(1)", "attempt to call a nil value (global 'prnt') (did you mean 'print'?)", "^~~~"),
      ("hbf.flwo{}", "attempt to call a nil value (field 'flwo') (did you mean 'flow'?)", "    ^~~~"),
      ("_G.x + 1", "attempt to perform arithmetic on a nil value (field 'x')", "   ^"),
      ("_G.x .. 'a'", "attempt to concatenate a nil value (field 'x')", "   ^"),
      ("'a' | 1", "attempt to perform bitwise operation on a string value (constant 'a')", "^~~"),
      ("1 < '2'", "attempt to compare number with string", nil),
      ("losses.prod{}", "attempt to call a nil value (field 'prod') (did you mean 'product'?)", "       ^~~~"),
      ("hbf.flow{loss = 1, etaa = 2}", "hbf.flow: unknown option 'etaa' (did you mean 'eta'?)", "                   ^~~~"),
      ("hbf.radius(2)", "hbf.radius: argument 'mu' must be a number in [0, 1), got 2", "           ^"),
      (
        "mu = 1 print(mu, hbf.radius(1.7))", "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                            ^~~"
      ),
      (
        "form = \"limit\" hbf.flow{loss = losses.product{y = 1}, eta = 1, mu = 0, order = 1, form = \"limt\"}",
        "hbf.flow: option 'form' must be 'piecewise', 'limit', 'matched', 'phase', 'edge' or 'auto', got string 'limt' (did you mean 'limit'?)",
        "                                                                                         ^~~~~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 2, {record = {sharpnes = 1}})",
        "optimizer:run: unknown option 'record.sharpnes' (did you mean 'sharpness'?); one of your own is a function or {every, f}",
        "                                                                          ^~~~~~~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 2, {stop = {loss = 'a'}})",
        "optimizer:run: option 'stop.loss' must be a finite number, got string 'a'",
        "                                                                               ^~~"
      ),
      (
        "vec{1, 'x', 3}",
        "vec: argument 'numbers[2]' must be a number, got string 'x'", "       ^~~"
      ),
      ("plot()", "plot: argument 'y' is missing (numbers, or a table of series)", "^~~~"),
      ("plot.live(5)", "plot.live: takes its options by name, as in plot.live{title = ..}, got 5", "     ^~~~"),
      ("plot.live{lgo = 'y'}", "plot.live: unknown option 'lgo' (did you mean 'log'?)", "          ^~~"),
      ("plot.live():add(1, 'a')", "plot.live:add: argument 'y' must be a number, got string 'a'", "                   ^~~"),
      ("x = plot(5)", "plot: argument 'y' must be numbers (a table, a vector or a matrix), got 5", "         ^"),
      ("plot({1,2}, {log = 3})", "plot: option 'log' must be 'x', 'y' or 'xy', got 3", "                   ^"),
      ("plot({1,2}, {lgo = \"y\"})", "plot: unknown option 'lgo' (did you mean 'log'?)", "             ^~~"),
      ("plot({1,2}, {['log'] = 3})", "plot: option 'log' must be 'x', 'y' or 'xy', got 3", "                       ^"),
      (
        "plot{{x = {1,2}, y = {1,2}, style = \"dotted\"}}",
        "plot: option 'series[1].style' must be 'line', 'dashed', 'points' or 'steps', got string 'dotted'",
        "                                    ^~~~~~~~"
      ),
      (
        "plot({vec{1}, {y = {1}, nmae = 'a'}}, {log = 'y'})", "plot: unknown option 'series[2].nmae' (did you mean 'name'?)",
        "                        ^~~~"
      ),
      ("plot{1, 'a', title = 't'}", "plot: argument 'y[2]' must be a number, got string 'a'", "        ^~~"),
      (
        "plot{x = {1, 2}, y = {[1] = 1, [2] = {}}}", "plot: option 'y[2]' must be a number, got table",
        "                                     ^~"
      ),
      (
        "plot({1, 2}, {file = 'a.pgn'})",
        "plot: option 'file' must be a name ending in .gp, .pdf, .png, .six, .sixel, .svg, .tex, got string 'a.pgn' (did you mean '.png'?)",
        "                     ^~~~~~~"
      ),
      (
        "plot({1, 2}, {ylim = {-1, 2}, log = 'y'})", "plot: option 'ylim[1]' must be a number > 0 on a log axis, got -1",
        "                      ^~"
      ),
      ("log = {3} plot({1, 2}, log)", "plot: argument 'y' must be as many numbers as x, 2, got 1", "                       ^~~"),
      ("o = {log = 3} plot({1, 2}, o)", "plot: option 'log' must be 'x', 'y' or 'xy', got 3", "                           ^"),
      ("sweep()", "sweep: option 'name' is missing (a string that is not empty)", "^~~~~"),
      ("sweep{name = 3}", "sweep: option 'name' must be a string that is not empty, got 3", "             ^"),
      (
        "sweep{name = 'a', folder = 'b', run = print, runs = {{a = 1}, {a = {}}}}",
        "sweep: option 'runs[2].a' must be a string, a number or a boolean, got table",
        "                                                                   ^~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 5, {live = {lgo = 'y'}})",
        "optimizer:run: unknown option 'live.lgo' (did you mean 'log'?)",
        "                                                                        ^~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 5, {live = {equal = true, log = 'y'}})",
        "optimizer:run: option 'live.equal' needs linear axes, got option 'log' too",
        "                                                                                ^~~~"
      ),
      (
        "require('script.checkpoint').open()", "checkpoint.open: argument 'prefix' is missing (a string)",
        "                             ^~~~"
      ),
      (
        "require('script.checkpoint').open('a', 5)", "checkpoint.open: argument 'settings' must be a table, got 5",
        "                                       ^"
      ),
      (
        "require('script.arguments').number{form = 1}",
        "arguments.number: unknown option 'form' (did you mean 'from'?)", "                                   ^~~~"
      ),
      (
        "require('script.arguments').read{name = 'a', summary = 'b', {'eta', 5}}",
        "arguments.read: argument 'declared[1][2]' must be a table, got 5",
        "                                                                    ^"
      ),
      (
        "require('script.json').encode({a = {1, print}})",
        "json.encode: argument 'value.a[2]' must be a table, a string, a number or a boolean, got function",
        "                                       ^~~~~"
      ),
      ("vec(3) + vec(4)", "+: a vector of 3 and a vector of 4 do not go together", "       ^"),
      (
        "x, y = type(1), hbf.radius(0.7 + 1)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                           ^~~~~~~"
      ),
      (
        "a = {run = type} a:run(3) optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 5 / 2)",
        "optimizer:run: argument 'steps' must be an integer in [1, 1000000000000000], got 2.5",
        "                                                                                      ^~~~~"
      ),
      (
        "coroutine.wrap(function() hbf.radius(1.7) end)()",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                                     ^~~"
      ),
      (
        "ok, e = pcall(hbf.radius, 1.7); error(e)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        nil
      ),
      (
        "ok, e = pcall(function() hbf.radius(1.7) end); error(e, 0)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                                    ^~~"
      ),
      (
        "x = 1; y = 2; error(\"bad value of 'y', not 'x'\")",
        "bad value of 'y', not 'x'",
        nil
      ),
      (
        "vec{1}:copy(1)",
        "v:copy: takes no arguments, got 1",
        "       ^~~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 3, 5)",
        "optimizer:run: the options must be a table, got 5",
        "                                                               ^"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1, 7}",
        "optim.gd: options have names, got the key 1",
        "                                                ^"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:step()",
        "optimizer:step: where from? Give a starting point to the first step, or run before",
        "                                                ^~~~"
      ),
      (
        "mat(2)",
        "mat: argument 'columns' is missing (an integer >= 0)",
        "^~~"
      ),
      (
        "vec(3):dot({1, 2}, 'x')",
        "v:dot: takes at most 1 argument, got 2",
        "       ^~~"
      ),
      (
        "mat{{1, 2}, {3, 'a'}}",
        "mat: argument 'rows[2][2]' must be a number, got string 'a'",
        "                ^~~"
      ),
      (
        "mat{{1, 2}, {3}}",
        "mat: argument 'rows[2]' must have 2 numbers as the first row has, got 1",
        "            ^~~"
      ),
      (
        "losses.quadratic{A = {{1}}, b = {0/0}}",
        "losses.quadratic: option 'b[1]' must be a finite number, got nan",
        "                                 ^~~"
      ),
      (
        "data.save_csv('x.csv', {1, 2}, {3})",
        "data.save_csv: argument 3, 'columns' must have 2 rows as those before it, got 1",
        "                               ^~~"
      ),
      (
        "losses.product{y = 1}:derivative({1, 2}, {1, 2}, {1})",
        "L:derivative: argument 3, 'v' must have 2 elements, got 1",
        "                                                 ^~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run{every = 3}",
        "optimizer:run: argument 'start' is missing (a vector, matrix or Trajectory)",
        "                                                ^~~"
      ),
      (
        "optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 1}, 3, {every = 'lst'})",
        "optimizer:run: option 'every' must be an integer >= 1 or 'last', got string 'lst' (did you mean 'last'?)",
        "                                                                        ^~~~~"
      ),
      (
        "vec{1, 2}[2] = 'a'",
        "Vector: element 2 must be a number, got string 'a'",
        "          ^"
      ),
      (
        "x = vec{1, 2} x[9] = 1",
        "Vector: no element 9, it has 2",
        "                ^"
      ),
      (
        "vec{1, 2} + vec{1, 2, 3}",
        "+: a vector of 2 and a vector of 3 do not go together",
        "          ^"
      ),
      (
        "h = hbf h.radius(2)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 2",
        "                 ^"
      ),
      (
        "r = hbf.radius x = 0.5 hbf.radius(x) r(3 - 1)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 2",
        "                                       ^~~~~"
      ),
      (
        "return hbf.radius(1.7)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                  ^~~"
      ),
      (
        ":time hbf.radius(1.7)",
        "hbf.radius: argument 'mu' must be a number in [0, 1), got 1.7",
        "                 ^~~"
      ),
      (
        "return plot({1,2}, {log = 3})",
        "plot: option 'log' must be 'x', 'y' or 'xy', got 3",
        "                          ^"
      ),
      ("x = = 2", "unexpected symbol near '='", "    ^"),
      (")", "unexpected symbol near ')'", "^"),
      ("\"abc", "unfinished string near '\"abc'", "^~~~"),
      (#"x = "a\q""#, #"invalid escape sequence near '"a\q'"#, "    ^~~~~"),
      ("for i = 1 do end", "',' expected near 'do'", "          ^~"),
      ("é = 1", "unexpected symbol near '<\\195>'", "^"), ("été = 1", "unexpected symbol near '<\\195>'", "^"),
      ("math.floor('a')", "bad argument #1 to 'floor' (number expected, got string)", "     ^~~~~"),
      ("x = '日本語é' + nosuch.y", "attempt to index a nil value (global 'nosuch')", "                ^~~~~~"),
      ("assert(false)", "assertion failed!", nil),
    ] as [(String, String, String?)])
  func marked(_ line: String, _ message: String, _ marks: String?) throws {
    let session = try DirectSession()
    let place = marks.map { "      " + $0 + "\n" } ?? ""
    #expect(session.answer(to: line) == "[1]:1: \(message)\n  1 | \(line)\n\(place)")
  }

  @Test(
    "of all kinds",
    arguments: [
      Conversation(
        "in a function defined before",
        """
        > local up; function f() return up.x end
        > f()
        [1]:1: attempt to index a nil value (upvalue 'up')
          1 | local up; function f() return up.x end
                                            ^~
        """),
      Conversation(
        "in the second line of a block",
        """
        > if x then
        >> then
        [1]:2: unexpected symbol near 'then'
          2 | then
              ^~~~
        """),
      Conversation(
        "at the end of a block",
        """
        > goto nolabel
        [1]:2: no visible label 'nolabel' for <goto> at line 1
          1 | goto nolabel
                   ^~~~~~~
        > break
        [2]:2: break outside loop at line 1
          1 | break
        """),
      Conversation(
        "in a call over several lines, at the line that holds what is wrong",
        """
        > optim.gd{loss = losses.product{y = 1}, eta = 1}:run({1, 2}, 3, {
        >>   every = 1,
        >>   record = {sharpnes = 1},
        >> })
        [1]:1: optimizer:run: unknown option 'record.sharpnes' (did you mean 'sharpness'?); one of your own is a function or {every, f}
          3 |   record = {sharpnes = 1},
                          ^~~~~~~~
        > plot({1,2},
        >>   {log = 3})
        [2]:1: plot: option 'log' must be 'x', 'y' or 'xy', got 3
          2 |   {log = 3})
                       ^
        """),
      Conversation(
        "that are no text",
        """
        > error({code = 5})
        error: {code = 5}
          at [1]:1
        > error(nil)
        (error object is a nil value)
          at [2]:1
        > error(setmetatable({}, {__tostring = function() return 'custom' end}))
        custom
          at [3]:1
        > error("msg", 0)
        msg
          at [4]:1
        """),
      Conversation(
        "in a coroutine, whose position is there once",
        """
        > coroutine.wrap(function() error 'in co' end)()
        [1]:1: in co
          1 | coroutine.wrap(function() error 'in co' end)()
        """),
      Conversation(
        "of fields that are misspelt and nil",
        """
        > hbf.flwo
        nil   -- no field 'flwo' (did you mean 'flow'?)
        > losses.prod
        nil   -- no field 'prod' (did you mean 'product'?)
        > prnt
        nil   -- no variable 'prnt' (did you mean 'print'?)
        > local counter = 1
        > countr
        nil   -- no variable 'countr' (did you mean 'counter'?)
        > countr.x
        [6]:1: attempt to index a nil value (global 'countr') (did you mean 'counter'?)
          1 | countr.x
              ^~~~~~
        """),
      Conversation(
        "with all calls at :trace",
        """
        > :trace
        :trace: there was no error yet
        > function f() error 'deep' end
        > f()
        [1]:1: deep
          1 | function f() error 'deep' end
        > :trace
        [1]:1: deep
        stack traceback:
        	[C]: in function 'error'
        	[1]:1: in function 'f'
        	[2]:1: in main chunk
        """),
    ])
  func kinds(_ conversation: Conversation) throws { try conversation.hold(in: DirectSession()) }

  @Test func `name files and show their lines, and the calls that led there`() throws {
    try folder.write(
      "local function inner(t)\n  return t.a.b\nend\nfunction outer(t) inner(t) return 1 end\n", to: "lib.lua")
    try Conversation(
      "",
      """
      > dofile 'lib.lua'
      > outer({})
      lib.lua:2: attempt to index a nil value (field 'a')
        2 |   return t.a.b
                       ^
        at lib.lua:2  in upvalue 'inner'
        at lib.lua:4  in function 'outer'
      """
    ).hold(in: .started(in: folder))
  }

  @Test func `show the place inside a coroutine, that of the call among the calls`() throws {
    try folder.write(
      "local function body(z)\n  local t\n  return t.x\nend\nfunction g()\n  local r = coroutine.wrap(body)(1)\n  return r\nend\n",
      to: "co.lua")
    try Conversation(
      "",
      """
      > dofile 'co.lua'
      > g()
      co.lua:3: attempt to index a nil value (local 't')
        3 |   return t.x
                     ^
        at co.lua:6  in function 'g'
      """
    ).hold(in: .started(in: folder))
  }

  @Test func `mark the place behind tabs, which stay`() throws {
    let session = try PromptSession.started(in: folder)
    try folder.write("\t\tnosuch.x = 1\n", to: "tabs.lua")
    #expect(
      session.answer(to: "dofile 'tabs.lua'")?.hasPrefix(
        "tabs.lua:1: attempt to index a nil value (global 'nosuch')\n  1 | \t\tnosuch.x = 1\n      \t\t^~~~~~\n") == true)
  }

  @Test func `are short where the calls are many`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "function rec(n) return 1 + rec(n + 1) end") == "")
    let shown = try #require(session.answer(to: "rec(1)"))
    #expect(shown.hasPrefix("[1]:1: stack overflow"))
    #expect(shown.split(separator: "\n").count < 12, "\(shown)")
    #expect(session.answer(to: ":trace")?.contains("in function 'rec'\n\t...\t(skipping ") == true)
    #expect(session.answer(to: "'still' .. 'here'") == "stillhere\n")
  }
}
