import Glibc
import LuaKit

/// What a prompt works on: the Lua state, the variables that `local` has declared, results, what was run.
final class Session {
  let interpreter: Interpreter
  let scope: LocalScope
  let results: ResultHistory
  var transcript: Transcript
  /// The error shown last, for `:trace`.
  var lastError: LuaError?
  /// What code that an interrupt has stopped had come to, until it is shown.
  private var interruptedWork: (any LuaObject)?
  /// Set by `:quit`.
  var isLeaving = false
  /// Where the lines come from: what else becomes part of the history is told to it.
  var editor: (any LineReader)?
  /// Blocks compiled so far; the third is called `[3]` in messages.
  private var blockCount = 0
  private(set) var sources = PromptSources()
  private let output = Style(for: STDOUT_FILENO)
  private let errors = Style(for: STDERR_FILENO)

  var lua: LuaState { interpreter.lua }

  /// The calls that the prompt was opened in, innermost first, and the one whose variables are seen.
  let frames: [CallFrame]
  var frameIndex = 0 {
    didSet { scope.frame = frames[frameIndex] }
  }

  init(_ interpreter: Interpreter, frames: [CallFrame] = []) {
    self.interpreter = interpreter
    self.frames = frames
    let lua = interpreter.lua
    scope = LocalScope(lua)
    scope.frame = frames.first
    results = ResultHistory(lua)
    transcript = Transcript(seeds: Self.seed(lua))
  }

  /// Seeds `math.random` as Lua does at its start, and learns with what.
  private static func seed(_ lua: LuaState) -> [Int] {
    let seeds = try? lua.globals["math"].table?["randomseed"].function?.call()
    return seeds?.compactMap(\.integer) ?? []
  }

  /// What completion reads.
  var completer: Completer { Completer(lua, localNames: scope.names) { [scope] in scope.value(of: $0) } }

  /// Runs what was typed, piece by piece, up to the first that fails.
  @discardableResult
  func run(_ pieces: [Block.Piece]) -> Bool {
    for piece in pieces {
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
    var entry = Transcript.Entry(
      text: String(decoding: text, as: UTF8.self).trimmed, isExpression: isExpression, isSilent: isSilent)
    do throws(LuaError) {
      let values = try call(compile(text, isExpression: isExpression))
      entry.results = show(values, of: isExpression ? text : nil, isSilent: isSilent)
      transcript.add(entry)
    } catch {
      entry.failure = error
      transcript.add(entry)
      throw error
    }
  }

  /// A block as a function; its messages name it by its number, and show it as it was typed.
  func compile(_ text: [UInt8], isExpression: Bool, typed: [UInt8]? = nil) throws(LuaError) -> LuaFunction {
    blockCount += 1
    sources.add(typed ?? text, as: blockCount)
    return try scope.compile(text, isExpression: isExpression, name: "=[\(blockCount)]")
  }

  /// An expression or statements, as behind `:time`.
  func compile(_ text: String) throws(LuaError) -> LuaFunction {
    let bytes = Array(text.utf8)
    let isExpression = (try? lua.load(bytes: Array("return ".utf8) + bytes, name: "=")) != nil
    return try compile(bytes, isExpression: isExpression)
  }

  func call(_ function: LuaFunction, _ arguments: [LuaValue] = []) throws(LuaError) -> [LuaValue] {
    interruptedWork = nil
    // A prompt inside this call has its own.
    let before = lua.keepInterrupted
    lua.keepInterrupted = { [weak self] in self?.interruptedWork = $0 }
    defer { lua.keepInterrupted = before }
    let values = try function.call(arguments)
    // A C function that waits, such as `io.read`, returns early and leaves Lua nothing more to stop.
    if Interruption.hasCome { throw LuaError(kind: .interrupted, message: "interrupted!") }
    return values
  }

  /// Shows an expression's values and keeps them for recall; gives their names, none for nil.
  @discardableResult
  func show(_ values: [LuaValue], of expression: [UInt8]? = nil, isSilent: Bool = false) -> [String] {
    let names = values.map { $0.isNil ? "" : results.keep($0) }
    if values.isEmpty || isSilent { return names }
    let columns = Terminal.size?.columns ?? 80
    let printer = ValuePrinter(width: columns)
    let texts = values.map { text(of: $0, printer) }
    let isLong = texts.contains { $0.contains("\n") } || texts.map { $0.count + 8 }.reduce(0, +) > columns
    var shown = texts.joined(separator: isLong ? "\n" : "\t")
    if let expression, values.count == 1, values[0].isNil, let hint = Suggestion(lua, scope).forNil(expression) {
      shown += "   " + output.text("-- " + hint, .quiet)
    }
    Terminal.write(shown + "\n")
    return names
  }

  /// A module's table is shown as its contents in words, anything else as the printer has it.
  private func text(of value: LuaValue, _ printer: ValuePrinter) -> String {
    if case .table = value, case .module(let module)? = lua.help.page(of: value) {
      return module.help.wrapped(to: printer.width)
    }
    return printer.text(of: value, in: lua)
  }

  /// A block for what is typed next.
  func makeBlock() -> Block { Block(in: lua, name: "[\(blockCount + 1)]") }

  /// Shows why a block made by ``makeBlock()`` does not compile.
  func refuse(_ block: Block, _ error: LuaError) {
    blockCount += 1
    sources.add(block.text, as: blockCount)
    show(error)
  }

  func show(_ error: LuaError) {
    lastError = error
    // Behind the "^C" that the terminal has shown.
    let start = error.kind == .interrupted ? "\n" : ""
    Terminal.writeError(start + ErrorReport(error, in: self).text(errors) + "\n")
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
