import LuaKit

extension LuaState {
  /// Whether what an interrupt has stopped half-way is the call's result, and the code goes on: see
  /// ``LuaState/keepInterrupted``.
  func goesOn(with work: any LuaObject) -> Bool {
    guard let keepInterrupted else { return false }
    TerminalLine.clearShown()
    return keepInterrupted(work)
  }
}
