import LuaKit
/// A function of a Lua file with the block before it.
struct AnnotatedFunction {
  /// Without the table's name.
  var name: String
  var isMethod: Bool
  var parameters: [String]
  var block: AnnotationBlock
  /// Where `function` stands, from 1.
  var line: Int
}
