import PolyakPlatform
import LuaKit
import LuaPrompt
import PolyakModules

/// The files that modules came from, and which of them have changed since.
struct LoadedFiles {
  private struct Stamp: Equatable {
    var device: UInt, file: UInt, size: Int
    var seconds: Int, nanoseconds: Int

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      (device, file, size) = (UInt(status.st_dev), UInt(status.st_ino), Int(status.st_size))
      (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
    }
  }

  private var modules: [String: (path: String, stamp: Stamp)] = [:]
  private var lastLook = time(nil)

  /// A module to be loaded anew, and why.
  struct Outdated {
    var name: String
    var reason: String
  }

  /// Notes the modules that are loaded, each with its file as it is now.
  mutating func note(in lua: LuaState) {
    lastLook = time(nil)
    modules = [:]
    for (name, path) in Self.files(of: lua) { modules[name] = Stamp(path).map { (path, $0) } }
  }

  /// The modules whose files have changed, and those that require one of them.
  func outdated(in lua: LuaState) -> [Outdated] {
    let files = Self.files(of: lua)
    var found: [String: String] = [:]
    for (name, path) in files {
      guard let stamp = Stamp(path) else { continue }
      // Of one that came after the last look it is not known what it was then.
      if let known = modules[name] {
        found[name] = known.path == path && known.stamp == stamp ? nil : "changed"
      } else if stamp.seconds >= lastLook {
        found[name] = "changed"
      }
    }
    let required = files.mapValues { TextFile.bytes(of: $0).map { Self.required(in: $0) } ?? [] }
    var isLarger = !found.isEmpty
    while isLarger {
      isLarger = false
      for (name, others) in required where found[name] == nil {
        guard let other = others.first(where: { found[$0] != nil }) else { continue }
        found[name] = "requires \(other)"
        isLarger = true
      }
    }
    return found.map { Outdated(name: $0.key, reason: $0.value) }.sorted { $0.name < $1.name }
  }

  /// The loaded modules that `require` has found in files; not Polyak's own, which travel inside the program.
  private static func files(of lua: LuaState) -> [String: String] {
    guard let package = lua.globals["package"].table, let search = package["searchpath"].function else { return [:] }
    var files: [String: String] = [:]
    for (key, _) in lua.loaded {
      guard let name = key.text, !Polyak.isModule(named: name), lua.preload[name].isNil, !standard.contains(name),
        let path = try? search.call([key, package["path"]]).first?.text
      else { continue }
      files[name] = path
    }
    return files
  }

  private static let standard: Set<String> = [
    "_G", "coroutine", "debug", "io", "math", "os", "package", "string", "table", "utf8",
  ]

  /// The names behind `require` in a text.
  private static func required(in source: [UInt8]) -> [String] {
    let tokens = Lexer.tokens(of: source)
    return tokens.indices.compactMap { i in
      guard tokens[i].kind == .name, tokens[i].text(in: source) == "require" else { return nil }
      let next = tokens.indices.contains(i + 1) && tokens[i + 1].matches("(", in: source) ? i + 2 : i + 1
      guard tokens.indices.contains(next), tokens[next].kind == .string else { return nil }
      return String(
        tokens[next].text(in: source).drop { "\"'[=".contains($0) }.reversed().drop { "\"']=".contains($0) }.reversed())
    }
  }
}
