/// Memory for numbers that begins at a cache line: vectors that straddle two take twice the time. To be deallocated.
func alignedNumbers(_ count: Int) -> UnsafeMutablePointer<Double> {
  alignedMemory(bytes: count * MemoryLayout<Double>.stride).bindMemory(to: Double.self, capacity: count)
}

/// Memory that begins at a cache line. To be deallocated.
func alignedMemory(bytes: Int) -> UnsafeMutableRawPointer { .allocate(byteCount: bytes, alignment: 64) }

/// An array's elements in memory that does not move; trivial types only.
func copied<Element: BitwiseCopyable>(_ array: [Element]) -> UnsafePointer<Element> {
  let copy = UnsafeMutablePointer<Element>.allocate(capacity: max(array.count, 1))
  copy.initialize(from: array, count: array.count)
  return UnsafePointer(copy)
}
