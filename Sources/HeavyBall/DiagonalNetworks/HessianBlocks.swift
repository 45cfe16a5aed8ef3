/// Which second derivatives of the loss the theory of order 2 takes.
public enum HessianBlocks: String, CaseIterable, Sendable {
  /// All of them, as Theorem 2.1 says.
  case joint
  /// Those of w₊ with w₊ and of w₋ with w₋ alone, as the proofs of Lyu et al. do in (105), (108) and (111)-(113), and
  /// with them the printed corollary (27). What follows from them is not what heavy ball does.
  case block
}
