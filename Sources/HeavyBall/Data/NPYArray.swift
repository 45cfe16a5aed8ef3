/// An array from NumPy's file: its sizes, and its numbers row after row.
public struct NPYArray: Equatable, Sendable {
  /// None for a single number, one for a vector, two for a matrix.
  public let shape: [Int]
  public let elements: Elements

  public enum Elements: Equatable, Sendable {
    case doubles([Double])
    case floats([Float])
    /// Integers of any width and booleans, as 0 and 1; never of two dimensions.
    case integers([Int])
  }

  /// - Precondition: As many elements as the sizes' product.
  package init(shape: [Int], elements: Elements) { (self.shape, self.elements) = (shape, elements) }
}
