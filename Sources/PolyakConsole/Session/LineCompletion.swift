import PolyakPlatform
import LuaKit
import LuaPrompt

/// What Tab offers on a line of the prompt: Lua by LuaPrompt's completer, the prompt's commands, names of help and of files.
struct LineCompletion {
  let lua: LuaState
  /// The one for Lua, which knows the variables of the moment.
  let completer: () -> Completer

  /// - Parameters:
  ///   - line: Up to the cursor.
  ///   - block: The lines before.
  /// - Returns: With a start that counts from the line's beginning.
  func completion(of line: [UInt8], behind block: [UInt8]) -> Completion {
    let text = String(decoding: line, as: UTF8.self)
    if block.isEmpty, let first = text.trimmedStart.first {
      switch first {
      case "!": return files(in: line, from: word(in: line))
      case "?": return help(line, from: (line.lastIndex(of: UInt8(ascii: "?")) ?? -1) + 1)
      case ":" where !text.trimmedStart.hasPrefix("::"): return command(line, String(text.trimmedStart))
      default: break
      }
    }
    let before = block.isEmpty ? [] : block + [UInt8(ascii: "\n")]
    return code(before + line, offset: before.count, of: line)
  }

  private func code(_ source: [UInt8], offset: Int, of line: [UInt8]) -> Completion {
    var completion = completer().completion(of: source)
    completion.start -= offset
    if completion.start < 0 { return Completion(start: line.count) }
    return completion.isFileName ? files(in: line, from: completion.start, signature: completion.signature) : completion
  }

  /// Where the word at the end of the line begins.
  private func word(in line: [UInt8]) -> Int {
    (line.lastIndex { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } ?? -1) + 1
  }

  private func command(_ line: [UInt8], _ text: String) -> Completion {
    guard let blank = text.firstIndex(where: \.isWhitespace) else {
      var completion = Completion(start: line.count - text.utf8.count + 1)
      completion.candidates = Command.all.map(\.name).filter { $0.hasPrefix(text.dropFirst()) }.sorted()
      completion.ending = " "
      return completion
    }
    let name = text[..<blank].dropFirst()
    guard let command = Command.all.first(where: { $0.name == name }) else { return Completion(start: line.count) }
    switch command.argument {
    case .none: return Completion(start: line.count)
    case .file, .optionalFile: return files(in: line, from: word(in: line))
    case .oneOf(let words):
      var completion = Completion(start: word(in: line))
      let prefix = line[completion.start...]
      completion.candidates = words.filter { $0.utf8.starts(with: prefix) }
      return completion
    case .word where command.name == Command.help.name: return help(line, from: word(in: line))
    case .expression, .word:
      let start = line.count - text[blank...].utf8.count
      return code(Array(line[start...]), offset: -start, of: line)
    }
  }

  /// Names that help knows, and the paths of variables.
  private func help(_ line: [UInt8], from start: Int) -> Completion {
    var completion = code(Array(line[start...]), offset: -start, of: line)
    let typed = Array(line[start...])
    let names = lua.help.names.filter { $0.utf8.starts(with: typed) && !typed.isEmpty }
    if completion.candidates.isEmpty, !names.isEmpty {
      completion = Completion(start: start)
      completion.candidates = Array(Set(names)).sorted()
    }
    return completion
  }

  private func files(in line: [UInt8], from start: Int, signature: String? = nil) -> Completion {
    var completion = Completion(start: start)
    completion.signature = signature
    let typed = String(decoding: line[start...], as: UTF8.self)
    let folderEnd = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let (folder, prefix) = (String(typed[..<folderEnd]), typed[folderEnd...])
    guard let directory = opendir(folder.isEmpty ? "." : expanded(folder)) else { return completion }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name == "." || name == ".." || !name.hasPrefix(prefix) || prefix.isEmpty && name.hasPrefix(".") { continue }
      var status = stat()
      let isFolder = stat(expanded(folder) + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      completion.candidates.append(folder + name + (isFolder ? "/" : ""))
    }
    completion.candidates.sort()
    return completion
  }

  private func expanded(_ folder: String) -> String {
    guard folder.hasPrefix("~/"), let home = getenv("HOME") else { return folder }
    return String(cString: home) + folder.dropFirst()
  }
}

extension String {
  fileprivate var trimmedStart: Substring { drop(while: \.isWhitespace) }
}
