import Glibc
import HeavyBall
import LuaKit

/// The program from its command line to its exit code.
enum Program {
  static func run(_ arguments: [LuaString]) -> Int32 {
    let options: Options
    do { options = try Options(arguments) } catch {
      Terminal.writeError("polyak: \(error.message)\n\(Options.usage)")
      return EXIT_FAILURE
    }
    if options.information == .help {
      Terminal.write(Options.usage)
      return EXIT_SUCCESS
    }
    do throws(LuaError) {
      let interpreter = try Interpreter(ignoresEnvironment: options.ignoresEnvironment)
      Interruption.install(for: interpreter.lua.interrupt)
      let code = run(options, arguments, interpreter)
      // The state closes next, where a raised interrupt would stop finalisers.
      withExtendedLifetime(interpreter) { Interruption.start(.script) }
      return code
    } catch {
      return fail(error)
    }
  }

  /// An error is told before the state closes: what finalisers print comes behind it.
  private static func run(_ options: Options, _ arguments: [LuaString], _ interpreter: Interpreter) -> Int32 {
    do throws(LuaError) {
      try perform(options, arguments, interpreter)
      return EXIT_SUCCESS
    } catch {
      return fail(error)
    }
  }

  private static func fail(_ error: LuaError) -> Int32 {
    Terminal.writeError("polyak: \(error.report)\n")
    return EXIT_FAILURE
  }

  private static func perform(
    _ options: Options, _ arguments: [LuaString], _ interpreter: Interpreter
  ) throws(LuaError) {
    if options.information == .version {
      return Terminal.write("\(interpreter.version)\nmatrix products: \(LinearAlgebraLibrary.description)\nnative code: \(NativeSupport.description)\n")
    }
    if options.showsVersion, !options.isInteractive { Terminal.write(interpreter.version + "\n") }
    interpreter.setArguments(arguments, script: options.scriptPosition)
    try interpreter.runEnvironment()
    for step in options.steps { try interpreter.run(step) }
    if let script = options.script { try interpreter.run(script) }
    if options.isInteractive || options.readsStandardInput && Terminal.isTerminal(STDIN_FILENO) {
      Prompt.run(interpreter)
    } else if options.readsStandardInput {
      try interpreter.run(.standardInput)
    }
  }
}
