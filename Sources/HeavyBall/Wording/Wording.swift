// The words of what is printed and of what is wrong.

/// "1 step", "3 steps".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension String {
  /// With blanks behind it, where it is shorter.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(width - count, 0)) }
}
