/// A Lua module: functions, constants and the classes that its functions return.
public struct Module: Sendable {
  /// A plain value in a module.
  ///
  ///     Module.Constant("golden", 1.618, "the golden ratio")
  public struct Constant: Sendable {
    /// As Lua writes it, and what help says of it.
    public let name: String, summary: String
    /// What it is.
    public let value: LuaLiteral
    /// A constant with its value and a summary for help.
    public init(_ name: String, _ value: LuaLiteral, _ summary: String) {
      self.name = name
      self.value = value
      self.summary = summary
    }
  }

  /// What stands before the dot; empty where its functions are global.
  public let name: String
  /// What help says of it: a sentence.
  public let summary: String
  /// What is called as `name.function()`.
  public let functions: [Function]
  /// What is read as `name.constant`.
  public let constants: [Constant]
  /// The classes of what its functions return, for help and stubs.
  public let classes: [any LuaObject.Type]
  /// The call of the module itself, as in `plot(x, y)`; only those written in Lua have one.
  public let callable: Function?

  /// What follows the summary in help, a text for each paragraph.
  package var details: [String] = []
  package var example: String?
  /// What a value of its methods' class is called, as in `store:read()`.
  package var instanceName: String?
  /// Variables that are known by their types alone.
  package var fields: [Field] = []
  /// Of one written in Lua what stubs copy from its file.
  package var annotations: Annotations?
  /// Whether it is of Lua's own library.
  public private(set) var isPartOfLua = false

  /// The module as one of Lua's own library: stubs for editors, which know that, leave it out.
  public var partOfLua: Module {
    var copy = self
    copy.isPartOfLua = true
    return copy
  }

  /// Whether there is nothing to call or read: words and an example, such as a recipe.
  package var isPage: Bool { functions.isEmpty && callable == nil && fields.isEmpty && constants.isEmpty && classes.isEmpty }

  /// What a file's annotations say, as lines of another Lua file.
  package struct Annotations: Sendable {
    /// The module and its functions.
    package var lines: [String] = []
    /// Classes and aliases of its file, and of other files those that are spoken of.
    package var types: [(name: String, lines: [String])] = []

    package init() {}

    package var isEmpty: Bool { lines.isEmpty && types.isEmpty }
  }

  package struct Field: Sendable {
    package let name: String
    package let type: LuaType
    package let summary: String

    package init(name: String, type: LuaType, summary: String) { (self.name, self.type, self.summary) = (name, type, summary) }
  }

  /// What stands before a field: of a class the fields are its instances'.
  package var fieldPrefix: String { (functions.contains(where: \.isMethod) ? instanceName ?? name : name) + "." }

  /// A function's name as one types it.
  package func fullName(of function: Function) -> String {
    if function.isMethod { return (instanceName ?? name) + ":" + function.name }
    return name.isEmpty ? function.name : name + "." + function.name
  }

  /// - Parameter name: What stands before the dot; empty for functions that are global, such as `vec`.
  public init(
    _ name: String, _ summary: String, functions: [Function] = [], constants: [Constant] = [],
    classes: [any LuaObject.Type] = [], callable: Function? = nil
  ) {
    self.name = name
    self.summary = summary
    self.functions = functions
    self.constants = constants
    self.classes = classes
    self.callable = callable
  }
}

/// Where a module is to be found.
public struct ModulePlacement: OptionSet, Sendable {
  public let rawValue: Int
  public init(rawValue: Int) { self.rawValue = rawValue }
  /// As a global variable; the functions of a module without a name as globals themselves.
  public static let global = ModulePlacement(rawValue: 1)
  /// In `package.loaded`, so that `require` finds it.
  public static let required = ModulePlacement(rawValue: 2)
}

extension LuaState {
  /// Binds a module and gives its table. Its classes are bound when their first objects are pushed.
  @discardableResult
  public func register(_ module: Module, as placement: ModulePlacement = [.global, .required]) throws(LuaError) -> LuaTable {
    let isGlobal = placement.contains(.global)
    let table =
      module.name.isEmpty && isGlobal
      ? globals : makeTable(fields: module.functions.count + module.constants.count)
    let prefix = module.name.isEmpty ? "" : module.name + "."
    for function in module.functions { table[function.name] = .function(try bind(function, prefix: prefix)) }
    for constant in module.constants { table[constant.name] = constant.value.value }
    if !module.name.isEmpty {
      if isGlobal { globals[module.name] = .table(table) }
      if placement.contains(.required) { loaded[module.name] = .table(table) }
    }
    modules.append(module)
    return table
  }

  /// A declared function as a Lua one; errors name it with the prefix.
  public func bind(_ function: Function, prefix: String = "") throws(LuaError) -> LuaFunction {
    try push(box: DeclaredBox(self, function, qualifiedName: prefix + function.name, owner: nil))
    return LuaFunction(poppedFrom: self)
  }

  /// A closure as a Lua function, with no declaration: it checks its arguments itself.
  ///
  /// Lua holds the closure and the state holds Lua, so one that captures the state keeps it for ever: ask ``Call/state``.
  public func function<R: LuaReturnable>(
    _ name: String = "", _ body: @escaping (Call) throws -> R
  ) throws(LuaError) -> LuaFunction {
    try push(box: ClosureBox(self, name) { call in try body(call).pushResults(to: call.state) })
    return LuaFunction(poppedFrom: self)
  }

  /// The same with nothing as result.
  public func function(_ name: String = "", _ body: @escaping (Call) throws -> Void) throws(LuaError) -> LuaFunction {
    try push(
      box: ClosureBox(self, name) { call in
        try body(call)
        return 0
      })
    return LuaFunction(poppedFrom: self)
  }
}
