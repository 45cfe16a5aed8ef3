import PolyakPlatform
import Testing

@testable import HeavyBall

/// Figures by numpy.linalg.eigvalsh on Hessians written out by hand: References/Computed/sharpness.py.
@Suite("Sharpness") struct SharpnessTests {
  private func network() -> Objective {
    Objective(DiagonalProblem.sparseRegression(equations: 40, unknowns: 100, nonzero: 5, seed: 0).loss)
  }

  private func check(_ objective: Objective, at β: Vector, _ largest: [Double], smallest: Double, _ tolerance: Double) {
    var options = EigenpairOptions()
    options.count = largest.count
    options.tolerance = 1e-9
    options.iterations = 2000
    let found = objective.sharpness(at: β, options)
    #expect(found.isConverged && found.residual <= 1e-9, "\(found.residual)")
    expectClose(found.values, largest, tolerance)
    for (i, λ) in found.values.enumerated() {
      let v = found.vectors.row(i)
      #expect((objective.derivative(at: β, along: [v]) - v * λ).norm() <= 2e-9 * λ.magnitude)
    }
    // Single ones from a search of their own; that of largest modulus, which may be the smallest.
    expectClose(objective.sharpness(at: β).values[0], largest[0], tolerance)
    expectClose(objective.spectralRadius(at: β), max(largest[0], smallest.magnitude), tolerance)
    options.count = 1
    options.order = .modulus
    let signed = smallest.magnitude > largest[0] ? smallest : largest[0]
    expectClose(objective.sharpness(at: β, options).values[0], signed, tolerance)
  }

  @Test("is NumPy's on the plane model, from the whole Hessian")
  func plane() {
    check(
      Objective(ProductLoss(y: 0.6)), at: [2.8, 3.5], [29.1725200954018, -9.082520095401806], smallest: -9.082520095401806, 1e-14)
  }

  @Test("is NumPy's on a diagonal linear network")
  func diagonalNetwork() {
    let wave = Vector((1...200).map { cos(Double($0)) })
    check(
      network(), at: wave * 0.1, [2.1765082090683396, 2.060321936892791, 1.453752998949513],
      smallest: -2.16808145885604, 1e-12)
    check(
      network(), at: wave, [29.029206438353828, 26.134092878987936, 24.27458922013245], smallest: -3.129082934823687, 1e-12)
  }

  @Test("is NumPy's on a logistic regression")
  func logistic() {
    var x = Matrix(rows: 80, columns: 100)
    var random = RandomGenerator(seed: 1)
    random.fill(&x, from: .normal)
    let loss = LogisticLoss(x: x, y: Vector((1...80).map { $0 % 3 == 0 ? -1 : 1 }))
    check(
      Objective(loss), at: Vector((1...100).map { 0.05 * sin(Double($0)) }),
      [1.0177428199811378, 0.9326331150055003, 0.9142918736141115], smallest: 0, 1e-12)
  }

  @Test("is NumPy's on Rosenbrock's valley, whose two largest are near each other")
  func rosenbrock() {
    check(
      Objective(RosenbrockLoss(dimension: 90)), at: Vector((1...90).map { sin(Double($0)) }),
      [1803.7978145982036, 1803.6925685946474, 1791.1224411678672], smallest: -234.29058502901643, 1e-11)
  }

  @Test("is that of the whole Hessian on a network of 200 parameters")
  func wholeHessian() {
    let objective = network()
    let β = Vector((1...200).map { 0.3 * cos(Double($0)) })
    let values = objective.hessian(at: β).symmetricEigenvalues()
    var options = EigenpairOptions()
    options.count = 8
    options.iterations = 1000
    expectClose(objective.sharpness(at: β, options).values, Array(values.reversed().prefix(8)), 1e-10)
  }

  @Test("takes fewer products from the vectors of an earlier point")
  func warmStart() {
    let objective = network()
    let β = Vector((1...200).map { 0.3 * cos(Double($0)) })
    var options = EigenpairOptions()
    let first = objective.sharpness(at: β, options)
    let cold = objective.sharpness(at: β * 1.0001, options)
    options.start = [first.vectors.row(0)]
    let warm = objective.sharpness(at: β * 1.0001, options)
    #expect(warm.isConverged && warm.products < cold.products, "\(warm.products), \(cold.products)")
    expectClose(warm.values[0], cold.values[0], 1e-10)
  }

  @Test("asks before each product whether to go on")
  func polling() {
    struct Stop: Error {}
    var polls = 0
    #expect(throws: Stop.self) {
      try network().sharpness(at: Vector(repeating: 0.1, count: 200), EigenpairOptions()) {
        polls += 1
        if polls == 4 { throw Stop() }
      }
    }
    #expect(polls == 4)
  }

  @Test("is NaN where the Hessian is not finite", arguments: [2, 100])
  func notFinite(n: Int) {
    let objective = Objective(RosenbrockLoss(dimension: n))
    let found = objective.sharpness(at: Vector(repeating: 1e200, count: n))
    #expect(found.values[0].isNaN && !found.isConverged)
    #expect(objective.spectralRadius(at: Vector(repeating: 1e200, count: n)).isNaN)
  }
}
