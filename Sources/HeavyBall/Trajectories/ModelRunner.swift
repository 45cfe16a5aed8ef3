/// A runner of a model of a method, whose observers see the method.
public protocol ModelRunner: Runner {
  /// The same with observers.
  ///
  /// - Parameter poll: called now and then while the method is compiled; what it throws ends the work.
  func measured<E: Error>(poll: () throws(E) -> Void) throws(E) -> Self

  /// The method that observers see; nil without them.
  var observedMethod: Iteration? { get }
}
