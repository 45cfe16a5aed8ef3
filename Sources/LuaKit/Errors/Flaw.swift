/// What is wrong inside a value, and where.
public struct Flaw: Error {
  /// From the value on: "loss" of `stop = {loss = -1}`.
  var path: [String]
  let problem: Problem

  enum Problem {
    /// "must be a number, got nil".
    case complaint(String)
    case missing(String)
    /// - Parameter others: What fields of other names may be, where some may.
    case unknown(among: [String], others: String?)
    /// A key that is no name.
    case unnamed(String)
  }

  init(_ problem: Problem, in path: [String] = []) { (self.problem, self.path) = (problem, path) }

  /// One thrown by what makes a value out of options that are right one by one: "must be given with 'f'".
  ///
  ///     throw Flaw(at: Record.f, complaint: "must be a function")
  public init(at parameters: AnyParameter..., complaint: String) {
    self.init(.complaint(complaint), in: parameters.map(\.name))
  }

  /// One of an element: "must be a number, got string 'a'".
  ///
  ///     throw Flaw(element: 2, complaint: "must be a number, got string 'a'")      // argument 'y[2]' must be a number, ...
  public init(element: Int, complaint: String) { self.init(.complaint(complaint), in: ["\(element)"]) }

  /// One further inside, by names of fields and numbers of elements.
  public init(path: [String], complaint: String) { self.init(.complaint(complaint), in: path) }

  /// The same seen from further out.
  public func inside(_ name: String) -> Flaw { Flaw(problem, in: [name] + path) }

  var isOfName: Bool { if case .unknown = problem { true } else { false } }

  /// What there is to be seen of the path: a missing option is nowhere.
  var place: [String] {
    switch problem {
    case .missing: Array(path.dropLast())
    case .unnamed(let key): path + [key]
    case .complaint, .unknown: path
    }
  }

  /// The message, where the path begins at a parameter of a function.
  ///
  /// - Parameter position: Of an argument that has others of its name beside it.
  func message(_ declaration: ParameterDeclaration, position: Int? = nil) -> String {
    let path = [declaration.name] + path
    let label = declaration.label(path, position: position)
    switch problem {
    case .complaint(let text): return label + " " + text
    case .missing(let description): return label + " is missing (\(description))"
    case .unnamed(let key): return label + " takes options by name, got the key \(key)"
    case .unknown(let known, let others):
      return unknownOption(path, among: known) + (others.map { "; one of your own is \($0)" } ?? "")
    }
  }
}

extension Flaw: CustomStringConvertible {
  /// Without the parameter: "[2] must be a number, got string 'a'".
  public var description: String {
    let place = ParameterDeclaration.written([""] + path)
    return switch problem {
    case .complaint(let text): "\(place) \(text)"
    case .missing(let words): "\(place) is missing (\(words))"
    case .unnamed(let key): "\(place) takes options by name, got the key \(key)"
    case .unknown(let known, _): unknownOption(path, among: known)
    }
  }
}

/// "unknown option 'stop.los' (did you mean 'loss'?)".
package func unknownOption(_ path: [String], among known: [String]) -> String {
  let hint = suggestion(for: path.last ?? "", among: known)
  let list = known.count <= 6 && !known.isEmpty ? " (known are \(known.map { "'\($0)'" }.joined(separator: ", ")))" : ""
  return "unknown option '\(ParameterDeclaration.written(path))'" + (hint.isEmpty ? list : hint)
}
