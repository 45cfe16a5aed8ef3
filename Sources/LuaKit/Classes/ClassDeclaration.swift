/// How a Swift class looks from Lua: methods, properties, operators, indexing.
public struct ClassDeclaration: Sendable {
  public struct Property: Sendable {
    public let name: String, summary: String
    public let type: LuaType
    /// Pushes one value.
    let read: @Sendable (AnyObject, LuaState) throws -> Void
    let assign: (@Sendable (AnyObject, LuaValue, LuaState) throws -> Void)?
  }

  public let name: String
  public let summary: String
  /// As examples and errors call an instance: "flow" in `flow:integrate`.
  public let instanceName: String
  public internal(set) var methods: [Function] = []
  public internal(set) var properties: [Property] = []
  package var operators: [Operator: OperatorBody] = [:]
  public var callable: Function?
  package var index = Indexing()
  let isInstance: @Sendable (AnyObject) -> Bool
  let cast: @Sendable (AnyObject) -> any LuaObject
  let declares: @Sendable (any LuaObject.Type) -> Bool

  /// Arguments are on the stack; pushes results and answers how many.
  package typealias OperatorBody = @Sendable (Call) throws -> Int

  /// Access by integer keys: direct closures, the number ones with no LuaValue in between.
  package struct Indexing: Sendable {
    package var number: (@Sendable (AnyObject, Int) throws -> Double?)?
    package var value: (@Sendable (AnyObject, Int, LuaState) throws -> Void)?
    /// By a table or an object; nil where that is no index.
    package var list: (@Sendable (AnyObject, LuaValue, LuaState) throws -> (any LuaRepresentable)?)?
    package var setNumber: (@Sendable (AnyObject, Int, Double) throws -> Void)?
    package var setValue: (@Sendable (AnyObject, Int, LuaValue, LuaState) throws -> Void)?
  }

  public init<T: LuaObject>(
    _ type: T.Type, _ name: String, _ summary: String, instanceName: String? = nil, _ members: [ClassMember<T>]
  ) {
    self.name = name
    self.summary = summary
    self.instanceName = instanceName ?? (name.prefix(1).lowercased() + name.dropFirst())
    isInstance = { $0 is T }
    declares = { $0 is T.Type }
    cast = { unsafeDowncast($0, to: T.self) }
    for member in members { member.add(&self) }
  }

  /// Methods and properties, as completion offers them.
  public var memberNames: [String] { methods.map(\.name) + properties.map(\.name) }
}
