extension Trajectory {
  /// All of it but the solution between the points: what ``init(_:of:)`` makes it again from.
  ///
  /// - Parameter poll: called now and then while losses are computed; what it throws ends the work.
  func record(poll: () throws -> Void) throws -> DataTree {
    var fields: [DataTree.Field] = []
    func add(_ name: String, _ value: DataTree?) { fields.append(DataTree.Field(name, value ?? .none)) }
    add("title", .text(title))
    add("loss_name", hasLoss ? .text(objective.name) : nil)
    add("step_size", .number(stepSize))
    add("steps", .array(NPYArray(steps)))
    add("t", .array(NPYArray(times)))
    if hasLoss { add("loss", .array(NPYArray(try losses(poll: poll)))) }
    add(pointsName, .array(NPYArray(points)))
    add("memory", .group(memory.sorted { $0.key < $1.key }.map { DataTree.Field($0.key, .array(NPYArray($0.value))) }))
    add(
      "recorded",
      .group(recordings.map { DataTree.Field($0.name, .group($0.record(times: times(of: $0)))) }))
    add("ending", .text(ending.word))
    add("failed_step", ending.failedStep.map { .integer($0) })
    add("failed_time", ending.failedTime.map { .number($0) })
    add("origin", .number(origin))
    add("has_own_times", .boolean(hasOwnTimes))
    add("event_time", eventTime.map { .number($0) })
    add("batches", batches?.record)
    add("provenance", provenance.record)
    add("statistics", statistics?.record)
    return .group(fields)
  }

  /// The points' name in files and in print.
  var pointsName: String { hasLoss ? "beta" : "x" }

  /// Whether the times of its steps do not follow from the step size.
  private var hasOwnTimes: Bool { grid != nil || schedule != nil || knownTimes != nil }
}

extension Trajectory {
  /// What is wrong with a record.
  struct RecordFault: Error {
    let reason: String
  }

  /// The trajectory of a record.
  ///
  /// - Parameter objective: The loss that it was made on; of a system's solution none is needed.
  /// - Throws: ``RecordFault`` where it is no record, or of another loss.
  init(_ record: DataTree, of objective: Objective?) throws(RecordFault) {
    func field<T>(_ name: String, _ value: (DataTree) -> T?) throws(RecordFault) -> T {
      guard let found = record[name].flatMap(value) else {
        throw RecordFault(reason: "it is no trajectory, or damaged: it has no '\(name)', or another kind of value there")
      }
      return found
    }
    let title = try field("title", \.text), steps = try field("steps", \.integers), times = try field("t", \.vector)
    let lossName = record["loss_name"]?.text
    let points = try field(lossName == nil ? "x" : "beta", \.matrix)
    guard !steps.isEmpty, steps.count == times.count, steps.count == points.rows,
      steps[0] >= 0, zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw RecordFault(reason: "it is damaged: its steps, times and points do not belong together") }
    var memory: [String: Vector] = [:]
    for field in try field("memory", \.fields) {
      guard let value = field.value.vector else { throw RecordFault(reason: "it is damaged: its memory '\(field.name)'") }
      memory[field.name] = value
    }
    let failure = (record["failed_step"]?.integer, record["failed_time"]?.number)
    guard let ending = RunEnd(word: try field("ending", \.text), step: failure.0, time: failure.1) else {
      throw RecordFault(reason: "it is damaged: it has no such 'ending'")
    }
    var recordings: [Recording] = []
    var knownTimes = Dictionary(zip(steps, times)) { a, _ in a }
    for field in try field("recorded", \.fields) {
      guard let recording = Recording(field.name, field.value), let times = field.value["t"]?.vector,
        times.count == recording.steps.count
      else { throw RecordFault(reason: "it is damaged: what it recorded of '\(field.name)'") }
      knownTimes.merge(zip(recording.steps, times)) { a, _ in a }
      recordings.append(recording)
    }
    self.init(
      title: title, objective: try Self.objective(objective, lossName, record, points),
      stepSize: try field("step_size", \.number),
      steps: steps, points: points, memory: memory, ending: ending, origin: try field("origin", \.number),
      provenance: Provenance(record: record["provenance"]), batches: record["batches"].flatMap { Batches(record: $0) },
      statistics: record["statistics"].map { IntegrationStatistics(record: $0) },
      knownTimes: try field("has_own_times", \.boolean) ? knownTimes : nil, eventTime: record["event_time"]?.number,
      hasLoss: lossName != nil, recordings: recordings)
  }

  /// The loss given, where it is the record's; in place of none what a system's solution has.
  private static func objective(
    _ objective: Objective?, _ lossName: String?, _ record: DataTree, _ points: Matrix
  ) throws(RecordFault) -> Objective {
    guard let lossName else {
      return Objective(name: record["title"]?.text ?? "", dimension: points.columns) { (x) throws(Never) in
        x.graph.constant(0)
      }
    }
    guard let objective else { throw RecordFault(reason: "to load a run on a loss takes the loss, '\(lossName)'") }
    guard objective.dimension == points.columns else {
      throw RecordFault(
        reason: "its points have \(points.columns) parameters, and the loss '\(objective.name)' has \(objective.dimension)")
    }
    guard let known = record["loss"]?.vector, known.count == points.rows else {
      throw RecordFault(reason: "it is damaged: its losses")
    }
    let (there, here) = (known[known.count - 1], objective.value(at: points.row(points.rows - 1)))
    // Machines and libraries differ in rounding, single precision in more of it.
    guard (there - here).magnitude <= 1e-4 * max(there.magnitude, 1e-4) || there.isFinite == false && here.isFinite == false
    else {
      throw RecordFault(
        reason: "it was made on another loss: at its last point that was \(there), and '\(objective.name)' is \(here)")
    }
    return objective
  }
}

extension Recording {
  fileprivate func record(times: Vector) -> [DataTree.Field] {
    let values = width.map { NPYArray(Matrix(rows: steps.count, columns: $0, elements: self.values)) }
    return [
      DataTree.Field("steps", .array(NPYArray(steps))), DataTree.Field("t", .array(NPYArray(times))),
      DataTree.Field("values", .array(values ?? NPYArray(Vector(self.values)))),
    ]
  }

  /// That of a record; nil where it is none.
  fileprivate init?(_ name: String, _ record: DataTree) {
    guard let steps = record["steps"]?.integers, let values = record["values"] else { return nil }
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
  fileprivate var record: DataTree {
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

  fileprivate init?(record: DataTree) {
    if let size = record["size"]?.integer, size > 0, let order = record["order"]?.text.flatMap(Order.init(rawValue:)),
      let seed = record["seed"]?.text.flatMap(UInt64.init)
    {
      self.init(size: size, order: order, seed: seed)
      return
    }
    guard let sizes = record["sizes"]?.integers, var rows = record["rows"]?.integers?[...], !sizes.isEmpty,
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
  fileprivate var record: DataTree {
    let method = method.map {
      DataTree.group([
        DataTree.Field("eta", .number($0.stepSize)), DataTree.Field("mu", .number($0.momentum)),
        DataTree.Field("nu", .number($0.lookahead)),
      ])
    }
    return .group([
      DataTree.Field("method", method ?? .none), DataTree.Field("flow_order", flowOrder.map { .integer($0) } ?? .none),
      DataTree.Field("has_own_field", .boolean(hasOwnField)), DataTree.Field("is_whole", .boolean(isWhole)),
    ])
  }

  fileprivate init(record: DataTree?) {
    let method = record?["method"]
    var family: MomentumFamily?
    if let η = method?["eta"]?.number, let µ = method?["mu"]?.number, let ν = method?["nu"]?.number {
      family = MomentumFamily(stepSize: η, momentum: µ, lookahead: ν)
    }
    self.init(
      family, flowOrder: record?["flow_order"]?.integer, hasOwnField: record?["has_own_field"]?.boolean ?? false,
      isWhole: record?["is_whole"]?.boolean ?? false)
  }
}

extension IntegrationStatistics {
  private static var counts: [(name: String, count: WritableKeyPath<IntegrationStatistics, Int>)] {
    [
      ("accepted", \.acceptedSteps), ("rejected", \.rejectedSteps), ("evaluations", \.evaluations),
      ("expansions", \.expansions), ("jacobians", \.jacobians),
    ]
  }

  fileprivate var record: DataTree {
    .group(
      Self.counts.map { DataTree.Field($0.name, .integer(self[keyPath: $0.count])) } + [DataTree.Field("time", .number(time))])
  }

  fileprivate init(record: DataTree) {
    for (name, count) in Self.counts { self[keyPath: count] = record[name]?.integer ?? 0 }
    time = record["time"]?.number ?? 0
  }
}
