/// What a long read or write asks its caller as it goes: whether to go on, and whether there is room.
///
/// What either throws ends the work and is passed on.
public struct Supervision {
  /// Asked every few megabytes.
  public var poll: () throws -> Void
  /// Told before each such question how many bytes of a file are read, and of how many.
  public var progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  /// Asked before so many bytes are allocated.
  public var reserve: (_ bytes: Int) throws -> Void

  /// Never stops; asks the machine for room.
  ///
  /// - Parameter reserve: ``Memory/check(bytes:for:)`` unless another is given.
  public init(
    poll: @escaping () throws -> Void = {},
    reserve: @escaping (_ bytes: Int) throws -> Void = { try Memory.check(bytes: Double($0), for: .result) }
  ) {
    self.poll = poll
    self.reserve = reserve
  }

  /// How much is read or written between two polls.
  static let chunk = 1 << 20
}
