/// An error out of Lua, or one that a Swift function raises in it.
///
/// Unchecked: Swift wants errors to be Sendable. Any thread may read the texts, pass the error on and drop it; what `value`
/// refers to is for the thread that uses the state.
public struct LuaError: Error, @unchecked Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The source does not parse.
    case syntax
    /// Raised while running.
    case runtime
    /// The memory limit, or no memory at all.
    case memory
    /// An error while another was being handled.
    case inHandler
    /// ``Interrupt/raise(once:)``.
    case interrupted
    /// The task of an asynchronous call was cancelled: see ``LuaFunction/callAsync(_:)``.
    case cancelled
    /// ``LuaLimits/time`` is over.
    case time
    /// ``LuaLimits/instructions`` have been run.
    case instructions
    /// ``LuaLimits/output`` has been written.
    case output
    /// A value that has no form on the other side of the border: see ``LuaDecoder``, ``LuaEncoder``.
    case conversion
    /// A file that cannot be read, or a handle whose state is gone.
    case unusable
  }

  public var kind: Kind
  /// The error value as text: a string as it is, another value by its `__tostring`, or "(error object is a table value)".
  public var message: String
  /// The Lua calls in progress where it was raised.
  public var traceback: String?
  /// What `error` was called with; nil for an error that Swift has just made, which becomes a string with its position.
  public var value: LuaValue?
  /// The Swift error that a Swift function threw, unchanged by its way through Lua.
  public var underlying: (any Error)?
  /// Where in a call of a declared function it lies; nil of other errors.
  public var fault: Fault?
  /// Of a conversion: where in the value it failed. "points", "3", "x" of `points[3].x`.
  public var path: [String] = []

  public init(
    kind: Kind = .runtime, message: String, traceback: String? = nil, value: LuaValue? = nil,
    underlying: (any Error)? = nil
  ) {
    self.kind = kind
    self.message = message
    self.traceback = traceback
    self.value = value
    self.underlying = underlying
  }

  /// An error with a message, which becomes a Lua string that starts with the position of the call.
  public init(_ message: String) { self.init(kind: .runtime, message: message) }

  public var description: String { message }

  /// Whether the source ended too early, so that a prompt should ask for more.
  public var isIncompleteInput: Bool { kind == .syntax && message.hasSuffix("<eof>") }

  static var closed: LuaError { LuaError(kind: .unusable, message: "the Lua state is closed") }
  static var ended: LuaError { LuaError(kind: .unusable, message: "the call has ended") }
  static var foreign: LuaError { LuaError(kind: .unusable, message: "the value belongs to another Lua state") }
  static var memory: LuaError { LuaError(kind: .memory, message: "not enough memory") }
  static var cancelled: LuaError { LuaError(kind: .cancelled, message: "cancelled") }
  static var noStack: LuaError { LuaError(kind: .runtime, message: "stack overflow") }
}
