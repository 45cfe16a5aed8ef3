import LuaKit
extension ValuePrinter {
  /// A value that is no plain table, in a line if it can be.
  func atom(_ value: LuaValue, in lua: LuaState) -> String {
    switch value {
    case .nil: "nil"
    case .boolean(let b): "\(b)"
    case .integer(let i): "\(i)"
    case .number(let x): style.text(of: x, marksFloats: true)
    case .string(let s): Self.quoted(s, limit: nestedTextLimit)
    case .function(let function): lua.summary(of: function)
    case .table, .object, .coroutine, .other: described(value, in: lua)
    }
  }

  /// By its `__tostring`; an error in it is no reason to show nothing.
  private func described(_ value: LuaValue, in lua: LuaState) -> String {
    do throws(LuaError) {
      return try lua.text(of: value)
    } catch {
      let name = if case .object(let object) = value { type(of: object).luaClass.name } else { value.typeName }
      return "\(name) (error in its __tostring: \(error.message))"
    }
  }

  /// In quotes, with what is not printable as Lua writes it.
  static func quoted(_ string: LuaString, limit: Int) -> String {
    var (result, count) = ("\"", 0)
    func add(_ text: () -> String) {
      count += 1
      if count <= limit { result += text() }
    }
    string.bytes.withUnsafeBytes { bytes in
      // No character has more than four bytes.
      decodeUTF8(UnsafeRawBufferPointer(rebasing: bytes.prefix(4 * (limit + 1)))) { character in
        add {
          switch character {
          case "\n": "\\n"
          case "\t": "\\t"
          case "\"": "\\\""
          case "\\": "\\\\"
          default: escapedControl(character)
          }
        }
      } other: { byte in
        add { escapedByte(byte) }
      }
    }
    return result + (count > limit ? "\"..." : "\"")
  }

  /// A text by itself, for a terminal: lines and tabs as they are, other control characters as Lua writes them.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" && $0 != "\t" }) else { return text }
    var result = ""
    for character in text.unicodeScalars {
      if character == "\n" || character == "\t" {
        result.unicodeScalars.append(character)
      } else {
        append(character, to: &result)
      }
    }
    return result
  }

  private static func append(_ character: Unicode.Scalar, to text: inout String) {
    if isControl(character) { text += escapedControl(character) } else { text.unicodeScalars.append(character) }
  }

  /// The character, or what Lua's source has for a control character.
  private static func escapedControl(_ character: Unicode.Scalar) -> String {
    guard isControl(character) else { return String(character) }
    let digits = String(character.value, radix: character.value < 128 ? 10 : 16, uppercase: true)
    return character.value < 128 ? "\\" + String(repeating: "0", count: 3 - digits.count) + digits : "\\u{\(digits)}"
  }

  /// Those of ASCII, and those above it that some terminals obey: U+009B begins a command as ESC [ does.
  private static func isControl(_ character: Unicode.Scalar) -> Bool {
    character.value < 32 || 127...159 ~= character.value
  }
}

extension LuaState {
  /// What a function is: "function hbf.radius(mu)", "function(a, b)  script.lua:3".
  func summary(of function: LuaFunction) -> String {
    // Those of Lua's own library are shown by their names alone.
    if let (name, declaration) = function.declared ?? (function.isNative ? nil : help.declaration(of: function)) {
      return "function " + declaration.signature(as: name)
    }
    if let origin = function.origin {
      let place = origin.lines.lowerBound == 0 ? "whole chunk" : "line \(origin.lines.lowerBound)"
      return "function\(origin.parameterList)  \(origin.shortSource), \(place)"
    }
    return libraryName(of: function).map { "function \($0)" } ?? "function, built in"
  }
}
