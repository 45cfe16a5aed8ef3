extension RowWriter {
  /// Terms of one class, in the order in which what holds them has them.
  private func grouped(_ terms: [NodeForm.Term]) -> [[NodeForm.Term]] {
    let places = terms.map { (number: classes.numbers[$0.node], offset: location($0.node).offset) }
    let order = terms.indices.sorted {
      (places[$0].number, places[$0].offset, $0) < (places[$1].number, places[$1].offset, $1)
    }
    var result: [[NodeForm.Term]] = []
    var last = -1
    for i in order {
      if places[i].number != last { result.append([]) }
      last = places[i].number
      result[result.count - 1].append(terms[i])
    }
    return result
  }

  /// A long sum: of each class the sum of its terms.
  func sum(_ accumulation: NodeForm.Accumulation) -> Expression {
    var result: Expression?
    func add(_ term: Expression) { result = result.map { $0 + term } ?? term }
    for group in grouped(accumulation.terms) {
      if group.count < 4 || !standTogether(group) {
        for term in group { add(value(term.node) * term.factor) }
        continue
      }
      let elements = gathered(group.map(\.node), .vector(group.count))
      add(weighted(group.map(\.factor), elements, .vector(group.count)) { $0.sum() })
    }
    if let constant = accumulation.constant { add(target.constant(constant)) }
    return result!
  }

  /// Whether terms are elements of one whole, and not each a node by itself.
  private func standTogether(_ group: [NodeForm.Term]) -> Bool {
    let root = location(group[0].node).root
    return root == location(group[group.count - 1].node).root
  }

  /// Sums of elements times factors; one factor is taken outside.
  private func weighted(
    _ factors: [Double], _ elements: Expression, _ shape: Shape, sum: (Expression) -> Expression
  ) -> Expression {
    if factors.allSatisfy({ $0 == factors[0] }) { return sum(elements) * factors[0] }
    return sum(elements * target.constant(factors, shape))
  }

  /// A long product, by halves.
  func product(_ accumulation: NodeForm.Accumulation) -> Expression {
    var result: Expression?
    func multiply(_ factor: Expression) { result = result.map { $0 * factor } ?? factor }
    for group in grouped(accumulation.terms) {
      if group.count < 4 || !standTogether(group) {
        for term in group { multiply(value(term.node)) }
        continue
      }
      var factors = gathered(group.map(\.node), .vector(group.count))
      var count = group.count
      while count > 1 {
        if count % 2 == 1 { multiply(factors[count - 1]) }
        count /= 2
        factors = factors[0..<count] * factors[count..<2 * count]
      }
      multiply(factors[0])
    }
    return result! * (accumulation.constant ?? 1)
  }

  /// Long sums of one shape, one below another.
  func sums(_ nodes: [Int]) -> Expression {
    let accumulations = nodes.map { node in
      guard case .long(let accumulation)? = classes.forms[node] else { preconditionFailure("a class of sums") }
      return accumulation
    }
    let groups = accumulations.map { grouped($0.terms) }
    var result: Expression?
    func add(_ term: Expression) { result = result.map { $0 + term } ?? term }
    for i in groups[0].indices {
      let (first, shape) = (groups[0][i].map(\.node), Shape.matrix(rows: nodes.count, columns: groups[0][i].count))
      let factors = groups.flatMap { $0[i].map(\.factor) }
      if groups.allSatisfy({ $0[i].map(\.node) == first }) {
        // The same elements in every sum: a product with the matrix of the factors.
        add(
          shapesSuit { () throws(ShapeError) in
            try .matrixProduct(target.constant(factors, shape), gathered(first, .vector(first.count)))
          })
      } else {
        add(weighted(factors, gathered(groups.flatMap { $0[i].map(\.node) }, shape), shape) { $0.sums(of: .rows) })
      }
    }
    if accumulations[0].constant != nil {
      add(target.constant(accumulations.map { $0.constant ?? 0 }, .vector(nodes.count)))
    }
    return result!
  }
}
