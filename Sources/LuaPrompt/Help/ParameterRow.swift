import LuaKit

/// A parameter as lists of them show it: with the options of the table that it may be below it, and those of their tables.
struct ParameterRow {
  let name: String
  /// 0 for a parameter of the function, 1 for an option of its table.
  let depth: Int
  let type: LuaType
  let absence: AnyParameter.Absence
  let summary: String

  /// A parameter and all that is inside it, in the order of the declaration.
  static func all(_ parameter: AnyParameter, depth: Int = 0) -> [ParameterRow] {
    let row = ParameterRow(
      name: parameter.name, depth: depth, type: parameter.type, absence: parameter.absence, summary: parameter.summary)
    return [row] + inside(parameter.type, depth: depth + 1)
  }

  private static func inside(_ type: LuaType, depth: Int) -> [ParameterRow] {
    var rows = type.options.flatMap { all($0, depth: depth) }
    if let others = type.otherOptions {
      rows.append(ParameterRow(name: anyOther, depth: depth, type: others, absence: .optional, summary: ""))
      rows += inside(others, depth: depth + 1)
    }
    return rows
  }

  /// What stands for the names of fields that are not declared.
  static let anyOther = "any other"
}
