import PolyakPlatform
import Testing

@testable import HeavyBall

@Suite("The hyperbolic potential") struct PotentialTests {
  private struct File: Decodable { let cases: [Case] }
  private struct Case: Decodable { let w: Double, kappa: Double, value: Double, derivative: Double }

  @Test("has the value and derivative of 50 digits to 1e-14 relative, from |w| far below kappa to far above")
  func precision() throws {
    let cases = try SeriesReference.read(File.self, "potential.json").cases
    #expect(cases.count > 100)
    for c in cases {
      let value = HyperbolicPotential.value(c.w, kappa: c.kappa)
      let derivative = HyperbolicPotential.derivative(c.w, kappa: c.kappa)
      #expect((value - c.value).magnitude <= 1e-14 * c.value.magnitude, "w = \(c.w), kappa = \(c.kappa): \(value)")
      #expect(
        (derivative - c.derivative).magnitude <= 1e-14 * c.derivative.magnitude,
        "w = \(c.w), kappa = \(c.kappa): \(derivative)")
    }
  }

  @Test("is |w| ln(1/kappa)/4 for small kappa and |w|^2/(16 kappa) for large, to leading order")
  func regimes() {
    let small = HyperbolicPotential.value(2, kappa: 1e-200) / (2 * log(1e200) / 4)
    #expect((small - 1).magnitude < 0.01)
    expectClose(HyperbolicPotential.value(2, kappa: 1e9) / (4 / 16e9), 1, 1e-15)
  }
}

@Suite("The minimiser of the potential") struct MinimizerTests {
  private struct File: Decodable {
    let X: [[Double]], y: [Double], least_l1: [Double], least_l2: [Double]
    let cases: [Case]
  }
  private struct Case: Decodable { let kappa: [Double], offset: [Double], w: [Double] }

  private func read() throws -> (File, DiagonalProblem) {
    let file = try SeriesReference.read(File.self, "interpolants.json")
    return (file, DiagonalProblem(x: Matrix(file.X), y: Vector(file.y)))
  }

  @Test("is that of 40 digits, with and without a linear term")
  func reference() throws {
    let (file, problem) = try read()
    for c in file.cases {
      let found = try problem.minimizer(kappa: Vector(c.kappa), phi: Vector(c.offset))
      expectClose(found.w, c.w, 1e-12, "kappa = \(c.kappa[0])")
      #expect(problem.optimalityResidual(of: found.w, kappa: Vector(c.kappa), phi: Vector(c.offset)) < 1e-12)
    }
  }

  @Test("tends to the interpolant of least 1-norm as kappa goes to 0")
  func leastOneNorm() throws {
    let (file, problem) = try read()
    let errors = try [1e-4, 1e-8, 1e-16, 1e-40, 1e-100, 1e-250].map { κ in
      (try problem.minimizer(kappa: Vector(repeating: κ, count: 8)).w - Vector(file.least_l1)).norm(.infinity)
    }
    #expect(zip(errors, errors.dropFirst()).allSatisfy { $0 > $1 }, "\(errors)")
    #expect(errors[5] < 1e-12, "\(errors)")
  }

  @Test("tends to the interpolant of least 2-norm as kappa goes to infinity")
  func leastTwoNorm() throws {
    let (file, problem) = try read()
    expectClose(try problem.minimizer(kappa: Vector(repeating: 1e7, count: 8)).w, file.least_l2, 1e-13)
  }

  @Test("is found in few steps, the last of them quadratic")
  func convergence() throws {
    let (_, problem) = try read()
    let found = try problem.minimizer(kappa: Vector(repeating: 0.01, count: 8))
    #expect(found.iterations <= 20, "\(found.iterations)")
    #expect(found.residual < 1e-14)
  }

  @Test("is where gradient flow ends from an uneven start, given that start, and is not without it")
  func unevenStart() throws {
    let reference = try DiagonalReference.read("dln_small.json")
    let problem = reference.problem
    let c = reference.cases[1]
    let start = problem.start(scale: c.s, ratio: c.theta)
    let (w, κ) = (Vector(c.w), Vector(c.kappa))
    #expect(problem.optimalityResidual(of: w, kappa: κ, start: start) < 1e-4)
    #expect(problem.optimalityResidual(of: w, kappa: κ) > 0.05)
    // The reference's run has a loss of about 1e-7 left.
    let (with, without) = (try problem.minimizer(kappa: κ, start: start).w, try problem.minimizer(kappa: κ).w)
    #expect((with - w).norm() < 1e-3, "\((with - w).norm())")
    #expect((without - w).norm() > 20 * (with - w).norm(), "\((without - w).norm())")
  }

  @Test("is found where rows of X repeat in a consistent way, and refused where they contradict")
  func dependentRows() throws {
    let rows = [[1.0, 2, 3], [2, 4, 6], [0, 1, -1]]
    let plain = DiagonalProblem(x: Matrix([rows[0], rows[2]]), y: [1, 0.5])
    let repeated = DiagonalProblem(x: Matrix(rows), y: [1, 2, 0.5])
    let κ = Vector([0.1, 0.2, 0.3])
    expectClose(try repeated.minimizer(kappa: κ).w, try plain.minimizer(kappa: κ).w, 1e-13)
    do {
      _ = try DiagonalProblem(x: Matrix(rows), y: [1, 3, 0.5]).minimizer(kappa: κ)
      Issue.record("an inconsistent y has no interpolant")
    } catch DiagonalProblem.MinimizationFailure.inconsistent(let rank, let equations, let distance) {
      #expect(rank == 2 && equations == 3 && distance > 0.1)
    }
  }

  @Test("is found however large or small the equations are written")
  func scaling() throws {
    for scale in [1e160, 1, 1e-17, 1e-160] {
      let problem = DiagonalProblem(x: Matrix([[scale, 0, 0], [0, 1, 1]]), y: [scale, 1])
      expectClose(try problem.minimizer(kappa: [1, 1, 1]).w, [1, 0.5, 0.5], 1e-14, "\(scale)")
    }
  }

  @Test("is found where it is far larger than y, and for a tiny kappa on the size of the paper's figures")
  func extremes() throws {
    let small = DiagonalProblem(x: Matrix([[1, 2, 0], [0, 1, 1]]), y: [1, 2])
    let w = try small.minimizer(kappa: [1, 1, 1], phi: [10, 0, 0]).w
    #expect(w.norm() > 1e8 && (small.x * w - small.y).norm() < 1e-14 * w.norm())
    let large = DiagonalProblem.sparseRegression(equations: 40, unknowns: 100, nonzero: 5, seed: 0)
    #expect((try large.minimizer(kappa: Vector(repeating: 1e-50, count: 100)).w - large.truth!).norm() < 1e-10)
  }

  @Test("is the one interpolant where X has as many independent rows as columns")
  func square() throws {
    let problem = DiagonalProblem(x: Matrix([[2, 1], [1, 3], [3, 4]]), y: [3, 4, 7])
    expectClose(try problem.minimizer(kappa: [0.1, 5]).w, [1, 1], 1e-14)
  }
}
