internal import CLuaShim

// The words of error texts, so that all of them read alike.

package func withArticle(_ noun: String) -> String {
  guard let first = noun.first else { return noun }
  return ("aeiouAEIO".contains(first) ? "an " : "a ") + noun
}

/// As Lua prints it, %.14g, but for the sign of NaN, which says nothing.
package func formatNumber(_ x: Double) -> String {
  x.isNaN ? "nan" : formatted(x, digits: 14)
}

/// As C's %g writes it.
package func formatted(_ x: Double, digits: Int) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
    let length = lk_format_number(x, Int32(digits), buffer.baseAddress, 64)
    return String(decoding: UnsafeRawBufferPointer(start: buffer.baseAddress, count: min(length, 63)), as: UTF8.self)
  }
}

extension LuaValue {
  /// What came, in a few words: "1.5", "string 'abc'", "table", "Vector".
  public var briefly: String {
    switch self {
    case .nil: return "nil"
    case .boolean(let b): return "\(b)"
    case .integer(let i): return "\(i)"
    case .number(let x): return formatNumber(x)
    case .string(let s):
      let text = s.description
      return text.count <= 40 ? "string '\(text)'" : "string '\(text.prefix(37))...'"
    case .object(let object): return type(of: object).luaClass.name
    case .other(let reference): return reference.finalised ?? typeName
    default: return typeName
    }
  }
}

/// "1 step", "3 steps".
package func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// "'short', 'long' or 'none'".
package func alternatives(_ words: [String]) -> String {
  let quoted = words.map { "'\($0)'" }
  return quoted.count < 2 ? quoted.joined() : quoted.dropLast().joined(separator: ", ") + " or " + (quoted.last ?? "")
}

extension String {
  package func padded(to width: Int, left: Bool = false) -> String {
    let blanks = String(repeating: " ", count: max(0, width - count))
    return left ? blanks + self : self + blanks
  }
}
