/// How a Swift class looks from Lua: methods, properties, operators, indexing.
///
///     ClassDeclaration(Account.self, "Account", "Money put away.", [
///       .property("balance", "What is there.", \.balance),
///       .variable("owner", "Whose it is.", \.owner),
///       .method("deposit", "Adds to it.", amount, returns: .number) { account, amount in
///         account.balance += amount
///         return account.balance
///       },
///     ])
public struct ClassDeclaration: Sendable {
  /// A field, as ``ClassMember`` declares one.
  public struct Property: Sendable {
    /// As Lua writes it, and what help says of it.
    public let name: String, summary: String
    /// What it holds, and what assigning to it takes.
    public let type: LuaType
    /// Pushes one value.
    let read: @Sendable (AnyObject, LuaState) throws -> Void
    let assign: (@Sendable (AnyObject, LuaValue, LuaState) throws -> Void)?
  }

  /// As Lua, help and errors call the class.
  public let name: String
  /// What help says of it: a sentence.
  public let summary: String
  /// As examples and errors call an instance: "flow" in `flow:integrate`.
  public let instanceName: String
  /// What is called as `object:name()`, those inherited first.
  public internal(set) var methods: [Function] = []
  /// What is read as `object.name`, those inherited first.
  public internal(set) var properties: [Property] = []
  package var operators: [Operator: OperatorBody] = [:]
  /// The call of an object itself, `object(..)`, where there is one.
  public var callable: Function?
  package var index = Indexing()
  let isInstance: @Sendable (AnyObject) -> Bool
  let cast: @Sendable (AnyObject) -> any LuaObject
  let declares: @Sendable (any LuaObject.Type) -> Bool
  /// The declaration whose members this one begins with: its name, for stubs.
  public let parent: String?
  /// Whether the class is what the parent declares: members get their object unchecked.
  let isSubclass: Bool

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

  /// - Parameters:
  ///   - name: As Lua, help and errors call the class.
  ///   - instanceName: As examples and errors call an instance; nil is the name with a small first letter.
  ///   - parent: Of a superclass, whose members this class has too, but for those that it declares anew:
  ///
  ///         class Account: LuaObject { class var luaClass: ClassDeclaration { .. } }
  ///         final class Savings: Account {
  ///           override class var luaClass: ClassDeclaration {
  ///             ClassDeclaration(Savings.self, "Savings", "With interest.", inheriting: super.luaClass, [ .. ])
  ///           }
  ///         }
  public init<T: LuaObject>(
    _ type: T.Type, _ name: String, _ summary: String, instanceName: String? = nil,
    inheriting parent: ClassDeclaration? = nil, _ members: [ClassMember<T>]
  ) {
    self.name = name
    self.summary = summary
    self.instanceName = instanceName ?? (name.prefix(1).lowercased() + name.dropFirst())
    isInstance = { $0 is T }
    declares = { $0 is T.Type }
    cast = { unsafeDowncast($0, to: T.self) }
    self.parent = parent?.name
    isSubclass = parent?.declares(type) ?? true
    if let parent {
      (methods, properties, operators, index) = (parent.methods, parent.properties, parent.operators, parent.index)
      callable = parent.callable
      callable?.name = self.instanceName
    }
    for member in members { member.add(&self) }
  }

  /// In the place of one of that name, where one is inherited.
  mutating func add(method: Function) {
    properties.removeAll { $0.name == method.name }
    if let i = methods.firstIndex(where: { $0.name == method.name }) { methods[i] = method } else { methods.append(method) }
  }

  mutating func add(property: Property) {
    methods.removeAll { $0.name == property.name }
    if let i = properties.firstIndex(where: { $0.name == property.name }) {
      properties[i] = property
    } else {
      properties.append(property)
    }
  }

  /// Methods and properties, as completion offers them.
  public var memberNames: [String] { methods.map(\.name) + properties.map(\.name) }
}
