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
  /// The name under which the code at the error's place calls the function: "half" of `mine.half(1)`, "h" of `h(1)`, "index"
  /// of an operator's; "" where that code has no name for it, nil where it is not known.
  public var callee: String?

  /// A fault of a function of your own; ``Call/fault(at:_:complaint:)-(_,String...,_)`` makes most of them.
  public init(
    function: String, path: [String], position: Int? = nil, isName: Bool = false, callee: String? = nil
  ) {
    (self.function, self.path, self.position, self.isName, self.callee) = (function, path, position, isName, callee)
  }
}
