internal import PolyakPlatform

/// Whether programs run as native code here.
public enum NativeSupport {
  /// What native code is written in, nil where none is: not on this processor, or not wanted.
  static let instructionSet: InstructionSet? = isSwitchedOff ? nil : .available

  /// `POLYAK_NATIVE=0` leaves everything to the interpreter.
  private static let isSwitchedOff = getenv("POLYAK_NATIVE").map { String(cString: $0) == "0" } ?? false

  /// In print: `AVX-512`, or why there is none.
  public static var description: String {
    if isSwitchedOff { return "off (POLYAK_NATIVE=0)" }
    guard let set = InstructionSet.available else { return "none for this processor" }
    // What is in them does not matter: it is not run.
    return ExecutablePages([0]) == nil ? "refused by the system" : set.title
  }
}
