import LuaKit
// Readline's settings are C variables, which Swift does not know to be safe: all of it is used from the main thread.
@preconcurrency import CReadline
import PolyakPlatform

/// The standard interpreter's prompt.
///
/// Lines come from readline, also where the standard input is no terminal. The history lasts for the session. Ctrl-C
/// stops what runs; while a line is typed it ends the program.
struct StockPrompt {
  private let interpreter: Interpreter
  private var lua: LuaState { interpreter.lua }

  init(_ interpreter: Interpreter) {
    self.interpreter = interpreter
    // Never freed: readline keeps it. The name is for conditions in ~/.inputrc.
    rl_readline_name = UnsafePointer(strdup("lua"))
  }

  /// Until the input ends. Throws what the prompts' own texts raise.
  func run() throws(LuaError) {
    while let block = try read() {
      do throws(LuaError) {
        print(try interpreter.call(block.get()))
      } catch {
        Self.tell(error.report)
      }
    }
    Terminal.write("\n")
  }

  /// A block, compiled, or why it cannot be; nil at the end of the input.
  private func read() throws(LuaError) -> Result<LuaFunction, LuaError>? {
    guard var text = try readLine("_PROMPT", "> ") else { return nil }
    if text.first == UInt8(ascii: "=") { text.replaceSubrange(..<1, with: "return ".utf8) }
    let expression = compile("return ".utf8 + text + ";".utf8)
    if case .success = expression {
      if !text.isEmpty { remember(text) }
      return expression
    }
    while true {
      let statement = compile(text)
      if case .failure(let error) = statement, error.isIncompleteInput, let line = try readLine("_PROMPT2", ">> ") {
        text += "\n".utf8 + line
        continue
      }
      remember(text)
      return statement
    }
  }

  private func compile(_ text: [UInt8]) -> Result<LuaFunction, LuaError> {
    Result { () throws(LuaError) in try lua.load(bytes: text, name: "=stdin", allowsBinary: true) }
  }

  private func readLine(_ global: String, _ otherwise: LuaString) throws(LuaError) -> [UInt8]? {
    let prompt: LuaString
    switch try lua.globals.get(global) {
    case .nil: prompt = otherwise
    case .string(let text): prompt = text
    case let value: prompt = LuaString(try lua.text(of: value))
    }
    guard let line = readline(prompt.bytes.map { CChar(bitPattern: $0) } + [0]) else { return nil }
    defer { free(line) }
    return Array(UnsafeRawBufferPointer(start: line, count: strlen(line)))
  }

  private func remember(_ text: [UInt8]) { add_history(text.map { CChar(bitPattern: $0) } + [0]) }

  private func print(_ values: [LuaValue]) {
    if values.isEmpty { return }
    do throws(LuaError) {
      try lua.call(lua.globals.get("print"), values, onError: .nothing)
    } catch {
      let message: LuaString
      switch error.value {
      case .string(let text): message = text
      case .integer, .number: message = LuaString(error.message)
      // As C prints what is no string.
      default: message = "(null)"
      }
      let text = message.bytes.prefix { $0 != 0 }
      Self.tell(LuaString(bytes: Array("error calling 'print' (".utf8) + text + Array(")".utf8)))
    }
  }

  private static func tell(_ message: LuaString) {
    Terminal.writeError(LuaString(bytes: message.bytes + "\n".utf8), flushing: false)
  }
}
