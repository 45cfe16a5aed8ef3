import HeavyBall
import LuaKit
import PolyakPlatform

/// What a session shows, as messages of a notebook. The last value that is shown in a cell is its result.
final class NotebookDisplay: SessionDisplay {
  private let lua: LuaState
  private let link: EngineLink
  /// Colours, as in a terminal, unless they are unwelcome.
  private let style = Style(hasColors: (getenv("NO_COLOR")?.pointee ?? 0) == 0)
  private var executionCount = 0
  /// The forms of the value shown last, if nothing has been run since.
  private var latest: DataTree?
  /// How the cell has failed, as its answer says it.
  private(set) var failure: DataTree?
  /// The text of its result.
  private(set) var result: String?
  private var displayCount = 0
  /// The place of the line that says how far something is, where there is one in this cell.
  private var progress: Int?

  init(_ lua: LuaState, _ link: EngineLink) { (self.lua, self.link) = (lua, link) }

  func begin(_ count: Int) { (executionCount, latest, failure, result, progress) = (count, nil, nil, nil, nil) }

  /// Shows the last value as the cell's result.
  func end() {
    guard let forms = latest else { return }
    latest = nil
    if failure != nil { return show(forms) }
    result = forms["text/plain"]?.text
    link.publish("execute_result", ["execution_count": .integer(executionCount), "data": forms, "metadata": [:]])
  }

  func show(_ values: [LuaValue], as text: String) {
    goOn()
    // Nothing is said of a function that gives nothing.
    if values.allSatisfy(\.isNil), text == "nil" { return }
    latest = RichValue.forms(of: values, text: text, in: lua)
  }

  func show(_ error: LuaError, _ report: ErrorReport) {
    goOn()
    let content: DataTree = [
      "ename": .text("\(error.kind)"), "evalue": .text(report.message), "traceback": [.text(report.text(style))],
    ]
    failure = content
    link.publish("error", content)
  }

  func goOn() {
    if let latest { show(latest) }
    latest = nil
  }

  private func show(_ forms: DataTree) { link.publish("display_data", ["data": forms, "metadata": [:], "transient": [:]]) }

  /// Shows a picture, in the place of an earlier one where that is given.
  ///
  /// - Returns: Its number; nil in a copy of the process, which has nobody to show it to.
  func show(picture: String, text: String, before: Int?) -> Int? {
    guard link.isOwn else { return nil }
    return put(["image/svg+xml": .text(picture), "text/plain": .text(text)], before)
  }

  /// How far something is; nil when it is over.
  func show(progress text: String?) {
    guard link.isOwn, text != nil || progress != nil else { return }
    progress = put(["text/plain": .text(text ?? "")], progress)
  }

  private func put(_ forms: DataTree, _ before: Int?) -> Int {
    goOn()
    let number = before ?? displayCount + 1
    displayCount = max(displayCount, number)
    link.publish(
      before == nil ? "display_data" : "update_display_data",
      ["data": forms, "metadata": [:], "transient": ["display_id": .text("polyak-\(getpid())-\(number)")]])
    return number
  }
}
