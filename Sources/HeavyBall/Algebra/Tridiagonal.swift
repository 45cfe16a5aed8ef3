/// A symmetric tridiagonal matrix.
struct Tridiagonal {
  let diagonal: [Double]
  /// One entry fewer than the diagonal has.
  let offDiagonal: [Double]

  /// The largest modulus of an eigenvalue, to rounding, by bisection with Sturm's count.
  ///
  /// - Complexity: O(n), about a hundred counts.
  func spectralRadius() -> Double {
    let bound = diagonal.indices.reduce(0.0) { bound, i in
      let left = i > 0 ? offDiagonal[i - 1].magnitude : 0
      let right = i + 1 < diagonal.count ? offDiagonal[i].magnitude : 0
      return max(bound, diagonal[i].magnitude + left + right)
    }
    let n = diagonal.count
    let largest = bisect(-bound, bound) { countBelow($0) < n }
    let smallest = bisect(-bound, bound) { countBelow($0) < 1 }
    return max(largest.magnitude, smallest.magnitude)
  }

  /// Where a condition that holds to the left of some point ceases to.
  private func bisect(_ low: Double, _ high: Double, while condition: (Double) -> Bool) -> Double {
    var (a, b) = (low, high)
    while true {
      let middle = a + (b - a) / 2
      if middle <= a || middle >= b { return b }
      if condition(middle) { a = middle } else { b = middle }
    }
  }

  /// How many eigenvalues are less than x: the negative pivots of T − xI.
  private func countBelow(_ x: Double) -> Int {
    var count = 0
    var pivot = 1.0
    for i in diagonal.indices {
      let e = i > 0 ? offDiagonal[i - 1] : 0
      pivot = diagonal[i] - x - e * e / pivot
      if pivot == 0 { pivot = -Double.leastNormalMagnitude }
      if pivot < 0 { count += 1 }
    }
    return count
  }
}
