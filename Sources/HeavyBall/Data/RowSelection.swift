/// Which records of a data set are taken, and what is done to them.
public struct RowSelection: Hashable, Sendable {
  /// At most so many, the first ones.
  public var limit: Int?
  /// Records of these classes alone, whose labels become the places in this list, from 0.
  public var classes: [Int]?
  /// Whether each column's mean over the rows taken is subtracted.
  public var isCentered: Bool

  /// All rows as they are, but for what is given.
  public init(limit: Int? = nil, classes: [Int]? = nil, isCentered: Bool = false) {
    self.limit = limit
    self.classes = classes
    self.isCentered = isCentered
  }
}
