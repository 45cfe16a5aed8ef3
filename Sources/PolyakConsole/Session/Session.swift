import PolyakPlatform
import LuaKit
import LuaPrompt
import PolyakModules

/// What a prompt works on: the Lua state, the variables that `local` has declared, results, what was run.
final class Session {
  let interpreter: Interpreter
  let scope: LocalScope
  let results: ResultHistory
  var transcript: Transcript
  /// The error shown last, for `:trace`.
  var lastError: LuaError?
  private let nothing: LuaFunction?
  /// What code that an interrupt has stopped had come to, until it is shown.
  private var interruptedWork: (any LuaObject)?
  /// Set by `:quit`.
  var isLeaving = false
  /// Where the lines come from: what else becomes part of the history is told to it.
  var editor: (any LineReader)?
  /// What `:reload` runs anew: the file loaded last, or the script that the program was started with.
  var lastFile: Reload.File?
  var loadedFiles = LoadedFiles()
  /// The global variables that the file run last has set, with what it made of them. It holds no value that nothing else does.
  private(set) var fileVariables: (path: String, values: LuaTable)
  /// Blocks compiled so far; the third is called `[3]` in messages.
  private var blockCount = 0
  private(set) var sources = PromptSources()
  /// What was typed, as errors show it, while it runs; nil of several lines that are run one by one.
  private var typed: [UInt8]?
  /// Of what is entered as a cell of a notebook: the number that messages have, and how much of it has been run. A prompt
  /// numbers each piece.
  private var cell: (number: Int, done: Int)?
  private let output = Style(for: STDOUT_FILENO)
  private let display: any SessionDisplay

  var hasColors: Bool { output.hasColors }

  var lua: LuaState { interpreter.lua }

  /// The calls that the prompt was opened in, innermost first, and the one whose variables are seen.
  let frames: [CallFrame]
  var frameIndex = 0 {
    didSet { scope.frame = frames[frameIndex] }
  }

  init(_ interpreter: Interpreter, frames: [CallFrame] = [], display: any SessionDisplay = TerminalDisplay()) {
    self.interpreter = interpreter
    self.display = display
    self.frames = frames
    let lua = interpreter.lua
    scope = LocalScope(lua)
    scope.frame = frames.first
    results = ResultHistory(lua)
    nothing = try? lua.load("", name: "=nothing")
    // What has run already may have seeded them, and goes on where the prompt was opened in it.
    let isFirst = frames.isEmpty && interpreter.commandLine.isEmpty
    transcript = Transcript(seeds: isFirst ? Self.seed(lua) : nil)
    fileVariables = ("", lua.makeTable())
    loadedFiles.note(in: lua)
    guard let script = interpreter.script else { return }
    lastFile = Reload.File(path: script.text, isScript: true)
    noteVariables(of: script.text, VariableSnapshot.variables(of: self, but: interpreter.ownGlobals).map(\.key))
  }

  /// Learns which global variables a file has set, beside those of its earlier runs that are not gone.
  func noteVariables(of path: String, _ names: [String], without gone: [String] = []) {
    let noted = lua.makeTable(), metatable = lua.makeTable()
    metatable["__mode"] = "v"
    noted.metatable = metatable
    let earlier = path == fileVariables.path ? fileVariables.values.compactMap(\.key.text) : []
    for name in names + earlier where !gone.contains(name) { noted[name] = lua.globals[name] }
    fileVariables = (path, noted)
  }

  /// Seeds `math.random` as Lua does at its start, and the generators that get no seed, and learns with what.
  private static func seed(_ lua: LuaState) -> Transcript.Seeds {
    let seeds = try? lua.globals["math"].table?["randomseed"].function?.call()
    let generators = Int.random(in: 0...Int.max)
    UnseededGenerators.follow(seed: generators)
    return Transcript.Seeds(math: seeds?.compactMap(\.integer) ?? [], generators: generators)
  }

  /// What completion reads.
  var completer: Completer { Completer(lua, localNames: scope.names) { [scope] in scope.value(of: $0) } }

  /// Does what a block says.
  ///
  /// - Parameter goesOn: Whether more lines will come for an entry that a copied session ends in.
  func enter(_ block: Block, _ state: Block.State, goesOn: Bool = false) {
    removeFailingHook()
    switch state {
    case .empty: break
    case .whole(let pieces):
      let isShownWhole = cell != nil || pieces.count == 1 || !block.text.contains(UInt8(ascii: "\n"))
      typed = isShownWhole ? block.text : nil
      cell?.done = 0
      defer { typed = nil }
      run(pieces)
    case .incomplete(let error), .wrong(let error): refuse(block, error)
    case .session(let copied):
      if let first = copied.leftOut.first {
        let more = copied.leftOut.count - 1
        let others = more == 0 ? "it stands" : "it and \(counted(more, "more line")) stand"
        tell("not run: '\(String(decoding: first, as: UTF8.self).trimmed)' (\(others) above the first prompt)")
      }
      let entries = copied.entries + (goesOn ? [] : [copied.unfinished].compactMap(\.self))
      // Each for itself: in the session that was copied, too, one that failed was followed by others.
      for entry in entries where !isLeaving && !Interruption.hasCome {
        var block = makeBlock()
        let state = block.add(LuaString(bytes: entry))
        display.goOn()
        enter(block, state)
      }
    }
  }

  /// A hook that fails at each call would fail at the call that takes it off, too.
  private func removeFailingHook() {
    do throws(LuaError) { try nothing?.call() } catch {
      guard error.kind != .interrupted else { return }
      lua.removeHook()
      Terminal.writeError("the hook of debug.sethook fails at every call; it has been taken off\n")
    }
  }

  /// Runs what was typed, piece by piece, up to the first that fails.
  @discardableResult
  func run(_ pieces: [Block.Piece]) -> Bool {
    for (i, piece) in pieces.enumerated() where !isLeaving {
      if i > 0 { display.goOn() }
      do throws(LuaError) {
        switch piece {
        case .command(let line): try Command.run(line, in: self)
        case .code(let text, let isExpression, let isSilent):
          try run(text, isExpression: isExpression, isSilent: isSilent)
        }
      } catch {
        show(error)
        return false
      }
    }
    return true
  }

  private func run(_ text: [UInt8], isExpression: Bool, isSilent: Bool) throws(LuaError) {
    let entry = Transcript.Entry(
      text: String(decoding: text, as: UTF8.self).trimmed, isExpression: isExpression, isSilent: isSilent)
    try record(entry) { () throws(LuaError) in
      let values = try call(compile(text, isExpression: isExpression))
      let isNil = { [lua, scope] name in lua.globals[name].isNil && scope.value(of: name) == nil }
      if !isExpression, let hint = Habit.hint(forStatements: text, isNil: isNil) {
        tell(hint)
      }
      return show(values, of: isExpression ? text : nil, isSilent: isSilent)
    }
  }

  /// Runs the expression or statements that a command was given, such as `:time`. They become part of the session.
  func run(_ text: String, _ call: (LuaFunction) throws(LuaError) -> [LuaValue]) throws(LuaError) {
    let isExpression = isExpression(text)
    try record(Transcript.Entry(text: text, isExpression: isExpression, isSilent: false)) { () throws(LuaError) in
      show(try call(compile(Array(text.utf8), isExpression: isExpression)))
    }
  }

  /// - Parameter body: Gives the names of what it has shown.
  private func record(_ entry: Transcript.Entry, _ body: () throws(LuaError) -> [String]) throws(LuaError) {
    var entry = entry
    do throws(LuaError) {
      entry.results = try body()
      transcript.add(entry)
    } catch {
      entry.failure = error
      transcript.add(entry)
      throw error
    }
  }

  /// A block as a function; its messages name it by its number, and show it as it was typed.
  func compile(_ text: [UInt8], isExpression: Bool) throws(LuaError) -> LuaFunction {
    var text = text
    if cell == nil { blockCount += 1 } else { text = placedInCell(text) }
    sources.add(typed ?? text, as: blockCount)
    return try scope.compile(text, isExpression: isExpression, name: "=[\(blockCount)]")
  }

  /// Code behind as many empty lines as stand above it in its cell, so that messages number its lines as the cell does.
  private func placedInCell(_ text: [UInt8]) -> [UInt8] {
    guard let typed, let done = cell?.done, let place = typed[done...].firstRange(of: text) else { return text }
    cell?.done = place.upperBound
    return typed[..<place.lowerBound].filter { $0 == UInt8(ascii: "\n") } + text
  }

  /// The values of an expression that is not part of the session.
  func values(of expression: String) throws(LuaError) -> [LuaValue] {
    try call(scope.compile(Array(expression.utf8), isExpression: true, name: "=" + expression))
  }

  private func isExpression(_ text: String) -> Bool { (try? lua.load("return " + text, name: "=")) != nil }

  func call(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
    interruptedWork = nil
    // A prompt inside this call has its own.
    let before = lua.keepInterrupted
    lua.keepInterrupted = { [weak self] in
      self?.interruptedWork = $0
      return false
    }
    defer { lua.keepInterrupted = before }
    let values = try function.call(arguments)
    // A C function that waits, such as `io.read`, returns early and leaves Lua nothing more to stop.
    if Interruption.hasCome { throw LuaError(kind: .interrupted, message: "interrupted!") }
    return values
  }

  private func tell(_ hint: String) { Terminal.write(output.text("-- " + hint, .quiet) + "\n") }

  /// Shows an expression's values and keeps them for recall; gives their names, none for nil.
  @discardableResult
  func show(_ values: [LuaValue], of expression: [UInt8]? = nil, isSilent: Bool = false) -> [String] {
    let names = values.map { $0.isNil ? "" : results.keep($0) }
    if values.isEmpty || isSilent { return names }
    let columns = Terminal.columns
    let printer = ValuePrinter(width: columns)
    let texts = values.map { text(of: $0, printer) }
    let isLong = texts.contains { $0.contains("\n") } || texts.map { $0.count + 8 }.reduce(0, +) > columns
    var shown = texts.joined(separator: isLong ? "\n" : "\t")
    if let expression, values.count == 1, let hint = hint(for: values[0], of: expression) {
      shown += "   " + output.text("-- " + hint, .quiet)
    }
    display.show(values, as: shown)
    return names
  }

  private func hint(for value: LuaValue, of expression: [UInt8]) -> String? {
    Habit.hint(forExpression: expression, value) ?? (value.isNil ? Suggestion(lua, scope).forNil(expression) : nil)
  }

  /// A module's table is shown as its contents in words, anything else as the printer has it.
  private func text(of value: LuaValue, _ printer: ValuePrinter) -> String {
    if case .table = value, case .module(let module)? = lua.help.page(of: value) {
      return module.help.wrapped(to: printer.width)
    }
    return printer.text(of: value, in: lua)
  }

  /// A block for what is typed next.
  func makeBlock() -> Block {
    Block(in: lua, name: "[\(cell?.number ?? blockCount + 1)]", commands: Command.names)
  }

  /// A block of a cell of a notebook, which messages know by its number, and by its own lines.
  func makeCell(_ number: Int) -> Block {
    cell = (number, 0)
    blockCount = number
    return makeBlock()
  }

  /// Shows why a block made by ``makeBlock()`` does not compile.
  func refuse(_ block: Block, _ error: LuaError) {
    if cell == nil { blockCount += 1 }
    sources.add(block.text, as: blockCount)
    show(error)
  }

  func show(_ error: LuaError) {
    lastError = error
    display.show(error, ErrorReport(error, in: self))
    if error.kind == .interrupted { showInterruptedWork() }
  }

  /// Shows what an interrupted run had come to, and keeps it as an expression's value.
  private func showInterruptedWork() {
    guard let work = interruptedWork else { return }
    interruptedWork = nil
    // What it shows is asked of Lua, which the interrupt stops until it is cleared.
    Interruption.start(.prompt)
    Terminal.write("What it had come to is kept, as _\(results.count + 1) and _:\n")
    transcript.keep(show([.object(work)]))
  }
}
