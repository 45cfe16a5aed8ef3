import LuaKit

// What stubs copy: a file's annotations, and its functions without their bodies.

extension AnnotatedLibrary {
  /// - Parameter shown: The name that stubs give the module: with a dot it is for `require`, without one a variable.
  func annotations(of name: String, as shown: String) -> Module.Annotations {
    guard let source = sources[name], let table = source.returned else { return Module.Annotations() }
    let variable = StubWriter.variable(lastPart(of: shown))
    var result = Module.Annotations()
    if source.functions[""]?.contains(where: { $0.name == table }) == true {
      result.lines = function(returnedBy: source, as: "local function \(variable)")
    } else {
      let isGlobal = variable == shown && source.functions[table]?.contains(where: \.isMethod) != true
      result.lines = head(of: source, table, shown) + ["\(isGlobal ? "" : "local ")\(variable) = {}", ""]
      for (field, module) in source.required {
        guard let other = sources[module] else { continue }
        let function = function(returnedBy: other, as: "function \(variable).\(field)")
        let table = (other.header.map(comments) ?? []) + ["\(variable).\(field) = {}", ""]
        result.lines += function.isEmpty ? table : function
      }
      result.lines += methods(of: table, in: source, as: variable)
    }
    if !variable.isEmpty { result.lines.append("return \(variable)") }
    addTypes(to: &result, of: source)
    return result
  }

  /// The words and the class of a module's table.
  private func head(of source: AnnotatedSource, _ table: String, _ shown: String) -> [String] {
    let type = source.classOfTable[table]
    let block = source.types.first { $0.name == type }?.block
    var lines = source.header.flatMap { $0.lines == block?.lines ? nil : comments($0) } ?? []
    if let block {
      if !lines.isEmpty, !block.paragraphs.isEmpty { lines.append("---") }
      lines += comments(block)
    }
    guard let call = source.call, block?.overloads.isEmpty != false,
      let function = source.functions[""]?.first(where: { $0.name == call })
    else { return lines }
    if block == nil { lines.append("---@class \(shown)") }
    return lines + [overload(function)]
  }

  /// A call of the table itself, as its class's own line.
  private func overload(_ function: AnnotatedFunction) -> String {
    func text(_ tag: AnnotationBlock.Tag, isNamed: Bool) -> String? {
      var reader = AnnotatedTypeReader(tag.text)
      if isNamed { _ = reader.parameter() } else { _ = reader.type() }
      let words = reader.read
      guard isNamed, let name = words.firstIndex(of: " ") else { return words }
      return words[..<name] + ":" + words[name...]
    }
    let parameters = function.block.tags.filter { $0.name == "param" }.compactMap { text($0, isNamed: true) }
    let results = function.block.tags.filter { $0.name == "return" }.compactMap { text($0, isNamed: false) }
    let result = results.isEmpty ? "" : ": " + results.joined(separator: ", ")
    return "---@overload fun(\(parameters.joined(separator: ", ")))\(result)"
  }

  /// A block as it stands in the file, without what is nobody else's.
  private func comments(_ block: AnnotationBlock) -> [String] {
    let hidden = ["@meta", "@field private ", "@field protected ", "@field package "]
    return block.lines.filter { line in !hidden.contains { line.hasPrefix($0) } }.flatMap { line in
      line.hasPrefix("@overload ") ? ["---" + line, shorter(line).map { "---" + $0 }].compactMap(\.self) : ["---" + line]
    }
  }

  /// A call whose first argument may be left out though others may not, `fun(x?: A, y: B)`, without it: editors know such
  /// a call only where it is written out.
  private func shorter(_ line: Substring) -> String? {
    let opening = "@overload fun("
    guard line.hasPrefix(opening) else { return nil }
    var reader = AnnotatedTypeReader(String(line.dropFirst("@overload ".count)))
    guard case .function(let parameters, _) = reader.type(), parameters.first?.isOptional == true,
      parameters.contains(where: { !$0.isOptional })
    else { return nil }
    var rest = AnnotatedTypeReader(String(line.dropFirst(opening.count)))
    _ = rest.name()
    rest.skipMark()
    if rest.colon() { _ = rest.type() }
    let words = line.dropFirst(opening.count + rest.read.count)
    guard words.hasPrefix(",") else { return nil }
    return opening + words.dropFirst().drop { $0 == " " }
  }

  /// The function that a file returns.
  private func function(returnedBy source: AnnotatedSource, as opening: String) -> [String] {
    guard let function = source.functions[""]?.first(where: { $0.name == source.returned }) else { return [] }
    let header = function.block.paragraphs.isEmpty ? source.header.map(comments) ?? [] : []
    return header + comments(function.block) + ["\(opening)(\(function.parameters.joined(separator: ", "))) end", ""]
  }

  private func methods(of table: String, in source: AnnotatedSource, as variable: String) -> [String] {
    (source.functions[table] ?? []).filter { !$0.name.hasPrefix("__") }.flatMap { function in
      let name = variable.isEmpty ? "" : variable + (function.isMethod ? ":" : ".")
      return comments(function.block)
        + ["function \(name)\(function.name)(\(function.parameters.joined(separator: ", "))) end", ""]
    }
  }

  /// Adds the types of a file, and those that are spoken of where other files declare them.
  private func addTypes(to result: inout Module.Annotations, of source: AnnotatedSource) {
    var known: Set<String> = []
    // The class of a module's own table stands with the module.
    for other in sources.values {
      if let table = other.returned, let type = other.classOfTable[table] { known.insert(type) }
    }
    func add(_ name: String, _ block: AnnotationBlock, in file: AnnotatedSource) {
      guard known.insert(name).inserted else { return }
      var lines = comments(block)
      for (table, type) in file.classOfTable.sorted(by: { $0.key < $1.key }) where type == name {
        lines += ["local \(table) = {}", ""] + methods(of: table, in: file, as: table)
      }
      let place = result.types.count
      result.types.append((name, lines))
      for type in Self.mentioned(in: lines) { find(type) }
      // What it speaks of stands before it.
      if place < result.types.count - 1 { result.types.append(result.types.remove(at: place)) }
    }
    func find(_ name: String) {
      if known.contains(name) { return }
      for (_, file) in sources.sorted(by: { $0.key < $1.key }) {
        if let type = file.types.first(where: { $0.name == name }) { return add(name, type.block, in: file) }
      }
    }
    for type in source.types { add(type.name, type.block, in: source) }
    for type in Self.mentioned(in: result.lines) { find(type) }
  }

  /// The names of types in lines of comments and code.
  static func mentioned(in lines: [String]) -> [String] {
    lines.split { !$0.hasPrefix("---") }.flatMap { AnnotationBlock($0.map { $0.dropFirst(3) }).mentionedTypes }
  }
}
