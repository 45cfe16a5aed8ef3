import HeavyBall
import LuaKit

/// `v[{1, 5, 7}]`, `A[rows]`: the elements of a vector or the rows of a matrix whose numbers, from 1 on, a table or vector
/// lists; nil where it is no list of numbers.
func elements(_ list: LuaValue, of x: Operand, in name: String, _ state: LuaState) throws -> Operand? {
  if let table = list.table, table.keyBesides(listOf: table.count) != nil { return nil }
  guard let numbers = list.object(VectorObject.self)?.vector.elements ?? list.table?.numbers() else { return nil }
  let n: Int
  let width: Int
  switch x.shape {
  case .scalar: throw LuaError("\(name): no elements in a number")
  case .vector(let count): (n, width) = (count, 1)
  case .matrix(let rows, let columns): (n, width) = (rows, columns)
  }
  let places = try numbers.enumerated().map { k, number in
    guard let i = Int(exactly: number), (1...max(n, 1)).contains(i), n > 0 else {
      let (what, has) = x.shape.isMatrix ? ("row", "it has \(n)") : ("element", "it has \(n)")
      throw LuaError("\(name): no \(what) \(LuaValue.number(number).briefly) (number \(k + 1) of the list), \(has)")
    }
    return i - 1
  }
  try state.checkRoom(for: 3 * places.count * width)
  if !x.shape.isMatrix { return try x.gathered(places, .vector(places.count), poll: state.checkInterrupt) }
  let indices = places.flatMap { $0 * width..<($0 + 1) * width }
  return try x.gathered(indices, .matrix(rows: places.count, columns: width), poll: state.checkInterrupt)
}
