/// A free variable. Its number tells it from the graph's others.
struct Input: LeafOperation {
  static let name = "input"
  let number: Int
  let shape: Shape

  func shape(of operands: [Shape]) -> Shape { shape }
}
