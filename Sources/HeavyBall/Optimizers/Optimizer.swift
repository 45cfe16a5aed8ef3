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
  var stepSize: Coefficient { get }

  /// What makes it a method of the momentum family; nil for methods outside of it.
  var family: MomentumCoefficients? { get }

  /// The member of the momentum family that makes its steps where the loss is quadratic; nil of methods that are linear nowhere.
  var familyOnQuadratics: MomentumCoefficients? { get }

  /// The weight decay that it has where a run says nothing else; most have none.
  var weightDecay: WeightDecay { get }

  /// What is remembered beside the parameters, with its value before the first step.
  func memory(dimension: Int) -> [StateVariable]

  /// One step.
  ///
  /// - Parameters:
  ///   - k: the number of the step: ``Coefficient``s are called with it, `momentum(k)`.
  ///   - β: the parameters.
  ///   - memory: what ``memory(dimension:)`` lists, in its order.
  ///   - gradient: ∇L at any point.
  /// - Returns: the next parameters, and what is to be remembered.
  func step(
    _ k: StepNumber, _ β: Expression, _ memory: [Expression], gradient: (Expression) -> Expression
  ) -> (β: Expression, memory: [Expression])
}

extension Optimizer {
  public var family: MomentumCoefficients? { nil }
  public var familyOnQuadratics: MomentumCoefficients? { family }
  public var weightDecay: WeightDecay { WeightDecay(0) }
}

/// A named part of a method's state.
public struct StateVariable: Hashable, Sendable {
  public let name: String
  public let shape: Shape
  /// The value of each element before the first step; of a single one, that of every element.
  private let values: [Double]

  public init(_ name: String, _ shape: Shape, initial: Double = 0) {
    self.name = name
    self.shape = shape
    values = [initial]
  }

  /// - Precondition: there is a value for every element of the shape, row after row.
  public init(_ name: String, _ shape: Shape, values: [Double]) {
    precondition(values.count == shape.count, "\(shape) begins with \(shape.count) values")
    self.name = name
    self.shape = shape
    self.values = values
  }

  /// What stands before the first step.
  public var initial: [Double] { values.count == shape.count ? values : Array(repeating: values[0], count: shape.count) }
}

extension [StateVariable] {
  /// The shapes of what is remembered that is no vector.
  var memoryShapes: [String: Shape] {
    dropFirst().reduce(into: [:]) { shapes, variable in
      if case .vector = variable.shape { return }
      shapes[variable.name] = variable.shape
    }
  }

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
