/// Something that must stand any bytes: it neither traps nor hangs, nor says two things of one input.
struct Target: Sendable {
  let name: String
  let summary: String
  /// The longest input that is worth its time.
  let limit: Int
  /// Nil where all is well.
  let complaint: @Sendable ([UInt8]) throws -> String?

  init(
    _ name: String, _ summary: String, limit: Int = 4096, complaint: @escaping @Sendable ([UInt8]) throws -> String?
  ) {
    self.name = name
    self.summary = summary
    self.limit = limit
    self.complaint = complaint
  }

  static let all = [
    source, calls, sandbox, npy, csv, cifar, checkpoint, journal, history, native, tensor, taylor, define,
  ]
}
