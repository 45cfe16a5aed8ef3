import LuaKit
extension Function {
  /// How it is called: "hbf.flow{loss, eta, mu = 0.5}", "plot(x, [y], {log})".
  public func signature(prefix: String = "") -> String { signature(as: prefix + name) }

  /// The same under another name, as "L" for the call of a loss.
  public func signature(as name: String) -> String { Signature(of: self, as: name).text }

  /// Signature, summary, parameters with types and defaults, result, example.
  public func help(prefix: String = "") -> String { help(as: prefix + name) }

  /// The same under another name.
  public func help(as name: String) -> String {
    var lines = [signature(as: name) + (returns.map { " -> " + $0.name } ?? "")]
    lines += overloads.map { $0.signature(as: name) }
    if !summary.isEmpty { lines += ["", "  " + summary] }
    for text in details { lines += ["", "  " + text] }
    if !parameters.isEmpty {
      lines.append("")
      // One that may be given by place or by name stands once.
      let once = parameters.indices.filter { i in !parameters[..<i].contains { $0.parameter === parameters[i].parameter } }
      lines += aligned(once.flatMap { rows(parameters[$0].parameter) })
    }
    if let example { lines += [""] + quoted(example) }
    return lines.joined(separator: "\n")
  }
}

extension AnyParameter {
  /// Its type and words, and those of the options that its table takes.
  func help(as name: String) -> String {
    let (type, rest) = type.column
    let words = [rest, summary, absence.words ?? ""].filter { !$0.isEmpty }.joined(separator: "; ")
    let inner = rows(self).dropFirst()
    return (["\(name) -> \(type)", "", "  \(words)"] + (inner.isEmpty ? [] : [""] + aligned(Array(inner)))).joined(
      separator: "\n")
  }
}

/// A parameter's name, type and words, and below it those of the options that its table takes, each behind a dot.
private func rows(_ parameter: AnyParameter) -> [[String]] {
  ParameterRow.all(parameter).map { row in
    let isNamed = row.name != ParameterRow.anyOther
    let name = row.depth == 0 ? row.name : String(repeating: "  ", count: row.depth) + (isNamed ? "." : "") + row.name
    // That a field of any name may be left out goes without saying.
    var words = [row.summary, isNamed ? row.absence.words ?? "" : ""].filter { !$0.isEmpty }
    let (type, rest) = row.type.column
    if let function = row.type.optionsFunction { words.append("see ?\(function)") }
    return [name, type, ([rest].filter { !$0.isEmpty } + words).joined(separator: "; ")]
  }
}

extension AnyParameter.Absence {
  fileprivate var words: String? {
    switch self {
    case .required: nil
    case .optional: "may be left out"
    case .literal(let value): "default \(value.source)"
    case .computed(let words): "default \(words)"
    }
  }
}

extension LuaType {
  /// Its name for a column that must not get wide: a long list of words moves to the column behind.
  fileprivate var column: (type: String, rest: String) {
    guard name.count > 36, choices != nil else { return (name, "") }
    switch kind {
    case .union(let types):
      let parts = types.map(\.column)
      return (parts.map(\.type).joined(separator: " or "), parts.map(\.rest).filter { !$0.isEmpty }.joined(separator: "; "))
    case .oneOf: return ("string", name)
    default: return (name, "")
    }
  }
}

extension Module {
  /// Summary, and a line for each function, constant and class.
  public var help: String {
    let prefix = name.isEmpty ? "" : name + "."
    var lines = [name.isEmpty ? summary : "\(name): \(summary)"]
    for text in details { lines += ["", "  " + text] }
    if let example { lines += [""] + quoted(example) }
    if let callable { lines += ["", callable.help(as: name)] }
    lines.append("")
    lines += aligned(functions.map { [$0.signature(as: fullName(of: $0)), $0.summary] })
    lines += aligned(fields.map { [fieldPrefix + $0.name, $0.type.name, $0.summary] })
    lines += aligned(constants.map { [prefix + $0.name, "\($0.value.source)  \($0.summary)"] })
    lines += aligned(classes.map { [$0.luaClass.name, $0.luaClass.summary] })
    if lines.last == "" { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  /// The declaration behind a name, without the module's own.
  public func function(named name: String) -> Function? { functions.first { $0.name == name } }
}

extension ClassDeclaration {
  /// Summary, and a line for each property, method and operator.
  public var help: String {
    var lines = ["\(name): \(summary)", ""]
    lines += aligned(properties.map { ["\(instanceName).\($0.name)", $0.type.name, $0.summary] })
    lines += aligned(methods.map { [$0.signature(prefix: instanceName + ":"), $0.summary] })
    if let callable { lines += aligned([[callable.signature(), callable.summary]]) }
    let symbols = operatorSymbols
    if !symbols.isEmpty { lines.append("  operators  " + symbols.joined(separator: " ")) }
    return lines.joined(separator: "\n")
  }

  /// "+", "#", "[i]": those declared, in Lua's order.
  public var operatorSymbols: [String] {
    var symbols = Operator.allCases.filter { operators[$0] != nil }.map(\.symbol)
    if index.number != nil || index.value != nil { symbols.append("[i]") }
    if index.setNumber != nil || index.setValue != nil { symbols.append("[i]=") }
    return symbols
  }
}

/// The lines of an example as the prompt would show them.
private func quoted(_ example: String) -> [String] {
  example.split(separator: "\n", omittingEmptySubsequences: false).map { "  > " + $0 }
}

/// Columns of text, indented by two, as wide as their widest cell; empty cells at the end leave no blanks. Behind a first
/// cell too long for a column the others stand on a line of their own.
func aligned(_ rows: [[String]]) -> [String] {
  let longest = 40
  let short = rows.filter { $0[0].count <= longest }
  let widths = (rows.first ?? []).indices.map { column in short.map { $0[column].count }.max() ?? 0 }
  return rows.flatMap { row in
    if row[0].count > longest, row.count > 1 {
      return ["  " + row[0], "      " + row.dropFirst().filter { !$0.isEmpty }.joined(separator: " ")]
    }
    var line = "  " + zip(row, widths).map { $0.padded(to: $1) }.joined(separator: "  ")
    while line.last == " " { line.removeLast() }
    return [line]
  }
}
