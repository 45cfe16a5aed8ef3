import CKernels
import Testing

@Suite struct `The hypotenuse` {
  @Test(
    // sqrt(a² + b²) in 300 bits by mpmath, rounded to double.
    "is right to the last bit, without overflow on the way",
    arguments: [
      (3, 4, 5), (1, 1, 1.4142135623730951), (-2.5, 6, 6.5), (0.1, 0.2, 0.223606797749979), (1, 1e-9, 1),
      (1e308, 1e308, 1.4142135623730951e308), (1e200, 1e190, 1e200), (123456789, 987654321, 995340462.62581),
      (0x3p-1072, 0x4p-1072, 0x5p-1072), (0x1p-1074, 0x1p-1074, 0x1p-1074), (0, 0x1p-1074, 0x1p-1074),
      (2.2227587494850775e-162, 1.1113793747425387e-162, 2.4851198307155296e-162),
      (0.3333333333333333, 14285.714285714286, 14285.714289603175), (0, 0, 0), (1.7e308, 1.7e308, .infinity),
      (-.infinity, 2, .infinity), (.infinity, .nan, .infinity),
    ] as [(Double, Double, Double)])
  func value(_ a: Double, _ b: Double, _ expected: Double) {
    for (a, b) in [(a, b), (b, a), (-a, b), (a, -b)] {
      #expect(polyak_hypot(a, b) == expected)
      // Of numbers that singles hold, and the square of whose hypotenuse doubles do.
      let (x, y) = (Float(a), Float(b))
      if Double(x) == a, Double(y) == b { #expect(polyak_hypotf(x, y) == Float(expected)) }
    }
  }

  @Test("of what is no number is none") func undefined() {
    #expect(polyak_hypot(.nan, 1).isNaN && polyak_hypot(1, .nan).isNaN && polyak_hypotf(.nan, 1).isNaN)
  }
}
