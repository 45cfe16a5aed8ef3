import PolyakPlatform
import Testing

@testable import HeavyBall

/// A loss at a point, with its value computed aside.
struct LossSample: Sendable, CustomTestStringConvertible {
  let loss: any Loss
  let point: Vector
  let value: Double
  var testDescription: String { type(of: loss).name }

  static let x = Matrix([[1, 2, 0.5], [-1, 0.3, 2], [0.7, -2, 1], [0.1, 0.2, -0.3]])

  // Values from NumPy 2 with the formulas of each loss's comment.
  static let all: [LossSample] = [
    LossSample(loss: ProductLoss(x: 1, y: 0.6), point: [2.8, 3.5], value: 42.32),
    LossSample(loss: QuadraticLoss(a: Matrix([[2, 1], [0, 3]]), b: [1, -2]), point: [0.5, -1.5], value: -0.25),
    LossSample(loss: RosenbrockLoss(), point: [-1.2, 1], value: 24.2),
    LossSample(loss: RosenbrockLoss(a: 2, b: 10, dimension: 4), point: [-1.2, 1, 0.5, 2], value: 48.551),
    LossSample(loss: LeastSquaresLoss(x: x, y: [1, 2, 3, -1]), point: [0.5, -1.5, 0.25], value: 2.27609375),
    LossSample(loss: LogisticLoss(x: x, y: [1, -1, -1, 1]), point: [0.5, -1.5, 0.25], value: 1.8632345271146953),
  ]
}

@Suite("Losses") struct LossTests {
  @Test("have the value of their formula", arguments: LossSample.all)
  func value(sample: LossSample) {
    expectClose(Objective(sample.loss).value(at: sample.point), sample.value, 1e-15)
  }

  @Test("have a gradient that finite differences confirm", arguments: LossSample.all)
  func gradient(sample: LossSample) {
    let objective = Objective(sample.loss)
    let h = 1e-4
    let differences = sample.point.indices.map { i in
      let f = { (steps: Double) in
        var point = sample.point
        point[i] += steps * h
        return objective.value(at: point)
      }
      return (8 * (f(1) - f(-1)) - (f(2) - f(-2))) / (12 * h)
    }
    expectClose(objective.gradient(at: sample.point), differences, 1e-9)
  }

  @Test("have a symmetric Hessian, which is the gradient's derivative", arguments: LossSample.all)
  func hessian(sample: LossSample) {
    let objective = Objective(sample.loss)
    let hessian = objective.hessian(at: sample.point)
    expectClose(hessian.elements, hessian.transposed().elements, 1e-14)
    let h = 1e-4
    for j in 0..<objective.dimension {
      let g = { (steps: Double) in
        var point = sample.point
        point[j] += steps * h
        return objective.gradient(at: point)
      }
      expectClose(hessian.column(j), (8 * (g(1) - g(-1)) - (g(2) - g(-2))) / (12 * h), 1e-7)
    }
  }

  @Test("have derivatives that are symmetric in their directions", arguments: LossSample.all)
  func symmetry(sample: LossSample) {
    let objective = Objective(sample.loss)
    let directions = (0..<3).map { k in Vector(sample.point.indices.map { cos(Double(3 * $0 + 7 * k)) }) }
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    let third = orders.map { objective.derivative(at: sample.point, along: $0.map { directions[$0] }) }
    for other in third { expectClose(other, third[0], 1e-13) }
    // With the gradient's own direction too: D^m(∇L)[v₁ … v_m]·w is symmetric in all m + 1.
    let a = objective.derivative(at: sample.point, along: [directions[0], directions[1]]).dot(directions[2])
    let b = objective.derivative(at: sample.point, along: [directions[2], directions[1]]).dot(directions[0])
    expectClose(a, b, 1e-13)
  }

  @Test("the Hessian has a column for every parameter when there are more than one batch")
  func manyParameters() {
    let n = 150
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n { for j in 0..<n { a[i, j] = 1 / Double(1 + i + j) } }
    let objective = Objective(QuadraticLoss(a: a, b: Vector(repeating: 0, count: n)))
    expectClose(objective.hessian(at: Vector(repeating: 1, count: n)).elements, a.elements, 1e-15)
  }

  /// So many rows that the columns are made one after another: Xᵀ diag(σ(1 − σ)) X / n.
  @Test("the Hessian of a logistic regression on very many rows is the closed form")
  func manyRows() {
    let (rows, columns) = (300_000, 3)
    let x = Matrix(rows: rows, columns: columns, elements: numbers(rows * columns, 1))
    let objective = Objective(LogisticLoss(x: x, y: Vector(repeating: 1, count: rows)))
    let β: Vector = [0.5, -1, 0.25]
    var expected = [Double](repeating: 0, count: 9)
    x.elements.withUnsafeBufferPointer { x in
      for i in 0..<rows {
        let row = (x[3 * i], x[3 * i + 1], x[3 * i + 2])
        let z = exp(-(0.5 * row.0 - row.1 + 0.25 * row.2))
        let weight = z / ((1 + z) * (1 + z)) / Double(rows)
        for (j, a) in [row.0, row.1, row.2].enumerated() {
          for (k, b) in [row.0, row.1, row.2].enumerated() { expected[3 * j + k] += weight * a * b }
        }
      }
    }
    expectClose(objective.hessian(at: β).elements, expected, 1e-12)
  }

  @Test("the gradient of the two-parameter model takes three instructions")
  func gradientCost() {
    let objective = Objective(ProductLoss(y: 0.6))
    guard case .scalar(let code) = Program(outputs: [objective.gradient], inputs: [objective.parameters]).code else {
      Issue.record("not written out in scalars")
      return
    }
    #expect(code.instructions.map(\.opcode) == [.multiplySubtract, .multiply, .multiply])
  }
}
