import Glibc
import LuaKit

/// The prompt: reads blocks, runs them, prints the values of expressions, until the input ends.
struct Prompt {
  private let lua: LuaState
  private let reader: any LineReader

  static func run(_ interpreter: Interpreter) {
    let isTerminal = Terminal.isTerminal(STDIN_FILENO) && Terminal.isTerminal(STDOUT_FILENO)
    Terminal.write(interpreter.version + (isTerminal ? "   Ctrl-D leaves\n" : "\n"))
    Prompt(lua: interpreter.lua, reader: isTerminal ? LineEditor() : PlainLines()).run()
  }

  private func run() {
    while true {
      Interruption.start(.prompt)
      switch read() {
      case .none: return
      case .some(.whole(let chunk)): evaluate(chunk)
      case .some(.incomplete(let error)), .some(.wrong(let error)): Terminal.writeError(error.report + "\n")
      case .some(.empty): break
      }
    }
  }

  /// A block, or nil at the end of the input.
  private func read() -> Block.State? {
    var block = Block()
    var state = Block.State.empty
    while true {
      let isFirst = block.text.isEmpty
      switch reader.read(prompt: isFirst ? text("_PROMPT", "> ") : text("_PROMPT2", ">> ")) {
      case .interrupted: return .empty
      case .end:
        if isFirst { return nil }
      case .line(let line):
        state = block.add(line, in: lua)
        if case .incomplete = state { continue }
      }
      if !block.text.isEmpty { reader.remember(LuaString(bytes: block.text)) }
      return state
    }
  }

  /// The prompts are global variables, as in the stock interpreter.
  private func text(_ global: String, _ otherwise: String) -> LuaString {
    let value = lua.globals[global]
    return LuaString(value.isNil ? otherwise : (try? lua.text(of: value)) ?? otherwise)
  }

  private func evaluate(_ chunk: LuaFunction) {
    do throws(LuaError) {
      let values = try chunk.call()
      // A C function that waits, such as `io.read`, returns early and leaves Lua nothing more to stop.
      if Interruption.hasCome { throw LuaError(kind: .interrupted, message: "interrupted!") }
      if !values.isEmpty { try print(values) }
    } catch {
      // Behind the "^C" that the terminal has shown.
      Terminal.writeError((error.kind == .interrupted ? "\n" : "") + error.report + "\n")
    }
  }

  private func print(_ values: [LuaValue]) throws(LuaError) {
    do throws(LuaError) {
      guard let print = lua.globals["print"].function else { throw LuaError("not a function") }
      try print.call(values)
    } catch {
      if error.kind == .interrupted { throw error }
      throw LuaError("error calling 'print' (\(error.message))")
    }
  }
}
