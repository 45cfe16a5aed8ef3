@testable import LuaKit
import LuaPrompt
@testable import PolyakModules

/// What a script may call, read off the declarations: a function that is new is here at once.
struct Declarations: Sendable {
  struct Callable: Sendable {
    enum Form: Sendable {
      /// `losses.product`
      case path(String)
      /// The method of a class's objects.
      case method(of: String)
      /// The objects' own call.
      case object(String)
    }

    let form: Form
    let function: Function
    /// The classes of what it returns, as annotations name them.
    let results: [String]
  }

  private(set) var callables: [Callable] = []
  private(set) var classes: [ClassDeclaration] = []
  /// Code that runs, the last line an expression.
  private(set) var examples: [String] = []
  /// Expressions, by the class of the object that each gives: what stands in the examples.
  private(set) var samples: [String: [String]] = [:]
  /// Of parameters, properties and methods.
  private(set) var names: [String] = []

  static let all = Declarations()

  private init() {
    let lua = LuaState()
    guard (try? Polyak.open(in: lua)) != nil else { return }
    for module in lua.modules {
      let prefix = module.name.isEmpty ? "" : module.name + "."
      for function in module.functions { add(function, .path(prefix + function.name)) }
      for type in module.classes { add(type.luaClass) }
    }
    for module in lua.manual where !module.name.isEmpty && isOurs(module) {
      if let callable = module.callable { add(callable, .path("require \"\(module.name)\"")) }
      for function in module.functions {
        let path = Callable.Form.path("require \"\(module.name)\".\(function.name)")
        add(function, function.isMethod ? .method(of: module.name) : path)
      }
    }
    names = Set(names).sorted()
    collectSamples(lua)
  }

  /// Lua's own functions are not declared here, and some of them would reach out of the folder; but coroutines are wrapped.
  private func isOurs(_ module: Module) -> Bool {
    let place = (module.functions.first ?? module.callable)?.place
    return module.name == "coroutine" || place.map { !$0.source.hasPrefix("@stdlib/manual") } ?? false
  }

  private mutating func add(_ function: Function, _ form: Callable.Form) {
    let results = atoms(of: function.returns)
    callables.append(Callable(form: form, function: function, results: results))
    names += function.parameters.map(\.name) + function.entryOptions.map(\.name)
    if let example = function.example { examples.append(Self.code(of: example)) }
  }

  private mutating func add(_ type: ClassDeclaration) {
    classes.append(type)
    names += type.memberNames
    for method in type.methods { add(method, .method(of: type.name)) }
    if let callable = type.callable { add(callable, .object(type.name)) }
  }

  /// Without what the last line gives.
  private static func code(of example: String) -> String {
    example.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in line.firstRange(of: "  --> ").map { String(line[..<$0.lowerBound]) } ?? String(line) }
      .joined(separator: "\n")
  }

  /// Every beginning of an example's last line that is an expression by itself, and gives an object.
  private mutating func collectSamples(_ lua: LuaState) {
    var seen: Set<String> = []
    for example in examples where !example.contains("workers") && !example.contains("require") {
      var lines = example.split(separator: "\n").map(String.init)
      let last = Array((lines.popLast() ?? "").utf8)
      let setup = lines.joined(separator: "\n")
      for token in Lexer.tokens(of: last) {
        let beginning = String(decoding: last[..<token.range.upperBound], as: UTF8.self)
        let code = setup.isEmpty ? beginning : "(function() \(setup)\nreturn \(beginning) end)()"
        guard seen.insert(code).inserted, let chunk = try? lua.load("return " + code, name: "=sample"),
          case .object(let object)? = try? chunk.call().first, let type = lua.declaration(of: object)
        else { continue }
        samples[type.name, default: []].append(code)
      }
    }
  }
}

/// The words of an annotation: "Vector", "number[]" of "Vector|number[]".
func atoms(of type: LuaType?) -> [String] {
  (type?.annotation ?? "").split(separator: "|").map { String($0.drop { $0 == " " || $0 == "(" }) }
}
