import PolyakPlatform
import LuaKit
import LuaPrompt

/// The prompt: reads blocks, runs them, shows the values of expressions, until the input ends.
struct Prompt {
  private let session: Session
  private let reader: any LineReader

  private static var isTerminal: Bool { Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO) }

  /// The program's own prompt.
  ///
  /// - Parameter startupFile: Run first, as `:load` does; an error in it is shown and the prompt comes all the same.
  static func run(_ interpreter: Interpreter, startupFile: String?) {
    Terminal.write(interpreter.version + (isTerminal ? "   ? for help, Tab completes, Ctrl-D leaves\n" : "\n"))
    let session = Session(interpreter)
    let prompt = Prompt(session)
    if let startupFile { session.start(with: startupFile) }
    prompt.run()
  }

  /// A prompt inside calls in progress, whose variables can be read and assigned; they go on when it ends.
  static func run(_ interpreter: Interpreter, in frames: [CallFrame], after error: LuaError? = nil) {
    let manner = Interruption.manner
    let session = Session(interpreter, frames: frames)
    if let error { session.show(error) }
    let place = frames.first.map { $0.place + "  in " + $0.name } ?? "no Lua function"
    let end = error == nil ? "Ctrl-D goes on" : "Ctrl-D leaves"
    Terminal.write("at \(place)   \(isTerminal ? ":where shows the calls, \(end)" : "")\n".trimmed + "\n")
    Prompt(session).run()
    for frame in frames { frame.end() }
    Interruption.start(manner)
  }

  private init(_ session: Session) {
    self.session = session
    reader = Self.isTerminal ? LineEditor(LineAssistance(session)) : PlainLines()
    session.editor = reader
  }

  private func run() {
    // Of a session that comes line by line, what was printed in it with it.
    var indentation: Int?
    // One that has ended inside an entry.
    var unfinished: CopiedSession?
    while !session.isLeaving {
      Interruption.start(.prompt)
      var block = session.makeBlock()
      guard let state = read(&block, behind: unfinished, indentation) else { return }
      indentation = block.copiedIndentation ?? indentation
      if indentation != nil, block.isPasted || !reader.hasMoreInput { indentation = nil }
      session.enter(block, state, goesOn: true)
      unfinished = nil
      if case .session(let copied) = state, !Interruption.hasCome { unfinished = copied }
    }
  }

  /// A block, or nil at the end of the input.
  ///
  /// - Parameters:
  ///   - copied: A session whose last entry the block begins with, if that is not whole.
  ///   - indentation: Of the prompts where this is copied: lines without one are what was printed there.
  private func read(_ block: inout Block, behind copied: CopiedSession?, _ indentation: Int?) -> Block.State? {
    var state = Block.State.empty
    if let copied, let entry = copied.unfinished { state = block.begin(with: entry, indentation: copied.indentation) }
    while true {
      let isFirst = block.text.isEmpty
      switch reader.read(prompt: isFirst ? text("_PROMPT", "> ") : text("_PROMPT2", ">> "), behind: block.text) {
      case .interrupted: return .empty
      case .end:
        if isFirst { return nil }
      case .line(let line):
        if isFirst, let indentation, CopiedLine(line.bytes[...], indentation: indentation) == nil { return .empty }
        state = block.add(line)
        if case .incomplete = state { continue }
      }
      if case .session(let copied) = state {
        for entry in copied.entries { reader.remember(LuaString(bytes: entry)) }
      } else if !block.text.isEmpty {
        reader.remember(LuaString(bytes: block.text))
      }
      return state
    }
  }

  /// The prompts are global variables, as in the stock interpreter.
  private func text(_ global: String, _ otherwise: String) -> LuaString {
    let value = session.lua.globals[global]
    return LuaString(value.isNil ? otherwise : (try? session.lua.text(of: value)) ?? otherwise)
  }
}
