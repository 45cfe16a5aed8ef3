/// A discrete method: how the parameters and what the method remembers change in one step.
///
/// A method is one small file in this folder, with its ``Optimizers/Entry``, and a line in ``Optimizers/all``. Its step is written once, as formulas of
/// the state, and compiled together with the gradient of whatever loss it is run on.
public protocol Optimizer: Sendable {
  /// Its name in scripts: `hb`.
  static var name: String { get }
  /// Its name in print: `heavy ball`.
  static var title: String { get }

  /// η, which is also the time that a step takes.
  var stepSize: Double { get }

  /// The member of the momentum family that it is; nil for methods outside of it.
  var family: MomentumFamily? { get }

  /// What is remembered beside the parameters, with its value before the first step.
  func memory(dimension: Int) -> [StateVariable]

  /// One step.
  ///
  /// - Parameters:
  ///   - β: the parameters.
  ///   - memory: what ``memory(dimension:)`` lists, in its order.
  ///   - gradient: ∇L at any point.
  /// - Returns: the next parameters, and what is to be remembered.
  func step(
    _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression])
}

extension Optimizer {
  public var family: MomentumFamily? { nil }
}

/// A named part of a method's state.
public struct StateVariable: Hashable, Sendable {
  public let name: String
  public let shape: Shape
  /// The value of every element before the first step.
  public let initial: Double

  public init(_ name: String, _ shape: Shape, initial: Double = 0) {
    self.name = name
    self.shape = shape
    self.initial = initial
  }
}

extension [StateVariable] {
  /// What one member remembers beside the parameters, from a state by element and member.
  func memory(of state: [Double], member: Int, members: Int) -> [String: Vector] {
    var result: [String: Vector] = [:]
    var start = first?.shape.count ?? 0
    for variable in dropFirst() {
      let end = start + variable.shape.count
      result[variable.name] = Vector((start..<end).map { state[$0 * members + member] })
      start = end
    }
    return result
  }
}
