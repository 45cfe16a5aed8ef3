/// A function's parameters by role, worked out once: arguments by position first, then the variadic one, then options.
///
/// Unsafe pointer: every call reads the entries, and none is to count references to what the function keeps anyway.
final class ParameterLayout {
  let all: [ParameterDeclaration]
  let positional: Range<Int>
  /// How many positional parameters must be given.
  let required: Int
  let variadic: Int?
  let options: Range<Int>
  let optionNames: [String]
  /// What a call asks of each parameter.
  let entries: UnsafeMutablePointer<Entry>
  /// How much memory the values take.
  let roomSize: Int

  struct Entry {
    /// Kept by ``all``.
    let parameter: Unmanaged<AnyParameter>
    let isRequired: Bool
    /// Whether its value needs no end.
    let isTrivial: Bool
    /// Of a positional parameter that is an option too: where it is as such; itself otherwise.
    let twin: Int
    /// Where its value has its room in a call's memory.
    let room: Int
  }

  /// - Precondition: they come in the order of their roles.
  init(_ parameters: [ParameterDeclaration]) {
    all = parameters
    positional = 0..<parameters.prefix { $0.role == .positional }.count
    required = parameters[positional].prefix { $0.isRequired }.count
    variadic = parameters.firstIndex { $0.role == .variadic }
    options = (parameters.firstIndex { $0.role == .option } ?? parameters.count)..<parameters.count
    precondition(
      parameters[options].allSatisfy { $0.role == .option }
        && positional.count + options.count + (variadic == nil ? 0 : 1) == all.count,
      "arguments come first, options last")
    optionNames = parameters[options].map(\.name)
    entries = .allocate(capacity: max(parameters.count, 1))
    var end = 0
    for (i, declaration) in parameters.enumerated() {
      let parameter = declaration.parameter
      let twin = parameters.indices.first { $0 > i && parameters[$0].parameter === parameter } ?? i
      (entries + i).initialize(
        to: Entry(
          parameter: .passUnretained(parameter), isRequired: declaration.isRequired, isTrivial: parameter.isTrivial,
          twin: twin, room: end))
      // No Swift value is aligned to more.
      end += (parameter.size + 15) & ~15
    }
    roomSize = end
  }

  deinit { entries.deallocate() }

  var count: Int { all.count }
}
