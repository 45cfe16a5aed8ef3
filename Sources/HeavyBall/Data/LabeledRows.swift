/// Inputs with a class each: a row of numbers, and a label from 0 to `classes` - 1.
public struct LabeledRows<Number: BinaryFloatingPoint & BitwiseCopyable & Sendable>: Sendable {
  public let columns: Int
  /// The inputs, row after row.
  public let inputs: [Number]
  public let labels: [Int]
  public let classes: Int

  /// Reads what is selected: each pixel divided by `scale`, less its column's mean where that is asked for.
  ///
  /// The mean is that of exact sums of pixels, and each number is rounded once to single precision at the end.
  ///
  /// - Complexity: O(pixels). No memory but the result's own, and what the source takes.
  init(
    _ source: some LabeledSource, _ selection: RowSelection, scale: Double, _ supervision: Supervision
  ) throws {
    var numbers = Array(repeating: -1, count: source.classes)
    let kept = selection.classes ?? Array(0..<source.classes)
    for (i, label) in kept.enumerated() { numbers[label] = i }

    var labels: [Int] = []
    let limit = selection.limit ?? .max
    if limit > 0 {
      try source.forEachLabel(supervision) { label in
        if numbers[label] >= 0 { labels.append(numbers[label]) }
        return labels.count < limit
      }
    }

    let columns = source.columns
    let count = labels.count * columns
    try supervision.reserve(count * MemoryLayout<Number>.stride)
    // Uninitialized: zeros would be written first, which takes as long as reading. The count stays 0 until all are
    // there.
    inputs = try [Number](unsafeUninitializedCapacity: count) { inputs, initialized in
      var sums = Array(repeating: 0, count: columns)
      var row = 0
      if count > 0 {
        try source.forEachRun(supervision) { run in
          for start in stride(from: 0, to: run.count, by: columns + 1) where numbers[Int(run[start])] >= 0 {
            let pixels = UnsafeRawBufferPointer(rebasing: run[start + 1..<start + 1 + columns])
            let output = UnsafeMutableBufferPointer(rebasing: inputs[row * columns..<(row + 1) * columns])
            for j in 0..<columns { output[j] = Number(pixels[j]) }
            if selection.isCentered { Self.add(pixels, to: &sums) }
            row += 1
            if row == labels.count { return false }
          }
          return true
        }
      }
      guard row == labels.count else { throw source.changed }
      let means = sums.map { Double($0) / (scale * Double(max(row, 1))) }
      for i in 0..<(selection.isCentered || scale != 1 ? row : 0) {
        if i % 256 == 0 { try supervision.poll() }
        Self.scale(UnsafeMutableBufferPointer(rebasing: inputs[i * columns..<(i + 1) * columns]), scale, less: means)
      }
      initialized = count
    }
    self.columns = columns
    self.labels = labels
    classes = kept.count
  }

  private static func add(_ pixels: UnsafeRawBufferPointer, to sums: inout [Int]) {
    sums.withUnsafeMutableBufferPointer { sums in
      for j in 0..<pixels.count { sums[j] &+= Int(pixels[j]) }
    }
  }

  private static func scale(_ row: UnsafeMutableBufferPointer<Number>, _ scale: Double, less means: [Double]) {
    means.withUnsafeBufferPointer { means in
      for j in 0..<row.count { row[j] = Number(Double(row[j]) / scale - means[j]) }
    }
  }
}

/// Records of a label's byte and as many bytes as there are pixels, wherever they are.
protocol LabeledSource {
  /// Pixels of a record.
  var columns: Int { get }
  /// Labels are below.
  var classes: Int { get }
  /// Calls with each record's label, which has been checked, until the body answers false.
  func forEachLabel(_ supervision: Supervision, _ body: (Int) throws -> Bool) throws
  /// Calls with the bytes of some whole records after the other until the body answers false.
  func forEachRun(_ supervision: Supervision, _ body: (UnsafeRawBufferPointer) throws -> Bool) throws
  /// Thrown where the second reading finds fewer records than the first.
  var changed: FileFailure { get }
}
