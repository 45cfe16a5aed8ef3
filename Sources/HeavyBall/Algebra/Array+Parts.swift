/// Work on very many numbers, in parts: between two of them its caller is asked whether to go on.
///
/// What `poll` throws ends the work. A part takes a few milliseconds.
extension Array where Element: BitwiseCopyable {
  /// So many elements, made first to last.
  ///
  ///     let zeros = try Array(count: n, poll: watch.poll) { _ in 0.0 }
  @inline(__always)
  public init(count: Int, poll: () throws -> Void, _ element: (Int) throws -> Element) rethrows {
    try self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        try poll()
        let end = Swift.min(initialized + partCount, count)
        for i in initialized..<end { buffer.initializeElement(at: i, to: try element(i)) }
        initialized = end
      }
    }
  }

  /// The elements combined one by one, first to last.
  @inline(__always)
  public func reduce<Result>(
    _ initial: Result, poll: () throws -> Void, _ combine: (Result, Element) throws -> Result
  ) rethrows -> Result {
    var result = initial
    for start in stride(from: 0, to: count, by: partCount) {
      try poll()
      for i in start..<Swift.min(start + partCount, count) { result = try combine(result, self[i]) }
    }
    return result
  }
}

@usableFromInline let partCount = 1 << 20
