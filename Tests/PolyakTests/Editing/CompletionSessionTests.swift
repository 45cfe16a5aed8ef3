import PolyakPlatform
import Testing

/// Tab, in the terminal: what the line is then is told by running it.
@Suite("Tab") struct CompletionSessionTests {
  let folder = TemporaryFolder()

  @Test(
    "completes what can be but one",
    arguments: [
      ("a global variable", "tostri", "tostring", "(12)", "12"),
      ("a field", "hbf.radi", "hbf.radius", "(0)", "1.0"),
      ("a method of what a call returns", "losses.product{y = 1}:grad", ":gradient", "{1, 1}[1]", "0.0"),
      ("a method of a text", "('x'):uppe", ":upper", "()", "X"),
      ("a module in require", "require 'hb", "'hbf'", ".radius(0)", "1.0"),
      ("an option, its equals sign behind it", "losses.rosenbrock{1 == 1 and nil, a", ", a = ", "5}.name", "rosenbrock"),
      ("the word that an option takes", "hbf.series(1, {method = 'na", "nag", "}) ~= nil", "true"),
      ("in the middle of a line", "tostri(12)\u{1}\u{6}\u{6}\u{6}\u{6}\u{6}\u{6}", "ng(12)", "", "12"),
      ("a keyword", "fal", "false", "", "false"),
    ])
  func only(_ title: String, _ typed: String, _ completed: String, _ rest: String, _ shown: String) throws {
    let session = try PromptSession.started(in: folder)
    session.type(typed + "\t")
    #expect(session.shows(completed) != nil)
    session.type(rest + "\r")
    #expect(session.shows("\r\n\(shown)\r\n> ") != nil)
  }

  @Test("is a tab where a text is typed in that goes on behind it", arguments: ["xterm", "dumb"])
  func paste(_ terminal: String) throws {
    let session = try PromptSession.started(["TERM": terminal], in: folder)
    try folder.write("", to: "some file")
    session.type("#'a\tb' .. #\"hbf.\t\" .. '\tsome\t'\r")
    #expect(session.shows("\r\n35\tsome\t\r\n> ") != nil)
    session.type("function f(x)\r\tlocal y = x\t+ 1\r\r\treturn y\t* 2\rend\rf(20)\r")
    #expect(session.shows("\r\n42\r\n> ") != nil)
  }

  @Test("completes variables of the session", arguments: ["xterm", "dumb"])
  func own(_ terminal: String) throws {
    let session = try PromptSession.started(["TERM": terminal], in: folder)
    #expect(session.answer(to: "local my_counter = 41") == "")
    #expect(session.answer(to: "my_table = {inner_field = 7}") == "")
    session.type("my_c\t")
    #expect(session.shows("my_counter") != nil)
    session.type(" + 1\r")
    #expect(session.shows("\r\n42\r\n> ") != nil)
    session.type("my_table.inn\t")
    #expect(session.shows("inner_field") != nil)
    session.type("\r")
    #expect(session.shows("\r\n7\r\n> ") != nil)
    session.type("my_\t")
    #expect(session.shows("my_counter  my_table\r\n> my_") != nil)
  }

  @Test func `lists what there is, and says how the function is called`() throws {
    let session = try PromptSession.started(in: folder)
    session.type("hbf.\t")
    #expect(
      session.shows(
        "adam_flow              flow_metric            principal_flow\r\n"
          + "central_flow           matched_start          radius\r\n"
          + "coefficients           modified_loss          second_order\r\n"
          + "discretization_error   modified_loss_series   series\r\n"
          + "flow                   order_of_error         stationary_covariance\r\n"
          + "flow_loss              phase_series           symbol\r\n> hbf.") != nil)
    session.type("radius(\t")
    #expect(session.shows("\r\nhbf.radius(mu, [nu], [form])\r\n> hbf.radius(") != nil)
    session.type("0.5) * 0\r")
    #expect(session.shows("\r\n0.0\r\n> ") != nil)
    session.type("optim.hb{loss = nil, \t")
    #expect(
      session.shows(
        "\r\noptim.hb{loss, eta, mu, weight_decay = 0, decoupled = false, fma = false}\r\n"
          + "decoupled     eta           fma           mu            weight_decay\r\n> optim.hb{loss = nil, ") != nil)
  }

  @Test func `completes files in texts, and in commands`() throws {
    try folder.write("return 'loaded'", to: "some file.lua")
    try folder.write("x = 'by load'", to: "other.lua")
    let session = try PromptSession.started(in: folder)
    session.type("dofile 'som\t")
    #expect(session.shows("some file.lua") != nil)
    session.type("'\r")
    #expect(session.shows("\r\nloaded\r\n> ") != nil)
    session.type(":load oth\t")
    #expect(session.shows("other.lua") != nil)
    session.type("\r")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "x") == "by load\n")
    session.type("! cat oth\t")
    #expect(session.shows("other.lua") != nil)
    session.type("\r")
    #expect(session.shows("\r\nx = 'by load'") != nil)
    session.type("\r")
    #expect(session.shows("\n> ") != nil)
  }

  @Test func `completes commands, their words, and names of help`() throws {
    let session = try PromptSession.started(in: folder)
    session.type(":form\t")
    #expect(session.shows(":format ") != nil)
    session.type("lon\t")
    #expect(session.shows("long") != nil)
    session.type("\r")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: ":format") == "long\n")
    session.type(":tim\t")
    #expect(session.shows(":time ") != nil)
    session.type("'a' .. 'b'\r")
    #expect(session.shows("\r\nab\r\n") != nil)
    #expect(session.shows("\n> ") != nil)
    session.type("?hbf.rad\t")
    #expect(session.shows("?hbf.radius") != nil)
    session.type("\r")
    #expect(session.shows("\r\nhbf.radius(mu, [nu], [form]) -> number\r\n") != nil)
    #expect(session.shows("\n> ") != nil)
    session.type(":\t")
    #expect(session.shows("\r\n> :") != nil)
  }

  @Test func `lists no more than the window holds`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "big = {} for i = 1, 20000 do big[('key%05d'):format(i)] = i end") == "")
    session.type("big.\t")
    let shown = try #require(session.shows("\r\n> big.key"))
    let lines = shown.split(separator: "\r\n").filter { $0.hasPrefix("key") }
    #expect((4...50).contains(lines.count))
    let listed = lines.map { $0.split(separator: " ").count }.reduce(0, +)
    #expect(shown.hasSuffix("\r\n... \(20000 - listed) more; type a letter\r\n> big.key"), "\(shown.suffix(200))")
  }

  @Test("indents where nothing has been typed, as in pasted text", arguments: ["", "  "]) func indents(_ blanks: String) throws {
    let session = try PromptSession.started(in: folder)
    session.type("s = [[\r")
    #expect(session.shows("\n>> ") != nil)
    session.type(blanks + "\t\tx]]\r")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "#s, s:find '\\t\\tx'") == "\(blanks.count + 3)\t\(blanks.count + 1)\t\(blanks.count + 3)\n")
  }

  @Test func `offers a table's keys between its brackets, and the options of a series`() throws {
    let session = try PromptSession.started(in: folder)
    session.type("hbf[\"rad\t")
    #expect(session.shows("radius\"]") != nil)
    session.type("(0)\r")
    #expect(session.shows("\r\n1.0\r\n> ") != nil)
    session.type("plot{{x = {1}, \t")
    #expect(
      session.shows(
        "\r\n{[x], [y], [name], [dash], [marker], [open], [axis], [band], [error], [xerror], [style], [color], [linewidth], "
          + "[marks]}\r\naxis       color      error      marker     name       style      y\r\n"
          + "band       dash       linewidth  marks      open       xerror\r\n> plot{{x = {1}, ") != nil)
    session.type("style = \"da\t")
    #expect(session.shows("style = \"dashed\"") != nil)
  }

  @Test func `runs nothing`() throws {
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: "calls = 0") == "")
    #expect(session.answer(to: "t = setmetatable({}, {__index = function() calls = calls + 1 return {} end})") == "")
    #expect(session.answer(to: "function f() calls = calls + 1 return {field = 1} end") == "")
    session.type("t.x.\t")
    #expect(session.shows("t.x.") != nil)
    usleep(50_000)
    session.type("\u{3}")
    #expect(session.shows("\n> ") != nil)
    session.type("f().\t")
    #expect(session.shows("f().") != nil)
    usleep(50_000)
    session.type("\u{3}")
    #expect(session.shows("\n> ") != nil)
    session.type("t.x:\t")
    #expect(session.shows("t.x:") != nil)
    usleep(50_000)
    session.type("\u{3}")
    #expect(session.shows("\n> ") != nil)
    #expect(session.answer(to: "calls") == "0\n")
  }

  @Test func `goes on over the lines of a block`() throws {
    let session = try PromptSession.started(in: folder)
    session.type("print(hbf.radius(\r")
    #expect(session.shows("\n>> ") != nil)
    session.type("math.ab\t")
    #expect(session.shows("math.abs") != nil)
    session.type("(0))\r")
    #expect(session.shows("\n>> ") != nil)
    session.type(")\r")
    #expect(session.shows("\r\n1.0\r\n> ") != nil)
  }
}
