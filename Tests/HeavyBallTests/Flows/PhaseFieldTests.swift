import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The field in phase space") struct PhaseFieldTests {
  private struct Plane: Decodable {
    struct Field: Decodable { let beta, m: [Double], eta, mu: Double, orders: [[[Double]]] }
    let fields: [Field]
  }

  private struct Computed: Decodable {
    struct Case: Decodable { let loss: String, beta, m: [Double], eta, mu, nu: Double, orders: [[[Double]]] }
    let cases: [Case]
  }

  @Test("is the reference's, to order 5")
  func plane() throws {
    for field in try SeriesReference.read(Plane.self, "phase_plane.json").fields {
      let objective = Objective(ProductLoss(x: 1, y: 0.6))
      let method = MomentumFamily(stepSize: field.eta, momentum: field.mu, lookahead: 0)
      for (i, expected) in field.orders.enumerated() {
        let found = value(objective, method, order: i + 1, field.beta, field.m)
        expectClose(found.position, expected[0], 1e-11, "order \(i + 1)")
        expectClose(found.momentum, expected[1], 1e-11, "order \(i + 1)")
      }
    }
  }

  /// µ from 1/1024 to 1 − 2⁻⁴⁰, every named function, lookaheads, a network.
  @Test("is that of sums of powers and exponentials, at 260 digits")
  func sums() throws {
    let cases = try SeriesReference.read(Computed.self, "phase_field.json").cases
    #expect(Set(cases.map(\.loss)).isSuperset(of: ElementaryFunctions.all.map(\.name).filter { $0 != "logsumexp" }))
    for field in cases {
      let objective = objective(field.loss)
      let method = MomentumFamily(stepSize: field.eta, momentum: field.mu, lookahead: field.nu)
      for (i, expected) in field.orders.enumerated() {
        let found = value(objective, method, order: i + 1, field.beta, field.m)
        let what = "\(field.loss), mu \(field.mu), nu \(field.nu), order \(i + 1)"
        expectClose(found.position, expected[0], 1e-13, what)
        expectClose(found.momentum, expected[1], 1e-13, what)
      }
    }
  }

  /// The eigenvalues of [[1−s, µ], [−s, µ]] are complex here, beyond all first-order flows.
  @Test("sums to the logarithm of the step's matrix on a quadratic", arguments: [0.7, 0.9, 0.99])
  func quadratic(mu: Double) {
    let s = 0.03
    let objective = Objective(QuadraticLoss(a: Matrix([[s]]), b: [0]))
    let method = MomentumFamily(stepSize: 1, momentum: mu, lookahead: 0)
    // log A = a + bA has A's eigenvectors: ln ρ ± iθ = a + bρe^{±iθ}.
    let half = (1 - s + mu) / 2
    let imaginary = (mu - half * half).squareRoot()
    let b = atan2(imaginary, half) / imaginary
    let a = log(mu) / 2 - b * half
    for (β, m) in [(1.0, 0.0), (0.0, 1.0)] {
      let found = value(objective, method, order: 6, [β], [m])
      expectClose(found.position, [a * β + b * ((1 - s) * β + mu * m)], 1e-12)
      expectClose(found.momentum, [a * m + b * (-s * β + mu * m)], 1e-12)
    }
  }

  @Test("is the same on a loss of singles, to their rounding, even where mu is near 1", arguments: [0.5, 0.99])
  func singles(mu: Double) {
    let method = MomentumFamily(stepSize: 0.03, momentum: mu, lookahead: 0)
    let (β, m) = ([0.7, -0.4], [0.02, 0.05])
    let (singles, doubles) = (Graph(precision: .single), Graph(precision: .double))
    func field(_ graph: Graph, order: Int) -> (position: Vector, momentum: Vector) {
      let b = graph.input(.vector(2))
      let loss = HeavyBall.Expression.tanh(b[0] * b[1]).squared() + (b[0] - b[1]).squared()
      return value(loss.gradient(withRespectTo: b), b, method, order: order, β, m)
    }
    for order in 1...4 {
      let (found, expected) = (field(singles, order: order), field(doubles, order: order))
      expectClose(found.position, expected.position, 1e-6, "order \(order)")
      expectClose(found.momentum, expected.momentum, 1e-6, "order \(order)")
    }
  }

  @Test("has forests of each grade once, proper factors before their products")
  func forests() {
    let forests = PhaseForest.all(upTo: 5)
    #expect(forests.map(\.count) == [1, 2, 5, 13, 37, 108])
    let all = forests.flatMap { $0 }
    #expect(Set(all).count == all.count)
    #expect(forests[2].map(\.description).sorted() == ["[[]]", "[][]", "[]m", "[m]", "mm"])
    let algebra = GradedAlgebra.phase(Array(forests[..<5]), wanted: [[:], [forests[5][0]: 2]])
    #expect(algebra.count == 58 + 2)
    for (number, factorizations) in algebra.factorizations.enumerated() {
      #expect(factorizations.allSatisfy { f in (f.a == 0) == (f.b == number) && (f.b == 0) == (f.a == number) })
      #expect(factorizations.allSatisfy { algebra.grades[$0.a] + algebra.grades[$0.b] == algebra.grades[number] })
    }
  }

  private func objective(_ name: String) -> Objective {
    if name == "product" { return Objective(ProductLoss(x: 1, y: 0.6)) }
    if name == "network" {
      return Objective(name: name, dimension: 5) { b in
        let terms = [(-1.0, 0.5), (0.3, -0.2), (2, 0.8)].map { x, target in
          (b[3] * HeavyBall.Expression.tanh(b[0] * x + b[2]) + b[4] * HeavyBall.Expression.tanh(b[1] * x)
            - target).squared() / 6
        }
        return terms[0] + terms[1] + terms[2]
      }
    }
    let function = ElementaryFunctions.all.first { $0.name == name }
    return Objective(name: name, dimension: 2) { b in
      (function?.expression(b[0] * b[1]) ?? b[0]) + b[0] * b[1].squared() / 3
    }
  }

  private func value(
    _ objective: Objective, _ method: MomentumFamily, order: Int, _ β: [Double], _ m: [Double]
  ) -> (position: Vector, momentum: Vector) {
    value(objective.gradient, objective.parameters, method, order: order, β, m)
  }

  private func value(
    _ gradient: HeavyBall.Expression, _ parameters: HeavyBall.Expression, _ method: MomentumFamily, order: Int,
    _ β: [Double], _ m: [Double]
  ) -> (position: Vector, momentum: Vector) {
    let momentum = parameters.graph.input(parameters.shape)
    let formulas = PhaseField.expressions(
      gradient: gradient, at: parameters, momentum: momentum, of: method, order: order
    ) { () throws(Never) in }
    let machine = Machine(Program(outputs: [formulas.position, formulas.momentum], inputs: [parameters, momentum]))
    machine.load(Vector(β), input: 0)
    machine.load(Vector(m), input: 1)
    machine.run()
    return (machine.output(0), machine.output(1))
  }
}
