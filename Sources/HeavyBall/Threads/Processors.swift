internal import CKernels

/// The processors of this machine.
public enum Processors {
  /// How many of them this process may use, by its affinity; at least one.
  public static var available: Int { Int(polyak_processors()) }
}
