internal import PolyakPlatform
import LuaKit
import LuaPrompt

/// A number as the prompt's setting has it: six digits unless `:format long`.
func formatted(_ x: Double) -> String { NumberStyle.current.text(of: x) }

/// A number as `printf` writes it, NaN without the sign that it happens to have.
func formatted(_ x: Double, _ format: String) -> String {
  let x = x.isNaN ? x.magnitude : x
  var buffer = [CChar](repeating: 0, count: 64)
  _ = withVaList([x]) { vsnprintf(&buffer, buffer.count, format, $0) }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Numbers side by side, of many only the first and the last: `1  2  3  ...  100`.
func summary(of numbers: some RandomAccessCollection<Double>, separator: String = "  ", limit: Int = 8) -> String {
  let texts = { (part: any Collection<Double>) in part.map { formatted($0) as String } }
  if numbers.count <= limit { return texts(numbers).joined(separator: separator) }
  return (texts(numbers.prefix(3)) + ["..."] + texts(numbers.suffix(1))).joined(separator: separator)
}
