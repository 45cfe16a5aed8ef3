import LuaKit

/// Parameters that vectors, matrices and symbolic values share.
enum ElementParameters {
  static let row = Parameter("i", .positiveInteger, "row")
  static let column = Parameter("j", .positiveInteger, "column")
  static let f = Parameter("f", .function, "a function of a number")
}
