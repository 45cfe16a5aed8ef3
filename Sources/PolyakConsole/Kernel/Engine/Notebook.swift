import HeavyBall
import LuaKit
import LuaPrompt
import PolyakModules

/// The prompt behind a notebook: runs cells in a ``Session`` as if each were entered there, and answers what else is asked.
final class Notebook {
  let session: Session
  let display: NotebookDisplay
  private let link: EngineLink
  private let history: NotebookHistory
  private var count = 0

  /// - Parameter historyFolder: Where what is entered is kept; nil for nowhere.
  init(_ interpreter: Interpreter, _ link: EngineLink, historyFolder: String?) throws(LuaError) {
    self.link = link
    let display = NotebookDisplay(interpreter.lua, link)
    self.display = display
    session = Session(interpreter, display: display)
    history = NotebookHistory(in: historyFolder)
    try showPictures(interpreter.lua)
  }

  /// Until the kernel ends.
  func run(startupFile: String?) {
    if let startupFile { session.start(with: startupFile) }
    while !session.isLeaving, let (request, content) = link.next() {
      switch request {
      case .execute: execute(content)
      case .complete: link.reply(completion(of: content))
      case .inspect: link.reply(inspection(of: content))
      case .isComplete: link.reply(completeness(of: content))
      case .history: link.reply(history.answer(content))
      }
    }
  }

  /// Shows how far long calls are, instead of a line in a terminal.
  func showProgress() { TerminalLine.reader = { [display] in display.show(progress: $0) } }

  /// Hands pictures on instead of drawing them in a terminal.
  private func showPictures(_ lua: LuaState) throws(LuaError) {
    lua.globals["plot"].table?["display"] = .function(
      try lua.function("display") { [weak display] call in
        guard let picture = call[0].text, let text = call[1].text else { throw call.error("expected a picture and its text") }
        return display?.show(picture: picture, text: text, before: call[2].integer).map { Results($0) } ?? Results()
      })
  }

  private func execute(_ request: DataTree) {
    let code = request["code"]?.text ?? ""
    let isSilent = request["silent"]?.boolean ?? false
    let isKept = !isSilent && request["store_history"]?.boolean ?? true
    NotebookInput.begin(isAllowed: request["allow_stdin"]?.boolean ?? true)
    if isKept { count += 1 }
    // Before the first message, from which on it can be interrupted.
    Interruption.start(.notebook)
    link.publish("execute_input", ["code": .text(code), "execution_count": .integer(count)])
    display.begin(count)
    var block = session.makeCell(count)
    let state = block.add(LuaString(code))
    session.enter(block, state)
    display.end()
    if isKept { history.add(code, line: count, result: display.result) }
    if let failure = display.failure {
      let answer = failure.with("status", "error").with("execution_count", .integer(count))
      return link.reply(answer, stops: request["stop_on_error"]?.boolean ?? true)
    }
    link.reply([
      "status": "ok", "execution_count": .integer(count), "payload": [],
      "user_expressions": .group(
        (request["user_expressions"]?.fields ?? []).map { .init($0.name, value(of: $0.value.text ?? "")) }),
    ])
  }

  private func value(of expression: String) -> DataTree {
    do throws(LuaError) {
      let values = try session.values(of: expression)
      let printer = ValuePrinter(width: Terminal.columns)
      let text = values.map { printer.text(of: $0, in: session.lua) }.joined(separator: "\t")
      return ["status": "ok", "data": RichValue.forms(of: values, text: text, in: session.lua), "metadata": [:]]
    } catch {
      return ["status": "error", "ename": .text("\(error.kind)"), "evalue": .text(error.message), "traceback": []]
    }
  }
}
