/// An error out of Lua, or one that a Swift function raises in it.
///
///     do throws(LuaError) {
///       try lua.run(source, name: "=script")
///     } catch {
///       switch error.kind {
///       case .syntax where error.isIncompleteInput: askForMore()
///       case .time, .instructions, .memory, .output: print("too much:", error)
///       case .host: print("of ours:", error.underlying ?? error)
///       default: print(error.report)
///       }
///     }
///
/// Any thread may have one. What ``value`` refers to in Lua is for the thread that uses the state.
public struct LuaError: Error, Sendable, CustomStringConvertible {
  /// What has gone wrong, in one word.
  public enum Kind: Sendable, CaseIterable {
    /// The source does not parse; ``LuaError/isIncompleteInput`` says whether more of it would help.
    case syntax
    /// Raised by Lua code, or a Swift function by a ``LuaError``; ``LuaError/value`` is what `error` was called with.
    case runtime
    /// A Swift function has thrown another error, ``LuaError/underlying``.
    case host
    /// The memory limit, or no memory at all.
    case memory
    /// An error while another was being handled.
    case inHandler
    /// ``Interrupt/raise(once:)``, or the flag.
    case interrupted
    /// The task of an asynchronous call was cancelled: see ``LuaFunction/callAsync(_:isolation:)``.
    case cancelled
    /// ``LuaLimits/time`` is over.
    case time
    /// ``LuaLimits/instructions`` have been run.
    case instructions
    /// ``LuaLimits/output`` has been written.
    case output
    /// A value that has no form on the other side of the border, ``LuaError/path`` says where: see ``LuaDecoder``,
    /// ``LuaEncoder``.
    case conversion
    /// A file that cannot be read, or a handle whose state is gone or another.
    case unusable
  }

  public var kind: Kind
  /// The error value as text: a string as it is, another value by its `__tostring`, or "(error object is a table value)".
  public var message: String
  /// The Lua calls in progress where it was raised; nil of a syntax error and of one that was raised in Swift, not in Lua.
  public var traceback: String?
  /// The Swift error that a Swift function threw, unchanged by its way through Lua: the cause of this one.
  public var underlying: (any Error)?
  /// Where in a call of a declared function it lies; nil of other errors.
  public var fault: Fault?
  /// Of a conversion: where in the value it failed. "points", "3", "x" of `points[3].x`.
  public var path: [String] = []
  private var carried: CarriedValue?

  public init(
    kind: Kind = .runtime, message: String, traceback: String? = nil, value: LuaValue? = nil,
    underlying: (any Error)? = nil
  ) {
    self.kind = kind
    self.message = message
    self.traceback = traceback
    self.underlying = underlying
    self.value = value
  }

  /// What `error` was called with; nil for an error that Swift has just made, which becomes a string with its position.
  ///
  /// A table, a function, a coroutine or an object is nil, too, on a thread other than the one that is inside the state.
  public var value: LuaValue? {
    get { carried?.value }
    set { carried = newValue.map { CarriedValue($0, of: nil) } }
  }

  /// - Parameter link: Of the state that the value is of.
  mutating func carry(_ value: LuaValue, of link: StateLink) { carried = CarriedValue(value, of: link) }

  /// An error with a message, which becomes a Lua string that starts with the position of the call.
  public init(_ message: String) { self.init(kind: .runtime, message: message) }

  /// The message alone, as it stands in a log.
  public var description: String { message }

  /// For those who look for the cause: the message, and the calls in progress below it.
  public var report: String { traceback.map { "\(message)\n\($0)" } ?? message }

  /// Whether the source ended too early, so that a prompt should ask for more.
  public var isIncompleteInput: Bool { kind == .syntax && message.hasSuffix("<eof>") }

  static var closed: LuaError { LuaError(kind: .unusable, message: "the Lua state is closed") }
  static var ended: LuaError { LuaError(kind: .unusable, message: "the call has ended") }
  static var foreign: LuaError { LuaError(kind: .unusable, message: "the value belongs to another Lua state") }
  static var memory: LuaError { LuaError(kind: .memory, message: "not enough memory") }
  static var cancelled: LuaError { LuaError(kind: .cancelled, message: "cancelled") }
  static var noStack: LuaError { LuaError(kind: .runtime, message: "stack overflow") }
}

/// The value of an error.
///
/// Unchecked: any thread may hold one, pass it on and let go of it, as handles allow. It gives what belongs to a state to the
/// thread alone that may use that state now.
private struct CarriedValue: @unchecked Sendable {
  private let held: LuaValue
  private let link: StateLink?

  init(_ value: LuaValue, of link: StateLink?) {
    held = value
    self.link =
      if case .object = value { link } else { value.reference?.link }
  }

  var value: LuaValue? {
    // A bare nil would be Lua's.
    link?.isUsedElsewhere == true ? LuaValue?.none : held
  }
}
