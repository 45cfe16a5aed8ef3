extension Trajectory {
  /// All of it but the solution between the points: what ``init(_:of:)`` makes it again from.
  ///
  /// - Parameter poll: called now and then while losses are computed; what it throws ends the work.
  func document(poll: () throws -> Void) throws -> DataTree {
    var fields: [DataTree.Field] = []
    func add(_ name: String, _ value: DataTree?) { fields.append(DataTree.Field(name, value ?? .none)) }
    add("title", .text(title))
    add("loss_name", hasLoss ? .text(objective.name) : nil)
    add("step_size", .number(stepSize))
    add("steps", .array(NPYArray(steps)))
    add("t", .array(NPYArray(times)))
    if hasLoss { add("loss", .array(NPYArray(try losses(poll: poll)))) }
    add(pointsName, .array(NPYArray(points)))
    if let momenta { add("m", .array(NPYArray(momenta))) }
    if let errors { add("error", .array(NPYArray(errors))) }
    if let alternating { add("alternating", .array(NPYArray(alternating))) }
    add(
      "memory",
      .group(
        memory.sorted { $0.key < $1.key }.map { name, value in
          let sizes: [Int] =
            switch memoryShape(name) {
            case .scalar: []
            case .vector(let n): [n]
            case .matrix(let rows, let columns): [rows, columns]
            }
          return DataTree.Field(name, .array(NPYArray(shape: sizes, elements: .doubles(value.elements))))
        }))
    add(
      "recorded",
      .group(recordings.map { DataTree.Field($0.name, .group($0.document(times: times(of: $0)))) }))
    add("parameters", .group(parameters.sorted { $0.key < $1.key }.map { DataTree.Field($0.key, .array(NPYArray($0.value))) }))
    add("ending", .text(ending.word))
    add("failed_step", ending.failedStep.map { .integer($0) })
    add("failed_time", ending.failedTime.map { .number($0) })
    add("origin", .number(origin))
    add("has_own_times", .boolean(hasOwnTimes))
    add("event_time", eventTime.map { .number($0) })
    add("batches", batches?.document)
    add("provenance", provenance.document)
    add("statistics", statistics?.document)
    return .group(fields)
  }

  /// The points' name in files and in print.
  var pointsName: String { hasLoss ? "beta" : "x" }

  /// Whether the times of its steps do not follow from the step size.
  private var hasOwnTimes: Bool { grid != nil || schedule != nil || knownTimes != nil }
}

extension Trajectory {
  /// What is wrong with a document.
  struct DocumentFault: Error {
    let reason: String
  }

  /// The trajectory of a document.
  ///
  /// - Parameter objective: The loss that it was made on; of a system's solution none is needed.
  /// - Throws: ``DocumentFault`` where it is no document, or of another loss.
  init(_ document: DataTree, of objective: Objective?) throws(DocumentFault) {
    func field<T>(_ name: String, _ value: (DataTree) -> T?) throws(DocumentFault) -> T {
      guard let found = document[name].flatMap(value) else {
        throw DocumentFault(reason: "it is no trajectory, or damaged: it has no '\(name)', or another kind of value there")
      }
      return found
    }
    let title = try field("title", \.text), steps = try field("steps", \.integers), times = try field("t", \.vector)
    let lossName = document["loss_name"]?.text
    let points = try field(lossName == nil ? "x" : "beta", \.matrix)
    guard !steps.isEmpty, steps.count == times.count, steps.count == points.rows,
      steps[0] >= 0, zip(steps, steps.dropFirst()).allSatisfy({ $0 < $1 })
    else { throw DocumentFault(reason: "it is damaged: its steps, times and points do not belong together") }
    func beside(_ name: String) throws(DocumentFault) -> Matrix? {
      guard let found = document[name] else { return nil }
      guard let matrix = found.matrix, matrix.rows == points.rows, matrix.columns == points.columns else {
        throw DocumentFault(reason: "it is damaged: its points and its '\(name)' do not belong together")
      }
      return matrix
    }
    let momenta = try beside("m"), errors = try beside("error"), alternating = try beside("alternating")
    var (memory, memoryShapes) = ([String: Vector](), [String: Shape]())
    for field in try field("memory", \.fields) {
      if let number = field.value.number {
        (memory[field.name], memoryShapes[field.name]) = ([number], .scalar)
      } else if let a = field.value.matrix {
        (memory[field.name], memoryShapes[field.name]) = (Vector(a.elements), .matrix(rows: a.rows, columns: a.columns))
      } else if let v = field.value.vector {
        memory[field.name] = v
      } else {
        throw DocumentFault(reason: "it is damaged: its memory '\(field.name)'")
      }
    }
    let failure = (document["failed_step"]?.integer, document["failed_time"]?.number)
    guard let ending = RunEnd(word: try field("ending", \.text), step: failure.0, time: failure.1) else {
      throw DocumentFault(reason: "it is damaged: it has no such 'ending'")
    }
    var recordings: [Recording] = []
    var knownTimes = Dictionary(zip(steps, times)) { a, _ in a }
    for field in try field("recorded", \.fields) {
      guard let recording = Recording(field.name, field.value), let times = field.value["t"]?.vector,
        times.count == recording.steps.count
      else { throw DocumentFault(reason: "it is damaged: what it recorded of '\(field.name)'") }
      knownTimes.merge(zip(recording.steps, times)) { a, _ in a }
      recordings.append(recording)
    }
    var parameters: [String: Vector] = [:]
    for field in document["parameters"]?.fields ?? [] { parameters[field.name] = field.value.vector }
    self.init(
      title: title, objective: try Self.objective(objective, lossName, document, points),
      stepSize: try field("step_size", \.number),
      steps: steps, points: points, momenta: momenta, errors: errors, alternating: alternating, memory: memory,
      memoryShapes: memoryShapes, ending: ending,
      origin: try field("origin", \.number),
      provenance: Provenance(document: document["provenance"]), batches: document["batches"].flatMap { Batches(document: $0) },
      statistics: document["statistics"].map { IntegrationStatistics(document: $0) },
      knownTimes: try field("has_own_times", \.boolean) ? knownTimes : nil, eventTime: document["event_time"]?.number,
      parameters: parameters, hasLoss: lossName != nil, recordings: recordings)
  }

  /// The loss given, where it is the document's; in place of none what a system's solution has.
  private static func objective(
    _ objective: Objective?, _ lossName: String?, _ document: DataTree, _ points: Matrix
  ) throws(DocumentFault) -> Objective {
    guard let lossName else {
      if objective != nil { throw DocumentFault(reason: "it is a system's solution, which has no loss") }
      return Objective(name: document["title"]?.text ?? "", dimension: points.columns) { (x) throws(Never) in
        x.graph.constant(0)
      }
    }
    guard let objective else { throw DocumentFault(reason: "to load a run on a loss takes the loss, '\(lossName)'") }
    guard objective.dimension == points.columns else {
      throw DocumentFault(
        reason: "its points have \(points.columns) parameters, and the loss '\(objective.name)' has \(objective.dimension)")
    }
    guard let known = document["loss"]?.vector, known.count == points.rows else {
      throw DocumentFault(reason: "it is damaged: its losses")
    }
    let (there, here) = (known[known.count - 1], objective.value(at: points.row(points.rows - 1)))
    // Machines and libraries differ in rounding, single precision in more of it.
    guard (there - here).magnitude <= 1e-4 * max(there.magnitude, 1e-4) || there.isFinite == false && here.isFinite == false
    else {
      throw DocumentFault(
        reason: "it was made on another loss: at its last point that was \(there), and '\(objective.name)' is \(here)")
    }
    return objective
  }
}
