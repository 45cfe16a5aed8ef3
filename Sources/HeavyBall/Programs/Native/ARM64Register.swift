/// The general registers that native code uses, by their numbers.
enum ARM64Register: UInt32 {
  case x0 = 0, x1, x2, x3
  /// Kept by nobody: for addresses that are too far for an instruction.
  case x16 = 16
  /// Kept by calls.
  case x19 = 19, x20, x21, x22
  /// The frame's address, and the one to return to.
  case x29 = 29, x30
  /// The stack's address where an instruction has a place for one.
  case sp = 31

  var name: String { "\(self)" }
}

/// What the last comparison has to have found, by its code in an instruction: false where one of the two was NaN.
enum ARM64Condition: UInt32 {
  case less = 4, lessOrEqual = 9, greater = 12

  /// In assembly language. After integers `mi` and `ls` say something else.
  var name: String {
    switch self {
    case .less: "mi"
    case .lessOrEqual: "ls"
    case .greater: "gt"
    }
  }
}
