import PolyakPlatform
import HeavyBall
import LuaKit
import LuaPrompt
import PolyakModules

/// The program from its command line to its exit code.
struct Program {
  private let dialect: Dialect
  private let arguments: [LuaString]
  /// As it was called, which is how messages begin.
  private let name: LuaString

  static func run(_ arguments: [LuaString]) -> Int32 { Program(arguments).run() }

  private init(_ given: [LuaString]) {
    var arguments = given
    dialect = Dialect(taking: &arguments)
    self.arguments = arguments
    let name = arguments.first ?? ""
    self.name = name.bytes.isEmpty ? dialect == .stock ? "lua" : "polyak" : name
  }

  private func run() -> Int32 {
    // The standard interpreter does not look.
    if dialect == .polyak { LostOutput.watch(as: name) }
    let options: Options
    do { options = try Options(arguments, dialect) } catch {
      return fail(LuaString(error.message(dialect) + "\n" + error.usage(dialect, name.description).dropLast()))
    }
    if let call = options.subcommand, call.wantsHelp {
      Terminal.write(Subcommand.usage(of: call.name))
      return EXIT_SUCCESS
    }
    switch options.information {
    case .help:
      Terminal.write(Options.usage)
      return EXIT_SUCCESS
    case .completions(let shell):
      Terminal.write(shell.script)
      return EXIT_SUCCESS
    case .version, .manual, nil: break
    }
    var notebook: EngineLink?
    if let file = options.connectionFile {
      do throws(Kernel.Failure) {
        switch try Kernel.start(file) {
        case .ended(let code): return code
        case .engine(let link): notebook = link
        }
      } catch { return fail(LuaString("--kernel: " + error.description)) }
    }
    do throws(LuaError) {
      let interpreter = try Interpreter(dialect, ignoresEnvironment: options.ignoresEnvironment, modules: [replModule])
      Interpreter.current = interpreter
      Interruption.install(for: interpreter.lua.interrupt)
      if dialect == .stock { Interruption.stop() } else { interpreter.resumeOnce() }
      let code = run(options, interpreter, notebook)
      // The state closes next, where a raised interrupt would stop finalisers.
      withExtendedLifetime(interpreter) { if dialect == .polyak { Interruption.start(.script) } }
      return code
    } catch {
      return fail(error.report)
    }
  }

  /// An error is told before the state closes: what finalisers print comes behind it.
  ///
  /// - Parameter notebook: Who asks what is to be run, of a kernel.
  private func run(_ options: Options, _ interpreter: Interpreter, _ notebook: EngineLink?) -> Int32 {
    switch options.information {
    case .version:
      Terminal.write(
        "\(interpreter.version)\nmatrix products: \(LinearAlgebraLibrary.description)\n"
          + "native code: \(NativeSupport.description)\n"
          + "threads: \(Threads.count)\n")
      return EXIT_SUCCESS
    case .manual:
      Terminal.write(interpreter.manualPage.text)
      return EXIT_SUCCESS
    case .help, .completions, nil: break
    }
    let startsPrompt = options.isInteractive || options.readsStandardInput && Terminal.isTerminal(STDIN_FILENO)
    var code = EXIT_SUCCESS
    do throws(LuaError) {
      try interpreter.insideMainFunction { () throws(LuaError) in
        code = try perform(options, interpreter)
        switch (startsPrompt, dialect) {
        case (true, .stock): code = stockPrompt(interpreter, showsVersion: !options.showsVersion)
        case (false, _) where options.readsStandardInput: code = try runStandardInput(interpreter)
        default: break
        }
      }
      if startsPrompt, dialect == .polyak, code == EXIT_SUCCESS {
        Prompt.run(interpreter, startupFile: options.startupFile)
      }
      if let notebook, code == EXIT_SUCCESS {
        let notebook = try Notebook(interpreter, notebook, historyFolder: Folders.state)
        notebook.showProgress()
        notebook.run(startupFile: options.startupFile)
      }
      return code == EXIT_SUCCESS && interpreter.hasResumed ? EXIT_FAILURE : code
    } catch {
      return fail(error.report)
    }
  }

  private func perform(_ options: Options, _ interpreter: Interpreter) throws(LuaError) -> Int32 {
    // Polyak's own prompt shows it as it starts.
    if options.showsVersion, dialect == .stock || !options.isInteractive { Terminal.write(interpreter.version + "\n") }
    interpreter.setArguments(arguments, script: options.scriptPosition)
    try interpreter.runEnvironment()
    for step in options.steps { try interpreter.run(step) }
    if let call = options.subcommand {
      do throws(LuaError) { try interpreter.run(call) } catch {
        guard error.kind == .interrupted else { throw error }
        // As of a program that the signal ends: whoever watches has seen enough. Raised still, it would be told after all.
        Interruption.start(.script)
        return 128 + SIGINT
      }
      return EXIT_SUCCESS
    }
    guard let script = options.script else { return EXIT_SUCCESS }
    if options.isInteractive, dialect == .polyak { return runWithPrompt(script, options, interpreter) }
    try interpreter.run(script)
    return EXIT_SUCCESS
  }

  /// Where the script fails the prompt is opened at that place, its variables still there.
  private func runWithPrompt(_ script: Options.Script, _ options: Options, _ interpreter: Interpreter) -> Int32 {
    var wasOpened = false
    do throws(LuaError) {
      try interpreter.run(script) { error in
        // An overflow leaves no stack to work on.
        let frames = error.message.contains("stack overflow") ? [] : interpreter.lua.frames
        if frames.isEmpty { return }
        wasOpened = true
        Prompt.run(interpreter, in: frames, after: error)
      }
      return EXIT_SUCCESS
    } catch {
      if !wasOpened {
        _ = fail(error.report)
        Prompt.run(interpreter, startupFile: options.startupFile)
      }
      return EXIT_FAILURE
    }
  }

  /// The standard interpreter tells what went wrong there, and succeeds.
  private func runStandardInput(_ interpreter: Interpreter) throws(LuaError) -> Int32 {
    do throws(LuaError) { try interpreter.runStandardInput() } catch {
      if dialect == .polyak { throw error }
      _ = fail(error.report)
    }
    return EXIT_SUCCESS
  }

  private func stockPrompt(_ interpreter: Interpreter, showsVersion: Bool) -> Int32 {
    if showsVersion { Terminal.write(interpreter.version + "\n") }
    do throws(LuaError) { try StockPrompt(interpreter).run() } catch {
      // Without the program's name, as all that the prompt says.
      Terminal.writeError(LuaString(bytes: error.report.bytes + "\n".utf8), flushing: false)
      return EXIT_FAILURE
    }
    return EXIT_SUCCESS
  }

  private func fail(_ message: LuaString) -> Int32 {
    Terminal.writeError(LuaString(bytes: name.bytes + ": ".utf8 + message.bytes + "\n".utf8), flushing: dialect == .polyak)
    return EXIT_FAILURE
  }
}

extension Interpreter {
  /// What the command line, the prompt and the modules say of themselves.
  fileprivate var manualPage: ManualPage {
    ManualPage(
      version: "Polyak \(Polyak.version)",
      commands: [("?name", "Explain a module, a function, an option, a value.")] + Command.all.map { ($0.usage, $0.summary) }
        + [("!command", "Run a command of the shell.")],
      modules: lua.modules.filter { !$0.name.isEmpty }.map { ($0.name, $0.summary) })
  }
}
