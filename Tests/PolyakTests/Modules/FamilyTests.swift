import HeavyBall
import LuaKit
import LuaPrompt
import Testing

@testable import PolyakConsole
@testable import PolyakModules

/// What a script or somebody at the prompt meets of every member of a list: the page of help that tells of it, that its
/// name is offered, the answer to a misspelt one, and that it works.
@Suite struct `Every member` {
  let lua = LuaState()
  init() throws { try Polyak.open(in: lua) }

  /// Of a name whose letters are right but for one more.
  private func misspelt(_ name: String) -> String { name + "x" }

  private func page(_ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    // In one line, as sentences are wrapped.
    try #require(lua.help.page(named: name), "\(name)", sourceLocation: sourceLocation).text
      .split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// What is offered behind code.
  private func offered(_ code: String) -> [String] {
    LineCompletion(lua: lua) { [lua] in Completer(lua) }.completion(of: Array(code.utf8), behind: []).candidates
  }

  @Test("of the losses", arguments: Losses.all.map(\.name))
  func losses(name: String) throws {
    let entry = try #require(Losses.all.first { $0.name == name })
    #expect(try page("losses." + name).contains(entry.summary))
    // Every example is run by another test.
    #expect(try page("losses." + name).contains("losses.\(name){\(entry.sample.source)}"))
    #expect(offered("losses." + name.prefix(1)).contains(name))
    try settings(entry.settings, of: "losses." + name)
  }

  @Test("of the methods", arguments: Optimizers.all.map(\.name))
  func optimizers(name: String) throws {
    let entry = try #require(Optimizers.all.first { $0.name == name })
    #expect(try page("optim." + name).contains(entry.summary))
    #expect(try page("optim." + name).contains(entry.sample.source))
    #expect(offered("optim." + name.prefix(1)).contains(name))
    try settings(entry.settings, of: "optim." + name)
  }

  private func settings(_ settings: [AnySetting], of function: String) throws {
    for setting in settings {
      #expect(try page(function).contains(setting.summary), "\(function): \(setting.name)")
      #expect(offered("\(function){" + setting.name.prefix(1)).contains(setting.name), "\(function): \(setting.name)")
      // A single letter and one more are as near to another's.
      guard setting.name.count > 1 else { continue }
      let wrong = try lua.failure(of: "\(function){\(misspelt(setting.name)) = 1}")
      let expected = "\(function): unknown option '\(misspelt(setting.name))' (did you mean '\(setting.name)'?)"
      #expect(wrong.hasPrefix(expected), "\(wrong)")
    }
  }

  @Test("of the integrators", arguments: Integrators.all.map(\.name))
  func integrators(name: String) throws {
    let method = try #require(Integrators.all.first { $0.name == name })
    #expect(try page("Flow:integrate").contains("\(name) is \(method.summary)"))
    let flow = "hbf.flow{loss = losses.product{y = 0.6}, eta = 1e-3, mu = 0.5, order = 1}"
    #expect(offered("\(flow):integrate({1, 1}, 5, {method = '" + name.prefix(1)).contains(name))
    let wrong = try lua.failure(of: "\(flow):integrate({1, 1}, 5, {method = '\(misspelt(name))'})")
    #expect(
      wrong.hasPrefix("flow:integrate: option 'method' must be ") && wrong.hasSuffix(" (did you mean '\(name)'?)"), "\(wrong)")
    #expect(try lua.answer(to: "return \(flow):integrate({1, 1}, 5, {method = '\(name)'}).ending") == "completed")
    let distance = "\(flow):integrate({1, 1}, 5, {method = '\(name)'}):final() - \(flow):integrate({1, 1}, 5):final()"
    #expect(try lua.answer(to: "return (\(distance)):norm() < 1e-5") == "true")
  }

  @Test("of the functions that losses are written with", arguments: ElementaryFunctions.all.indices)
  func functions(place: Int) throws {
    let function = ElementaryFunctions.all[place], (x, value) = function.sample
    #expect(try page(function.name).contains(function.summary))
    #expect(try page(function.name).contains("\(function.name)(\(x)) -->"))
    #expect(offered(String(function.name.prefix(1))).contains(function.name))
    #expect(
      try lua.failure(of: "\(function.name)('x')")
        == "\(function.name): argument 'x' must be a number, vector or matrix, got string 'x'")
    let defined = "losses.define(1, function(b) return \(function.name)(b[1]) end){\(x)}"
    #expect(try lua.answer(to: "return math.abs(\(defined) - \(value)) <= 4e-16 * math.max(1, math.abs(\(value)))") == "true")
  }

  @Test("of the functions of whole values", arguments: ValueFunction.all.map(\.name))
  func valueFunctions(name: String) throws {
    let function = try #require(ValueFunction.all.first { $0.name == name }), sample = function.sample
    #expect(try page(name).contains(function.summary.split(whereSeparator: \.isWhitespace).joined(separator: " ")))
    #expect(try page(name).contains("\(sample.call(name)) -->"))
    #expect(offered(String(name.prefix(1))).contains(name))
    for other in function.parameters + [function.operand] { #expect(try page(name).contains(other.summary), "\(other.name)") }
    let wrong = try lua.failure(of: "\(name)('x'\(sample.arguments.isEmpty ? "" : ", " + sample.arguments))")
    #expect(
      wrong == "\(name): argument '\(function.operand.name)' must be a number, vector or matrix, got string 'x'", "\(wrong)")
    // As a function, as a method of each class that has it, and traced.
    let operand = sample.operand.hasPrefix("{") ? "vec" + sample.operand : sample.operand
    let ways = [
      "\(name)(x\(sample.arguments.isEmpty ? "" : ", " + sample.arguments))", "x:\(name)(\(sample.arguments))",
    ]
    for way in ways {
      let plain = "local x = \(operand) return math.abs(\(way)\(sample.part) - \(sample.value)) < 1e-6"
      #expect(try lua.answer(to: plain) == "true", "\(way)")
      let traced = """
        local x = \(operand)
        local formula = losses.define(#x:flatten(), function(b)
          if getmetatable(x) == getmetatable(mat(1, 1)) then b = b:reshape(x:size()) end
          return (function(x) return \(way)\(sample.part) end)(b)
        end)
        return math.abs(formula(x:flatten()) - \(sample.value)) < 1e-6
        """
      if function.isSymbolic {
        #expect(try lua.answer(to: traced) == "true", "\(way)")
      } else {
        #expect(try lua.failure(of: "(function() \(traced) end)()").contains("\(name): a symbolic value has no order"))
      }
    }
  }

  @Test("of the methods of vectors and matrices, which symbols have too, and those of symbols, which one of them has")
  func methodsOfValues() throws {
    func names<T: LuaObject>(_ type: T.Type) -> Set<String> { Set(type.luaClass.methods.map(\.name)) }
    let (vectors, matrices, symbols) = (names(VectorObject.self), names(MatrixObject.self), names(SymbolObject.self))
    #expect(vectors.union(matrices).subtracting(symbols) == ["set", "single"])
    #expect(symbols.subtracting(vectors.union(matrices)).isEmpty)
    #expect(symbols.isSuperset(of: ["norm", "size", "column", "map", "totable"]))
  }

  @Test("of the quantities", arguments: Quantities.all.map { $0.name })
  func quantities(name: String) throws {
    let quantity = try #require(Quantities.all.first { $0.name == name })
    #expect(try page("Optimizer:run").contains(quantity.summary))
    let run = "optim.hb{loss = losses.product{y = 0.6}, eta = 5e-3, mu = 0.7}:run({2.8, 3.5}, 2, {record = {"
    #expect(offered(run + name.prefix(1)).contains(name))
    let wrong = try lua.failure(of: "\(run)\(misspelt(name)) = 1}})")
    #expect(wrong.hasPrefix("optimizer:run: unknown option 'record.\(misspelt(name))' (did you mean '\(name)'?)"), "\(wrong)")
    let found = try #require(lua.value(of: "\(run)\(name) = 1}}).recorded.\(name).values[1]").number)
    #expect((found - quantity.sample).magnitude <= 1e-13 * max(1, quantity.sample.magnitude), "\(found)")
  }

  @Test("of the prompt's commands", arguments: Command.all.map(\.name))
  func commands(name: String) throws {
    let command = try #require(Command.all.first { $0.name == name })
    #expect(command.page.contains(command.usage) && command.page.contains(command.summary))
    #expect(offered(":" + name.prefix(1)).contains(name))
    let wrong = #expect(throws: LuaError.self) { try Command.named(misspelt(name)) }
    // A name of one letter more may be nearer to another.
    #expect(wrong?.message.hasPrefix(":\(misspelt(name)): no such command (did you mean ':") == true)
    for other in command.otherNames {
      let hint = #expect(throws: LuaError.self) { try Command.named(other) }
      #expect(hint?.message == ":\(other): no such command (did you mean ':\(name)'?); :help lists them")
    }
    let texts = ["", "word", "nothing of the kind"]
    let taken = texts.map { (try? Command.named("\(name) \($0)")) != nil }
    switch command.argument {
    case .none: #expect(taken == [true, false, false])
    case .expression, .file: #expect(taken == [false, true, true])
    case .optionalFile, .word: #expect(taken == [true, true, true])
    case .oneOf(let words):
      #expect(taken == [true, false, false] && words.allSatisfy { (try? Command.named("\(name) \($0)")) != nil })
      #expect(offered(":\(name) ") == words)
    }
  }

  @Test func `has a name that no other of its list has`() {
    let lists = [
      Losses.all.map(\.name), Optimizers.all.map(\.name), Integrators.all.map(\.name),
      ElementaryFunctions.all.map(\.name) + ValueFunction.all.map(\.name),
      Quantities.all.map { $0.name }, Command.all.flatMap { [$0.name] + $0.otherNames },
    ]
    for names in lists { #expect(Set(names).count == names.count, "\(names)") }
  }
}
