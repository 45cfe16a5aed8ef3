import Testing

@testable import HeavyBall

/// Losses that are means over rows, on some of their rows.
@Suite("Batches of rows") struct BatchTests {
  private struct Case: CustomTestStringConvertible {
    let loss: any Loss
    /// What singles leave.
    let accuracy: Double
    var testDescription: String { "\(type(of: loss).name) to \(accuracy)" }
    var point: Vector { Vector((0..<loss.dimension).map { 0.4 + 0.3 * Double($0 % 5) }) }

    init(_ loss: any Loss, accuracy: Double = 1e-13) { (self.loss, self.accuracy) = (loss, accuracy) }
  }

  private static let x = Matrix([[1, 2], [3, -1], [0.5, 4], [-2, 1], [1.5, 0.25]])
  private static let y: Vector = [1, -1, 1, 1, -1]

  private static func network(_ measure: NetworkMeasure, _ precision: Precision) -> MultilayerPerceptron {
    let numbers =
      precision == .double ? SharedNumbers(x.elements) : SharedNumbers(x.elements.map { Float($0) })
    let layout = NetworkLayout(inputs: 2, widths: [3], outputs: 2)
    return MultilayerPerceptron(
      inputs: numbers, targets: .oneHot([0, 1, 1, 0, 1], classes: 2), layout: layout, activation: .tanh, measure: measure)
  }

  private static var cases: [Case] {
    [
      Case(LeastSquaresLoss(x: x, y: y)), Case(LogisticLoss(x: x, y: y)), Case(DiagonalLinearLoss(x: x, y: y)),
      Case(network(.squaredError, .double)), Case(network(.crossEntropy, .double)),
      Case(network(.crossEntropy, .single), accuracy: 1e-6),
    ]
  }

  @Test("the mean of a loss over its rows one by one is the loss, and so are gradients", arguments: cases)
  private func means(_ c: Case) throws {
    let objective = Objective(c.loss)
    let count = try #require(objective.rows).count
    #expect(count == 5)
    let rows = try (0..<count).map { try #require(try objective.batch([$0])) }
    let value = rows.reduce(0) { $0 + $1.value(at: c.point) } / Double(count)
    expectClose(value, objective.value(at: c.point), c.accuracy)
    let gradient = rows.reduce(Vector(repeating: 0, count: c.point.count)) { $0 + $1.gradient(at: c.point) }
    expectClose(gradient * (1 / Double(count)), objective.gradient(at: c.point).elements, c.accuracy)
  }

  @Test("a formula whose rows are refilled has the batches' gradients, for one member and for several", arguments: cases)
  private func refilled(_ c: Case) throws {
    let objective = Objective(c.loss)
    let batch = try #require(try objective.batchFormula(size: 3))
    let gradient = batch.gradient { () throws(Never) in }
    let program = Program(
      step: [gradient] + batch.rows, of: [batch.parameters] + batch.rows)
    for members in [1, 3] {
      let machine = Machine(program, members: members)
      for indices in [[0, 1, 2], [4, 0, 2], [3, 3, 1]] {
        machine.load(c.point, input: 0)
        batch.load(indices, into: machine, from: 1)
        machine.run()
        let expected = try #require(try objective.batch(indices)).gradient(at: c.point).elements
        for k in 0..<members { expectClose(machine.output(0, member: k), expected, c.accuracy) }
      }
    }
  }

  @Test("least squares on rows 2 and 3 is what the formula says")
  func byHand() throws {
    // Residuals at (1, 1): 3 − 1 + 1 = 3, 0.5 + 4 − 1 = 3.5.
    let batch = try #require(try Objective(LeastSquaresLoss(x: Self.x, y: Self.y)).batch([1, 2]))
    #expect(batch.value(at: [1, 1]) == (9 + 12.25) / 4)
    #expect(batch.rows?.count == 2)
  }

  @Test("a batch has batches")
  func nested() throws {
    let objective = Objective(LogisticLoss(x: Self.x, y: Self.y))
    let outer = try #require(try objective.batch([4, 2, 0]))
    let inner = try #require(try outer.batch([1]))
    #expect(inner.value(at: [1, 2]) == (try #require(try objective.batch([2]))).value(at: [1, 2]))
  }

  @Test("a loss that is no mean over rows has none")
  func none() throws {
    for loss in [QuadraticLoss(a: Matrix([[1]]), b: [0]), DiagonalLinearLoss(x: Self.x, y: Self.y, normalization: .sum)]
      as [any Loss]
    {
      #expect(try Objective(loss).batch([0]) == nil)
      #expect(try Objective(loss).batchFormula(size: 1) == nil)
    }
  }
}
