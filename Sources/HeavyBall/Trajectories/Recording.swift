/// What an observer has measured along a run.
public struct Recording: Hashable, Sendable {
  public let name: String
  /// The numbers of the steps.
  public private(set) var steps: [Int] = []
  /// At each step, finite or not: a number, or the ``width`` elements of a vector.
  public private(set) var values: [Double] = []
  /// How many elements a vector has; nil of numbers.
  public private(set) var width: Int?

  init(name: String) { self.name = name }

  /// - Precondition: there are values for each step.
  init(name: String, steps: [Int], values: [Double], width: Int?) {
    (self.name, self.steps, self.values, self.width) = (name, steps, values, width)
  }

  /// - Precondition: it is of the kind and the length of those before.
  mutating func append(_ measurement: Measurement, step: Int) throws(Memory.Shortage) {
    switch measurement {
    case .number(let value):
      precondition(width == nil, "a number among vectors")
      try Memory.check(growing: &values, by: 1)
      values.append(value)
    case .vector(let elements):
      precondition(steps.isEmpty || width == elements.count, "vectors of one length")
      width = elements.count
      try Memory.check(growing: &values, by: elements.count)
      values += elements.elements
    case .columns(let elements):
      // One at least: a matrix without columns is none of other programs'.
      try widen(to: max(width ?? 1, (elements.keys.max() ?? 0) + 1))
      let width = width ?? 0
      try Memory.check(growing: &values, by: width)
      values += (0..<width).map { elements[$0] ?? .nan }
    }
    steps.append(step)
  }

  /// Gives rows so many columns, new ones of NaN.
  private mutating func widen(to count: Int) throws(Memory.Shortage) {
    let before = width ?? 0
    width = count
    guard before < count, !steps.isEmpty else { return }
    var wider: [Double] = []
    try Memory.check(growing: &wider, by: steps.count * count)
    for i in steps.indices {
      wider += values[i * before..<(i + 1) * before]
      wider += repeatElement(.nan, count: count - before)
    }
    values = wider
  }

  /// What was found at a step, counted from 0.
  public subscript(i: Int) -> Measurement {
    guard let width else { return .number(values[i]) }
    return .vector(Vector(values[i * width..<(i + 1) * width]))
  }
}

extension Trajectory {
  /// Measures something at every point that is kept.
  ///
  /// - Throws: what `measure` throws.
  public mutating func record(_ name: String, _ measure: (_ t: Double, _ x: Vector) throws -> Measurement) throws {
    var recording = Recording(name: name)
    for (i, step) in steps.enumerated() {
      try recording.append(try measure(time(ofStep: step), points.row(i)), step: step)
    }
    recordings.append(recording)
  }

  /// The times of a recording's steps.
  public func times(of recording: Recording) -> Vector { Vector(recording.steps.map(time)) }

  /// Writes a recording as comma-separated values: step, t and the value, or name_1 to name_n of a vector.
  ///
  /// - Throws: ``FileFailure`` where the file's name does not end in `.csv` or it cannot be written.
  public func save(_ recording: Recording, to path: String) throws { try save(recording, to: FileName(path)) }

  public func save(
    _ recording: Recording, to path: FileName, _ supervision: Supervision = Supervision()
  ) throws {
    guard path.hasSuffix(".csv") else { throw FileFailure(path: path, reason: "the name must end in .csv") }
    let (name, count) = (recording.name, recording.steps.count)
    let values: CSVWriter.Block
    let names: [ColumnName]
    if let width = recording.width {
      values = .matrix(Matrix(rows: count, columns: width, elements: recording.values))
      names = (0..<width).map { ColumnName("\(name)_\($0 + 1)") }
    } else {
      (values, names) = (.vector(Vector(recording.values)), [ColumnName(name)])
    }
    let blocks: [CSVWriter.Block] = [.integers(recording.steps), .vector(times(of: recording)), values]
    try CSVWriter(blocks, names: ["step", "t"] + names).write(to: path, supervision)
  }
}
