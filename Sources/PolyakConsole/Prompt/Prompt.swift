import Glibc
import LuaKit

/// The prompt: reads blocks, runs them, shows the values of expressions, until the input ends.
struct Prompt {
  private let session: Session
  private let reader: any LineReader

  /// - Parameter startupFile: Run first, as `:load` does; an error in it is shown and the prompt comes all the same.
  static func run(_ interpreter: Interpreter, startupFile: String?) {
    let isTerminal = Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
    Terminal.write(interpreter.version + (isTerminal ? "   ? for help, Tab completes, Ctrl-D leaves\n" : "\n"))
    let session = Session(interpreter)
    let reader: any LineReader = isTerminal ? LineEditor(session) : PlainLines()
    session.editor = reader
    if let startupFile { session.start(with: startupFile) }
    Prompt(session: session, reader: reader).run()
  }

  private func run() {
    while !session.isLeaving {
      Interruption.start(.prompt)
      var block = session.makeBlock()
      switch read(&block) {
      case .none: return
      case .some(.whole(let pieces)): session.run(pieces)
      case .some(.incomplete(let error)), .some(.wrong(let error)): session.refuse(block, error)
      case .some(.empty): break
      }
    }
  }

  /// A block, or nil at the end of the input.
  private func read(_ block: inout Block) -> Block.State? {
    var state = Block.State.empty
    while true {
      let isFirst = block.text.isEmpty
      switch reader.read(prompt: isFirst ? text("_PROMPT", "> ") : text("_PROMPT2", ">> "), behind: block.text) {
      case .interrupted: return .empty
      case .end:
        if isFirst { return nil }
      case .line(let line):
        state = block.add(line)
        if case .incomplete = state { continue }
      }
      if !block.text.isEmpty { reader.remember(LuaString(bytes: block.text)) }
      return state
    }
  }

  /// The prompts are global variables, as in the stock interpreter.
  private func text(_ global: String, _ otherwise: String) -> LuaString {
    let value = session.lua.globals[global]
    return LuaString(value.isNil ? otherwise : (try? session.lua.text(of: value)) ?? otherwise)
  }
}
