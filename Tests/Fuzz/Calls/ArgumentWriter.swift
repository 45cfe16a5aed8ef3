@testable import LuaKit

/// Writes arguments as Lua expressions: what a parameter asks for, something near it, or what nobody expects.
struct ArgumentWriter {
  var source: ByteSource
  let declarations: Declarations
  /// Earlier results, `r[i]`, by what they are.
  var made: [(types: [String], index: Int)] = []
  private var depth = 0

  init(_ source: ByteSource, _ declarations: Declarations) {
    self.source = source
    self.declarations = declarations
  }

  // MARK: Calls

  /// `losses.product{y = 1}`.
  mutating func call(_ callable: Declarations.Callable) -> String {
    let arguments = arguments(of: callable.function)
    switch callable.form {
    case .path(let path): return "\(path)(\(arguments))"
    case .object(let type): return "(\(object(of: type)))(\(arguments))"
    case .method(let type):
      let object = object(of: type)
      if source.once(in: 16) {
        return "(\(object)).\(callable.function.name)(\(stranger())\(arguments.isEmpty ? "" : ", ")\(arguments))"
      }
      return "(\(object)):\(callable.function.name)(\(arguments))"
    }
  }

  private mutating func arguments(of function: Function) -> String {
    depth += 1
    defer { depth -= 1 }
    var arguments: [String] = []
    for parameter in function.parameters where parameter.role == .positional {
      if !parameter.isRequired, !source.once(in: 3) {
        arguments.append("nil")
      } else if !source.once(in: 32) {
        arguments.append(value(parameter.type))
      }
    }
    for parameter in function.parameters where parameter.role == .variadic {
      for _ in 0..<source.below(3) { arguments.append(value(parameter.type)) }
    }
    let options = function.parameters.filter { $0.role == .option }.map(\.parameter)
    if !options.isEmpty {
      arguments.append(
        options.allSatisfy({ $0.absence != .required }) && !source.once(in: 2) ? "nil" : table(options, function.entryOptions))
    }
    while source.once(in: 64) { arguments.append(stranger()) }
    while arguments.last == "nil", !source.once(in: 8) { arguments.removeLast() }
    return arguments.joined(separator: ", ")
  }

  private mutating func table(_ options: [AnyParameter], _ entries: [AnyParameter], others: LuaType? = nil) -> String {
    var fields: [String] = []
    for option in options where option.absence == .required ? !source.once(in: 32) : source.once(in: 4) {
      fields.append("[\"\(option.name)\"] = \(value(option.type))")
    }
    if !entries.isEmpty { for _ in 0..<source.below(3) { fields.append(table(entries, [])) } }
    if let others, source.once(in: 2) { fields.append("[\(quoted(source.element(of: declarations.names)))] = \(value(others))") }
    if source.once(in: 32) { fields.append("[\(stranger())] = \(stranger())") }
    let table = "{\(fields.joined(separator: ", "))}"
    return source.once(in: 32) ? "setmetatable({}, {__index = \(table)})" : table
  }

  // MARK: Values

  mutating func value(_ type: LuaType) -> String {
    depth += 1
    defer { depth -= 1 }
    if source.once(in: 16) { return stranger() }
    switch type.kind {
    case .number(let bounds): return number(in: bounds)
    case .integer(let range): return integer(in: range)
    case .boolean: return source.element(of: ["true", "false"])
    case .string: return string()
    case .function: return function()
    case .table: return anyTable()
    case .options(let options, let others): return table(options, [], others: others.first)
    case .optionsOf(let function):
      let named = declarations.callables.first {
        if case .path(let path) = $0.form { path.hasSuffix("\"\(function)\"") } else { false }
      }
      return table(named?.function.parameters.filter { $0.role == .option }.map(\.parameter) ?? [], [])
    case .any: return anything()
    case .oneOf(let words): return quoted(source.element(of: words))
    case .union(let types): return value(source.element(of: types))
    case .object, .custom: return value(of: source.element(of: atoms(of: type)))
    }
  }

  private mutating func value(of atom: String) -> String {
    if atom.hasPrefix("fun") { return function() }
    if atom.hasPrefix("\"") { return atom }
    if declarations.samples[atom] != nil { return object(of: atom) }
    switch atom {
    case "number": return number(in: nil)
    case "integer": return integer(in: nil)
    case "boolean": return source.element(of: ["true", "false"])
    case "string": return string()
    case "number[]": return numbers()
    case "number[][]": return "{\(numbers()), \(numbers())}"
    case "table": return anyTable()
    case "any": return anything()
    case "nil": return "nil"
    default: break
    }
    if atom.hasSuffix("[]") {
      let element = String(atom.dropLast(2))
      return "{\((0..<source.below(4)).map { _ in value(of: element) }.joined(separator: ", "))}"
    }
    return object(of: atom)
  }

  /// An object of a class, or one made by what returns such.
  mutating func object(of type: String) -> String {
    depth += 1
    defer { depth -= 1 }
    let made = made.filter { $0.types.contains(type) }
    let samples = declarations.samples[type] ?? []
    if !made.isEmpty, source.below(4) < 3 {
      // The call may have failed.
      return "r[\(source.element(of: made).index)]" + (samples.isEmpty ? "" : " or \(source.element(of: samples))")
    }
    if !samples.isEmpty, depth > 3 || source.below(4) < 3 { return source.element(of: samples) }
    let makers = declarations.callables.filter { $0.results.contains(type) }
    return makers.isEmpty || depth > 4 ? anyTable() : call(source.element(of: makers))
  }

  private mutating func number(in bounds: LuaType.Bounds?) -> String {
    if source.once(in: 12) { return source.element(of: Self.numbers) }
    let everyday = [0.5, 0.1, 0.9, 0.01, 0.001, 0, 1, 2, 1e-9, 3.5]
    let suitable = everyday.filter { bounds?.contains($0) ?? true }
    return suitable.isEmpty ? "1" : "\(source.element(of: suitable))"
  }

  private mutating func integer(in range: ClosedRange<Int>?) -> String {
    if source.once(in: 12) { return source.element(of: Self.numbers) }
    let lower = max(range?.lowerBound ?? 0, -1000)
    return "\(min(lower + source.below(8), range?.upperBound ?? .max))"
  }

  private mutating func numbers() -> String {
    let count = source.once(in: 6) ? source.below(6) : 2
    return "{\((0..<count).map { _ in number(in: nil) }.joined(separator: ", "))}"
  }

  private mutating func string() -> String {
    switch source.below(6) {
    case 0: return quoted(source.element(of: declarations.names))
    case 1: return fileName()
    case 2: return source.element(of: ["\"[]\"", "\"[[]]\"", "\"[[][]]\"", "\"][\"", "\"[1, {\\\"a\\\": null}]\"", "\"x\""])
    case 3: return source.element(of: ["\"\"", "\"\\0\"", "\"\\xff\\xfe\"", "(\"x\"):rep(1000)", "\"%d%s\"", "\"λ\\u{301}\""])
    case 4: return "\"\((0..<source.below(6)).map { _ in "\\\(source.byte())" }.joined())\""
    default: return quoted(source.element(of: ["beta", "loss", "gradient", "t", "last", "a", "1"]))
    }
  }

  /// In the folder, and nowhere else.
  private mutating func fileName() -> String {
    let name = source.element(of: ["a", "b", "none/a", "\\xe9", "a b"])
    return "folder .. \"/\(name)\(source.element(of: ["", ".csv", ".npy", ".json", ".svg", ".tex", ".txt"]))\""
  }

  private mutating func function() -> String {
    if depth > 4 { return "function(x) return x end" }
    switch source.below(12) {
    case 0: return "function(x) return x end"
    case 1: return "function(b) return b[1] * b[1] + b[2] end"
    case 2: return "function(b) return (b[1] - 1)^2 * exp(b[2]) end"
    case 3: return "function(...) return \(anything()) end"
    case 4: return "function(...) error(\(stranger())) end"
    case 5: return "function(...) coroutine.yield(...) return ... end"
    case 6: return "function(...) return \(call(source.element(of: declarations.callables))) end"
    case 7: return "function(...) use(...) return (...) end"
    case 8: return "print"
    case 9: return "coroutine.wrap(function(...) while true do coroutine.yield(...) end end)"
    case 10: return "function(...) collectgarbage() return ... end"
    default: return "function(...) r = {} return true end"
    }
  }

  private mutating func anyTable() -> String {
    if depth > 5 { return "{}" }
    depth += 1
    defer { depth -= 1 }
    let fields = (0..<source.below(4)).map { _ -> String in
      switch source.below(3) {
      case 0: return "[\"\(source.element(of: declarations.names))\"] = \(anything())"
      case 1: return anything()
      default: return "[\(stranger())] = \(anything())"
      }
    }
    return "{\(fields.filter { !$0.hasPrefix("[nil]") && !$0.hasPrefix("[0/0]") }.joined(separator: ", "))}"
  }

  /// A value of any kind, sensible by itself.
  mutating func anything() -> String {
    if depth > 5 { return "1" }
    depth += 1
    defer { depth -= 1 }
    switch source.below(10) {
    case 0, 1: return object(of: source.element(of: declarations.classes).name)
    case 2 where !made.isEmpty: return "r[\(source.element(of: made).index)]"
    case 3: return numbers()
    case 4: return string()
    case 5: return function()
    case 6: return anyTable()
    case 7: return stranger()
    case 8: return "..."
    default: return number(in: nil)
    }
  }

  private static let numbers = [
    "0", "1", "-1", "0.0", "-0.0", "0/0", "1/0", "-1/0", "math.mininteger", "math.maxinteger", "2^31", "2^53", "-2^63",
    "1e308", "-1e308", "5e-324", "1e-300", "0.1", "1.5", "2^62", "1 << 32", "1000000", "65536", "17", "3",
  ]

  /// What nobody expects. Values that are in themselves trouble, `bad`, are made by the script's beginning.
  mutating func stranger() -> String {
    switch source.below(4) {
    case 0: return source.element(of: Self.numbers)
    case 1: return "bad[\(1 + source.below(badCount))]"
    case 2: return source.element(of: ["nil", "true", "false", "{}", "\"\"", "print", "_G", "{{}}", "{nil, 1}", "\"x\"", "..."])
    default:
      guard depth < 6 else { return "nil" }
      return object(of: source.element(of: declarations.classes).name)
    }
  }

}

/// A string as Lua reads it.
func quoted(_ text: String) -> String {
  let characters = text.utf8.map { byte in
    let isPlain = 32..<127 ~= byte && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    return isPlain ? String(UnicodeScalar(byte)) : "\\x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
  }
  return "\"\(characters.joined())\""
}

/// How many values ``ScriptWriter/beginning`` has in `bad`.
let badCount = 24
