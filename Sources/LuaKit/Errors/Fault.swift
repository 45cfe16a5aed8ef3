/// What a function refuses, and where in its call it stands.
public struct Fault: Sendable, Equatable {
  /// As errors name it: "optimizer:run".
  public var function: String
  /// From the parameter on: "stop", "loss". Empty where it is the call as a whole.
  public var path: [String]
  /// The argument's number, from 1, `self` not counted; nil of an option.
  public var position: Int?
  /// Whether it is the last name of the path that is wrong, and not its value.
  public var isName: Bool

  public init(function: String, path: [String], position: Int? = nil, isName: Bool = false) {
    (self.function, self.path, self.position, self.isName) = (function, path, position, isName)
  }
}
