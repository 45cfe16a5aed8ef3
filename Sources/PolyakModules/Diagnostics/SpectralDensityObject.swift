import HeavyBall
import LuaKit

/// How a Hessian's eigenvalues are spread, in Lua's hands: `plot(diagnostics.spectral_density{..})`.
final class SpectralDensityObject: LuaObject {
  private let found: SpectralDensity
  private let dimension: Int
  private let width: Double
  private let places: [Double]
  private lazy var smeared = places.map { found.density(at: $0, width: width) }
  private lazy var values = VectorObject(Vector(places))
  private lazy var density = VectorObject(Vector(smeared.map(\.value)))
  private lazy var error = VectorObject(Vector(smeared.map(\.error)))
  private lazy var nodes = VectorObject(Vector(found.nodes.joined()))
  private lazy var weights = VectorObject(Vector(found.weights.flatMap { $0.map { $0 / Double(found.weights.count) } }))

  init(_ found: SpectralDensity, dimension: Int, width: Double, points: Int) {
    (self.found, self.dimension, self.width) = (found, dimension, width)
    let (low, high) = (found.range.lowerBound - 4 * width, found.range.upperBound + 4 * width)
    places = (0..<points).map { low + (high - low) * Double($0) / Double(points - 1) }
  }

  private static let function = Parameter("f", .function, "of an eigenvalue, returns a number")

  static var luaClass: ClassDeclaration {
    ClassDeclaration(
      SpectralDensityObject.self, "SpectralDensity", "How a Hessian's eigenvalues are spread.", instanceName: "density",
      [
        .length { $0.places.count },
        .tostring { $0.text },
        .property("values", "The places at which the density is given.", .object(VectorObject.self)) { $0.values },
        .property(
          "density", "The density there, of area 1, each eigenvalue smeared to a normal distribution.",
          .object(VectorObject.self)
        ) { $0.density },
        .property(
          "error", "Its error: one standard deviation as the probes differ, NaN of one probe.", .object(VectorObject.self)
        ) { $0.error },
        .property("width", "The standard deviation of that distribution.", .number) { $0.width },
        .property("nodes", "Of all probes the nodes of the quadrature.", .object(VectorObject.self)) { $0.nodes },
        .property("weights", "Their weights, which add up to 1.", .object(VectorObject.self)) { $0.weights },
        .property("products", "How many Hessian products were made.", .integer) { $0.found.products },
        .method(
          "mean", "The mean of a function over the eigenvalues, and its error, one standard deviation.", [function],
          returns: .number,
          example: """
            d = diagnostics.spectral_density{loss = losses.quadratic{A = {{2}}}, beta = {0}}
            d:mean(function(lambda) return lambda^2 end)  --> 4.0
            """
        ) { d, call in
          let f = try call[function]
          func number(_ θ: Double) throws -> Double {
            let value = try f.call([.number(θ)]).first ?? .nil
            guard let x = value.number else {
              throw call.error("function f must return a number, got \(value.briefly)", at: function)
            }
            return x
          }
          let known = Dictionary(try d.found.nodes.joined().map { ($0, try number($0)) }) { a, _ in a }
          let (value, error) = d.found.mean { known[$0] ?? .nan }
          return Results(value, error)
        },
      ])
  }

  private var text: String {
    let (mean, error) = found.mean { $0 }
    let n = Double(dimension)
    let range = "\(formatted(found.range.lowerBound)) .. \(formatted(found.range.upperBound))"
    let bar = error.isNaN ? "" : " +- \(formatted(n * error, "%.2g"))"
    return "Spectral density  \(counted(dimension, "eigenvalue")), \(range)\n"
      + "  \(counted(found.nodes.count, "probe")), \(counted(found.products, "Hessian product")), smeared by \(formatted(width, "%.3g"))\n"
      + "  trace  \(formatted(n * mean))\(bar)"
  }
}
