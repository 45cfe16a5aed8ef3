import CKernels
import Testing

@testable import HeavyBall

@Suite("Principal roots") struct PrincipalRootsTests {
  /// principal_roots.json.
  struct File: Decodable {
    struct Row: Decodable {
      let mu, nu, s: Double
      let decay, build, gradient, slope, own: [Double]
    }
    let rows: [Row]
  }

  @Test("keep their digits where s is small, where roots meet, at the edge, and as mu goes to 1")
  func digits() throws {
    for row in try SeriesReference.read(File.self, "principal_roots.json").rows {
      let roots = PrincipalRoots(
        MomentumFamily(stepSize: 1, momentum: row.mu, lookahead: row.nu), curvature: row.s)
      let logarithm = roots.logarithm
      for (name, found, expected) in [
        ("decay", roots.decay, row.decay), ("build", roots.build, row.build),
        ("gradient", logarithm.position.gradient, row.gradient), ("slope", logarithm.momentum.gradient, row.slope),
        ("own", logarithm.momentum.momentum, row.own),
      ] {
        let error = polyak_hypot(found.real - expected[0], found.imaginary - expected[1])
        let size = polyak_hypot(expected[0], expected[1])
        #expect(error <= 2e-12 * size, "\(name) at mu \(row.mu), nu \(row.nu), s \(row.s): \(found), \(expected)")
      }
    }
  }

  /// ½ log(x² + y²) by mpmath.
  @Test("have logarithms that keep their digits on the unit circle")
  func circle() {
    for (x, y, expected) in [
      (1, 1e-09, 5e-19),
      (0.6, 0.8, 2.2204460492503132e-17),
      (0.8, -0.6, 2.2204460492503132e-17),
      (-0.4161468365471424, 0.9092974268256817, 2.1032978197468596e-17),
      (-0.9999999999999991, 0.0, -8.881784197001256e-16),
      (0.75, 0.66, -0.0009509036447981386),
      (1.0, 0.0, 0.0),
      (3.0, 4.0, 1.6094379124341003),
      (1e-200, 1e-200, -460.17044500852916),
    ] as [(Double, Double, Double)] {
      let found = ComplexNumber.log(ComplexNumber(x, y)).real
      #expect((found - expected).magnitude <= 4e-16 * expected.magnitude, "\(x), \(y): \(found), \(expected)")
    }
  }
}
