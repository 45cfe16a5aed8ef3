import LuaKit
import LuaPrompt

/// The variables that `local` has declared at the prompt. They live on: later lines see them, and so do the functions that
/// were made with them, for each is one Lua variable, shared by all.
///
/// A block that declares or uses some is compiled inside a function whose upvalues they are. Behind each declaration a call
/// is added that hands over a function with the new variables as upvalues; so they stay even where the block fails later.
final class LocalScope {
  fileprivate struct Variable {
    /// A function that has the variable among its upvalues.
    let holder: LuaFunction
    let index: Int
    let isConstant: Bool

    func assign(_ value: LuaValue) throws(LuaError) { try holder.setUpvalue(index, to: value) }
  }

  private let lua: LuaState
  private var variables: [String: Variable] = [:]
  /// The call that the prompt was opened in: its variables are seen behind those declared here.
  var frame: CallFrame?
  /// What stands for the global variables while there is a frame.
  private lazy var environment = FrameEnvironment(self, lua)
  /// Of the block compiled last: what its calls hand over.
  private var declarations: [LocalDeclaration] = []

  init(_ lua: LuaState) { self.lua = lua }

  var names: [String] { Set(variables.keys).union(frame?.names ?? []).sorted() }

  /// Nil where there is no such variable.
  func value(of name: String) -> LuaValue? {
    if let variable = variables[name] { return variable.holder.upvalue(variable.index) }
    return frame?[name]
  }

  /// The variables declared here with their values of a moment.
  struct Snapshot {
    fileprivate var variables: [String: Variable] = [:]
    fileprivate(set) var values: [String: LuaValue] = [:]
  }

  var snapshot: Snapshot {
    Snapshot(variables: variables, values: variables.mapValues { $0.holder.upvalue($0.index) })
  }

  /// Has the names of a moment stand for the same variables and values again.
  func restore(_ snapshot: Snapshot) throws(LuaError) {
    variables = snapshot.variables
    for (name, value) in snapshot.values { try variables[name]?.assign(value) }
  }

  /// Gives variables that hold a value another one.
  func replace(_ old: LuaValue, with new: LuaValue) throws(LuaError) {
    for variable in variables.values where variable.holder.upvalue(variable.index) == old { try variable.assign(new) }
  }

  func isConstant(_ name: String) -> Bool { variables[name]?.isConstant ?? false }

  /// A block as a function, its variables in place.
  func compile(_ text: [UInt8], isExpression: Bool, name: String) throws(LuaError) -> LuaFunction {
    let declared = isExpression ? [] : LocalDeclaration.all(in: text)
    for declaration in declared {
      if let variable = declaration.variables.first(where: { $0.attribute == "close" }) {
        throw LuaError(
          kind: .syntax,
          message: "local '\(variable.name)' <close>: at the prompt it would be closed at the end of its line; "
            + "put it and what uses it between 'do' and 'end'")
      }
    }
    // What is to be closed keeps the call at the end from being a tail call, which would leave the prompt's own place out of
    // errors and tracebacks.
    let code = isExpression ? Array("local \(CallFrame.ownNames)open <close> = nil return ".utf8) + text : text
    // `_ENV` is used by every global variable's name.
    let words = Lexer(text).filter { $0.kind == .name }.map { $0.text(in: text) } + ["_ENV"]
    let used = Set(words).filter { variables[$0] != nil }.sorted()
    if declared.isEmpty, used.isEmpty, frame == nil { return try lua.load(bytes: code, name: name) }

    declarations = declared
    // Behind the keeper the environment: the frame's variables are found through it.
    let parameters =
      ["\(keeper) <const>"] + (frame == nil ? [] : ["_ENV <const>"])
      + used.map { isConstant($0) ? "\($0) <const>" : $0 }
    let wrapped =
      Array("local \(parameters.joined(separator: ", ")) = ...; return function(...) ".utf8)
      + handingOver(code, declared) + Array("\nend".utf8)
    let keep = try lua.function("local") { [weak self] call in self?.keep(call) }
    let arguments = try [.function(keep)] + (frame == nil ? [] : [LuaValue.table(environment.table())])
    guard let function = try lua.load(bytes: wrapped, name: name).call(arguments).first?.function else {
      throw LuaError("a block at the prompt is no function")
    }
    for (i, upvalue) in function.upvalueNames.enumerated() where upvalue != keeper {
      if let variable = variables[upvalue] { try function.shareUpvalue(i + 1, with: variable.holder, variable.index) }
    }
    return function
  }

  private let keeper = CallFrame.ownNames + "keep"

  /// The code with a call behind each declaration, on the same line.
  private func handingOver(_ code: [UInt8], _ declared: [LocalDeclaration]) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    for (i, declaration) in declared.enumerated() {
      result += code[start..<declaration.range.upperBound]
      let names = declaration.variables.map(\.name).joined(separator: ", ")
      result += Array(";\(keeper)(\(i), function() return \(names) end);".utf8)
      start = declaration.range.upperBound
    }
    return result + code[start...]
  }

  private func keep(_ call: Call) {
    guard let i = call[0].integer, declarations.indices.contains(i), let holder = call[1].function else { return }
    let upvalues = holder.upvalueNames
    for (place, variable) in declarations[i].variables.enumerated() {
      let isConstant = variable.attribute == "const"
      if let index = upvalues.firstIndex(of: variable.name) {
        variables[variable.name] = Variable(holder: holder, index: index + 1, isConstant: isConstant)
      } else if let value = try? holder.call()[place], let holder = try? self.holder(of: value) {
        // A constant that Lua has compiled into the code is no upvalue.
        variables[variable.name] = Variable(holder: holder, index: 1, isConstant: isConstant)
      }
    }
  }

  private func holder(of value: LuaValue) throws(LuaError) -> LuaFunction? {
    try lua.load("local value = ...; return function() return value end", name: "=local").call([value]).first?.function
  }
}
