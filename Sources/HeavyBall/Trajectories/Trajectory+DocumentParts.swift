extension Recording {
  func document(times: Vector) -> [DataTree.Field] {
    let values = width.map { NPYArray(Matrix(rows: steps.count, columns: $0, elements: self.values)) }
    return [
      DataTree.Field("steps", .array(NPYArray(steps))), DataTree.Field("t", .array(NPYArray(times))),
      DataTree.Field("values", .array(values ?? NPYArray(Vector(self.values)))),
    ]
  }

  /// That of a document; nil where it is none.
  init?(_ name: String, _ document: DataTree) {
    guard let steps = document["steps"]?.integers, let values = document["values"] else { return nil }
    if let numbers = values.vector, numbers.count == steps.count {
      self.init(name: name, steps: steps, values: numbers.elements, width: nil)
    } else if let rows = values.matrix, rows.rows == steps.count {
      self.init(name: name, steps: steps, values: rows.elements, width: rows.columns)
    } else {
      return nil
    }
  }
}

extension Batches {
  var document: DataTree {
    switch kind {
    case .drawn(let size, let order, let seed):
      .group([
        DataTree.Field("size", .integer(size)), DataTree.Field("order", .text(order.rawValue)),
        // Beyond 2^63 it would be no integer of other programs'.
        DataTree.Field("seed", .text("\(seed)")),
      ])
    case .listed(let lists):
      .group([
        DataTree.Field("sizes", .array(NPYArray(lists.map(\.count)))),
        DataTree.Field("rows", .array(NPYArray(Array(lists.joined())))),
      ])
    }
  }

  init?(document: DataTree) {
    if let size = document["size"]?.integer, size > 0, let order = document["order"]?.text.flatMap(Order.init(rawValue:)),
      let seed = document["seed"]?.text.flatMap(UInt64.init)
    {
      self.init(size: size, order: order, seed: seed)
      return
    }
    guard let sizes = document["sizes"]?.integers, var rows = document["rows"]?.integers?[...], !sizes.isEmpty,
      sizes.allSatisfy({ $0 > 0 && $0 <= rows.count }), sizes.reduce(0, +) == rows.count
    else { return nil }
    self.init(
      sizes.map { size in
        defer { rows = rows.dropFirst(size) }
        return Array(rows.prefix(size))
      })
  }
}

extension Provenance {
  var document: DataTree {
    let method = method.map {
      DataTree.group([
        DataTree.Field("eta", .number($0.stepSize)), DataTree.Field("mu", .number($0.momentum)),
        DataTree.Field("nu", .number($0.lookahead)),
      ])
    }
    // A file of anything else has no word of it.
    let piecewise = isPiecewise ? [DataTree.Field("is_piecewise", .boolean(true))] : []
    let fields = [
      DataTree.Field("method", method ?? .none), DataTree.Field("flow_order", flowOrder.map { .integer($0) } ?? .none),
      DataTree.Field("has_own_field", .boolean(hasOwnField)),
      DataTree.Field("is_in_phase_space", .boolean(isInPhaseSpace)), DataTree.Field("is_whole", .boolean(isWhole)),
    ]
    return .group(fields + piecewise)
  }

  init(document: DataTree?) {
    let method = document?["method"]
    var family: MomentumFamily?
    if let η = method?["eta"]?.number, let µ = method?["mu"]?.number, let ν = method?["nu"]?.number {
      family = MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)
    }
    self.init(
      family, flowOrder: document?["flow_order"]?.integer, hasOwnField: document?["has_own_field"]?.boolean ?? false,
      isInPhaseSpace: document?["is_in_phase_space"]?.boolean ?? false,
      isPiecewise: document?["is_piecewise"]?.boolean ?? false, isWhole: document?["is_whole"]?.boolean ?? false)
  }
}

extension IntegrationStatistics {
  private static var counts: [(name: String, count: WritableKeyPath<IntegrationStatistics, Int>)] {
    [
      ("accepted", \.acceptedSteps), ("rejected", \.rejectedSteps), ("evaluations", \.evaluations),
      ("expansions", \.expansions), ("jacobians", \.jacobians),
    ]
  }

  var document: DataTree {
    .group(
      Self.counts.map { DataTree.Field($0.name, .integer(self[keyPath: $0.count])) } + [DataTree.Field("time", .number(time))])
  }

  init(document: DataTree) {
    for (name, count) in Self.counts { self[keyPath: count] = document[name]?.integer ?? 0 }
    time = document["time"]?.number ?? 0
  }
}
