import Testing

@testable import LuaKit
@testable import PolyakConsole
@testable import PolyakModules

@Suite("Help at the prompt") struct HelpTests {
  let folder = TemporaryFolder()

  @Test(
    "answers",
    arguments: [
      Conversation(
        "?name",
        """
        > ?hbf.radius
        hbf.radius(mu, [nu], [form]) -> number

          The largest eta |lambda| for which a flow's series converges on a quadratic:
          (1 - sqrt(mu))^2 of first-order forms, (1 + sqrt(mu))^2 in phase space; the
          page on flows has those with a lookahead nu.

          mu    number in [0, 1)  momentum
          nu    finite number     how far ahead the gradient is taken; mu for Nesterov's
                                  method; default 0
          form  string            'piecewise', 'limit', 'matched', 'phase', 'edge' or
                                  'auto'; "phase"; "edge" or "auto", whose high
                                  directions have it for |eta lambda - 2(1+mu)|; or any
                                  first-order form; default "piecewise"

          > hbf.radius(0.7)  --> 0.0266799
        > ?:quit
        :quit

          leave, as Ctrl-D does
        """),
      Conversation(
        "?object and its methods, by the name it has here",
        """
        > L = losses.product{y = 1}
        > ?L:gradient
        L:gradient(beta) -> Vector

          The gradient of L.

          beta  vector or symbolic value  the parameters, numbers or symbols

          > losses.product{x = 1, y = 0.6}:gradient{2, 1}[1]  --> 1.4
        """),
      Conversation(
        "a text that names a page, as help(name) does",
        """
        > q = "hbf.radius"
        > ?q
        hbf.radius(mu, [nu], [form]) -> number

          The largest eta |lambda| for which a flow's series converges on a quadratic:
          (1 - sqrt(mu))^2 of first-order forms, (1 + sqrt(mu))^2 in phase space; the
          page on flows has those with a lookahead nu.

          mu    number in [0, 1)  momentum
          nu    finite number     how far ahead the gradient is taken; mu for Nesterov's
                                  method; default 0
          form  string            'piecewise', 'limit', 'matched', 'phase', 'edge' or
                                  'auto'; "phase"; "edge" or "auto", whose high
                                  directions have it for |eta lambda - 2(1+mu)|; or any
                                  first-order form; default "piecewise"

          > hbf.radius(0.7)  --> 0.0266799
        > ?":quit"
        ?":quit": expected a name, such as hbf.flow; expressions are not run here
        """),
      Conversation(
        "no expressions, and no nil",
        """
        > ?1 + 1
        ?1 + 1: expected a name, such as hbf.flow; expressions are not run here
        > ?5
        ?5: expected a name, such as hbf.flow; expressions are not run here
        > ?nil
        ?nil: expected a name, such as hbf.flow; expressions are not run here
        > ?"x"
        ?"x": expected a name, such as hbf.flow; expressions are not run here
        > ?("x"):upper()
        ?("x"):upper(): expected a name, such as hbf.flow; expressions are not run here
        > help(losess)
        [1]:1: help: the value is nil; help() lists the modules, help("name") takes a name
          1 | help(losess)
              ^~~~
        """),
      Conversation(
        "unknown names, with the nearest",
        """
        > ?hbf.flwo
        ?hbf.flwo: no help under that name (did you mean 'hbf.flow'?); ??word searches
        > ?nosuchthing
        ?nosuchthing: no help under that name; ??word searches
        > ??
        ??: expected a word to search for, got nothing
        > ??zzzz
        ??zzzz: found nowhere
        > help('flwo')
        [1]:1: help: no help under the name 'flwo' (did you mean 'Flow'?)
          1 | help('flwo')
                   ^~~~~~
        """),
    ])
  func answers(_ conversation: Conversation) throws { try conversation.hold(in: DirectSession()) }

  @Test(
    "has a recipe under its words",
    arguments: [
      ("weight decay", "weight_decay"), ("schedule", "schedule"), ("minibatch", "minibatch"), ("stability", "stability"),
      ("split", "split"), ("train test", "split"), ("standardise", "standardize"), ("standardize", "standardize"),
      ("normalise", "standardize"), ("normalisation", "standardize"), ("normalize csv", "standardize"), ("resume", "resume"),
      ("restart", "resume"), ("checkpoint", "resume"), ("python", "python"), ("numpy.load", "python"), ("json.load", "python"),
      ("burn-in", "burn_in"), ("burnin", "burn_in"), ("burn in", "burn_in"), ("hand over", "handover"),
      ("equal times", "equal_times"),
      ("next method", "handover"),
    ])
  func recipe(_ words: String, _ name: String) throws {
    let lua = LuaState()
    try Polyak.open(in: lua)
    #expect(lua.help.search(words).map(\.name).contains("recipes." + name))
  }

  @Test(
    "finds a name without what stands before it",
    arguments: [
      ("adam", "optim.adam{"), ("sparse_regression", "dln.sparse_regression{"),
      ("best_order", "flow:best_order("), ("normal", "r:normal("),
    ])
  func tail(_ name: String, _ signature: String) throws {
    let found = try polyak("--no-init", "-i", input: "?\(name)\n")
    #expect(found.errors == "" && found.output.contains("> \(signature)"), "\(found)")
  }

  @Test func `names them all where several end so`() throws {
    let found = try polyak("--no-init", "-i", input: "?dimension\n")
    #expect(found.errors.hasPrefix("?dimension: there are several: ?") && found.errors.contains(", ?"), "\(found)")
  }

  @Test func `knows functions of Lua files that check what they are given`() throws {
    let found = try polyak("--no-init", "-i", input: "c = require 'script.checkpoint'\n?c.open\n?require('script.json').encode\n")
    #expect(found.output.contains("script.checkpoint.open(prefix, settings) -> script.Store"), "\(found)")
  }

  @Test func `shows the comment above a function of one's own`() throws {
    try folder.write("-- Adds two numbers,\n--- or vectors.\nfunction add(a, b) return a + b end\n", to: "add.lua")
    let session = try PromptSession.started(in: folder)
    #expect(session.answer(to: ":load add.lua") == "")
    #expect(session.answer(to: "?add") == "function(a, b)   -- add.lua:3\n\n  Adds two numbers,\n  or vectors.\n")
  }

  @Test(
    "knows what is nearby, by its words",
    arguments: [
      "weight decay", "minibatch", "mini-batch", "schedule", "stochastic", "stability", "learning rate", "sgd", "warm-up",
      "ridge",
      "regularization", "epochs", "diverges", "edge of stability", "momentum", "sharpness", "single precision",
      "regularisation", "dropout", "optimiser",
    ])
  func search(_ words: String) throws {
    let found = try polyak("--no-init", "-i", input: "??\(words)\n")
    #expect(found.errors == "")
    #expect(found.output.split(separator: "\n").count > 2, "\(found)")
  }

  /// What the pages and lists of help show as a name: modules, classes, functions, commands.
  @Test func `answers to every name that it shows`() throws {
    let lua = LuaState()
    try Polyak.open(in: lua)
    var shown = Set(lua.help.names)
    let pages = lua.help.names.compactMap { lua.help.page(named: $0)?.text } + [lua.help.overview]
    for page in pages {
      for line in page.split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") && !line.hasPrefix("  >") {
        // A row: a name, how it is called, then at least two blanks.
        let name = line.dropFirst(2).prefix { $0.isLetter || $0.isNumber || "._:".contains($0) }
        let rest = line.dropFirst(2 + name.count)
        if rest.hasPrefix("  ") || rest.hasPrefix("(") || rest.hasPrefix("{"), name.contains(where: { ".:".contains($0) }),
          name.last != "."
        {
          shown.insert(String(name))
        }
      }
    }
    for module in lua.help.modules where !module.name.isEmpty {
      for type in module.classes { shown.formUnion([type.luaClass.name, module.name + "." + type.luaClass.name]) }
    }
    #expect(shown.count > 300)
    let commands = Command.all.flatMap { ["?:" + $0.name, ":help " + $0.name, ":help :" + $0.name] }
    let input = shown.sorted().map { "?" + $0 } + commands
    let outcome = try polyak("--no-init", "-i", input: input.joined(separator: "\n") + "\n")
    #expect(outcome.errors == "")
  }

  @Test func `searches, and keeps to a line each`() throws {
    let session = try DirectSession()
    let found = try #require(session.answer(to: "??sharpness"))
    let lines = found.split(separator: "\n")
    #expect(lines.first?.hasPrefix("  diagnostics.sharpness  ") == true)
    #expect(lines.count > 3)
    #expect(lines.allSatisfy { $0.count <= 80 })
  }

  @Test(
    "keeps to the window's width",
    arguments: ["?", "?losses", "?hbf", "?optim", "?Flow", "?Trajectory", "?Loss", ":help", "hbf", "losses", "workers"])
  func width(_ query: String) throws {
    let session = try DirectSession()
    let shown = try #require(session.answer(to: query))
    let lines = shown.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count > 5)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(shown)")
    // No column so far to the right that words stand alone.
    #expect(!lines.contains { $0.prefix { $0 == " " }.count > 45 }, "\(shown)")
  }
}
