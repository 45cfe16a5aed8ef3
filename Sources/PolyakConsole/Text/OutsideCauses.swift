import LuaKit
import LuaPrompt

/// What code depends on beside its text: the time, files, other programs.
enum OutsideCauses {
  /// Of Lua's own library; functions declared in Swift say it themselves.
  static let ownLibrary: [(cause: String, paths: [String])] = [
    ("the time", ["os.time", "os.clock", "os.date"]),
    ("the environment", ["os.getenv", "os.setlocale"]),
    ("other programs", ["os.execute", "io.popen"]),
    (
      "files",
      [
        "io.open", "io.lines", "io.input", "dofile", "loadfile", "require", "os.remove", "os.rename", "os.tmpname",
      ]
    ),
    ("what is typed", ["io.read"]),
    ("numbers that the system draws", ["math.randomseed"]),
    ("memory and when it is freed", ["collectgarbage"]),
  ]

  /// "the time (os.time, os.clock)", "files (data.csv \"run.csv\")", each cause once.
  ///
  /// - Parameters:
  ///   - modules: Those declared in Swift.
  ///   - isOwn: Whether a module travels inside the program.
  static func all(in texts: [String], modules: [Module], isOwn: @escaping (String) -> Bool) -> [String] {
    let calls = texts.flatMap { Self.calls(in: Array($0.utf8), isOwn) }
    return table(with: modules).compactMap { cause, paths in
      var seen: Set<String> = []
      let found = calls.filter { paths.contains($0.path) }.map(\.text).filter { seen.insert($0).inserted }
      return found.isEmpty ? nil : "\(cause) (\(found.joined(separator: ", ")))"
    }
  }

  private static func table(with modules: [Module]) -> [(cause: String, paths: [String])] {
    var table = ownLibrary
    for module in modules {
      for function in module.functions {
        guard let cause = function.outsideCause else { continue }
        let path = module.name.isEmpty ? function.name : "\(module.name).\(function.name)"
        if let i = table.firstIndex(where: { $0.cause == cause }) {
          table[i].paths.append(path)
        } else {
          table.append((cause, [path]))
        }
      }
    }
    return table
  }

  /// The names with a dot or none that stand in the code, each with the text that follows it.
  private static func calls(in source: [UInt8], _ isOwn: (String) -> Bool) -> [(path: String, text: String)] {
    let tokens = Lexer.tokens(of: source)
    func text(_ i: Int) -> String { tokens.indices.contains(i) ? tokens[i].text(in: source) : "" }
    var found: [(path: String, text: String)] = []
    for i in tokens.indices where tokens[i].kind == .name && ![".", ":"].contains(text(i - 1)) {
      let isPath = text(i + 1) == "." && tokens.indices.contains(i + 2)
      let path = isPath ? text(i) + "." + text(i + 2) : text(i)
      var next = i + (isPath ? 3 : 1)
      let hasBracket = text(next) == "("
      if hasBracket { next += 1 }
      // With a number it is known what it does.
      if path == "math.randomseed", hasBracket, text(next) != ")" { continue }
      let isText = tokens.indices.contains(next) && tokens[next].kind == .string
      if path == "require", isText, isOwn(text(next).filter { !"\"'[]".contains($0) }) { continue }
      found.append((path, isText ? path + " " + text(next) : path))
    }
    return found
  }
}
