/// The eigenvalues of an operator's projection on a Lanczos basis, the best first, and how far each is from settled.
struct RitzPairs {
  /// In the tridiagonal matrix' own order.
  let allValues: [Double]
  /// Where in that the best stands, the second best, ...
  let order: [Int]
  /// The largest modulus.
  let scale: Double
  private let residuals: [Double]
  private let options: EigenpairOptions

  init(_ projected: Tridiagonal, coupling: Double, _ options: EigenpairOptions) {
    self.options = options
    let (values, last) = projected.valuesWithLastComponents()
    allValues = values
    residuals = last.map { ($0 * coupling).magnitude }
    order = values.indices.sorted { options.rank(values[$0]) > options.rank(values[$1]) }
    scale = values.reduce(0) { max($0, $1.magnitude) }
  }

  /// The best first.
  var values: [Double] { order.map { allValues[$0] } }

  /// ‖Hv − λv‖ of the pair that so many are better than; 0 where there is none.
  func residual(ofRank rank: Int) -> Double { rank < order.count ? residuals[order[rank]] : 0 }

  /// Whether the wanted pairs have residuals below the tolerance, with room for rounding.
  var isSettled: Bool {
    let count = options.count
    guard order.count >= count else { return false }
    let limit = 0.7 * options.tolerance * scale
    guard (0..<count).allSatisfy({ residual(ofRank: $0) <= limit }) else { return false }
    guard options.order == .modulus else { return true }
    // An eigenvalue at the other end, not settled yet, may still turn out to be further from 0.
    let least = options.rank(allValues[order[count - 1]])
    return order.dropFirst(count).allSatisfy { i in
      residuals[i] <= limit || allValues[i].magnitude + residuals[i] <= least || !isExtreme(i)
    }
  }

  private func isExtreme(_ i: Int) -> Bool {
    allValues[i] == allValues.min() || allValues[i] == allValues.max()
  }
}
