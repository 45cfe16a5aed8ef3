import LuaKit
import PolyakPlatform

/// Where a session shows what has come of what was entered. What code prints, and what commands say, goes to the standard
/// output.
protocol SessionDisplay {
  /// The values of an expression.
  ///
  /// - Parameter text: As the prompt shows them.
  func show(_ values: [LuaValue], as text: String)
  func show(_ error: LuaError, _ report: ErrorReport)
  /// Whatever was shown has more behind it: the next piece of what was entered is run.
  func goOn()
}

/// A terminal, or what is read in its place.
struct TerminalDisplay: SessionDisplay {
  private let style = Style(for: STDERR_FILENO)

  func show(_ values: [LuaValue], as text: String) { Terminal.write(text + "\n") }

  func show(_ error: LuaError, _ report: ErrorReport) {
    // Behind the "^C" that the terminal has shown.
    let start = error.kind == .interrupted ? "\n" : ""
    Terminal.writeError(start + report.text(style) + "\n")
  }

  func goOn() {}
}
