import Foundation

@testable import HeavyBall

/// Coefficients of the series, computed apart from the product in exact fractions or doubles.
enum SeriesReference {
  /// Numerators N_τ(µ), by tree, for up to 5 nodes.
  static func limit() throws -> [RootedTree: [String]] {
    let file = try read(Limit.self, "series_limit.json")
    return try trees(file.orders.values.reduce(into: [:]) { $0.merge($1) { a, _ in a } })
  }

  /// Theorem 2.1's coefficients for up to 4 nodes: by µ, k and tree.
  static func piecewise() throws -> [(mu: Double, k: Int, coefficients: [RootedTree: Double])] {
    try read(Piecewise.self, "series_piecewise.json").mu.flatMap { mu, steps in
      try steps.map { k, orders in
        (Double(mu)!, Int(k)!, try trees(orders.values.reduce(into: [:]) { $0.merge($1) { a, _ in a } }))
      }
    }
  }

  /// The matched start's coefficients for up to 3 nodes, by µ and tree.
  static func matchedStart() throws -> [(mu: Double, coefficients: [RootedTree: Double])] {
    try read(Matched.self, "matched_start.json").mu.map { (Double($0)!, try trees($1)) }
  }

  private struct Limit: Decodable { let orders: [String: [String: [String]]] }
  private struct Piecewise: Decodable { let mu: [String: [String: [String: [String: Double]]]] }
  private struct Matched: Decodable { let mu: [String: [String: Double]] }

  private static func trees<Value>(_ byText: [String: Value]) throws -> [RootedTree: Value] {
    try byText.reduce(into: [:]) { $0[try RootedTree(parsing: $1.key)] = $1.value }
  }

  /// A file of this folder.
  static func read<File: Decodable>(_ type: File.Type, _ name: String) throws -> File {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try JSONDecoder().decode(type, from: Data(contentsOf: folder.appendingPathComponent("Computed/" + name)))
  }
}
